// Der Dialog, der einen Raum anlegt.

import type { Texts } from '../en.ts'

export const founding: Texts['founding'] = {
  title: 'Raum anlegen',
  name: 'Name des Raums',
  nameHint: 'Er steht im Link. Dieser ist schwer zu erraten; nimm, welchen du magst.',
  nameNeeded: 'Gib dem Raum einen Namen',
  nameTooLong: 'Höchstens 128 Zeichen, bitte',
  nameUnusable: 'Dieser Name geht nicht',
  nameTaken: 'Einen Raum dieses Namens gibt es schon. Wähle einen anderen.',
  another: 'Anderen Namen vorschlagen',
  more: 'Mehr Einstellungen',
  roomTitle: 'Titel',
  roomTitleHint: 'Was Leute statt des Namens lesen',
  topic: 'Thema',
  password: 'Passwort',
  passwordHint: 'Wer kein Mitglied ist, muss es kennen',
  switches: {
    listed: { label: 'Öffentlich', hint: 'Alle auf diesem Server finden ihn auf der Startseite' },
    lobby: { label: 'Warteraum', hint: 'Andere warten, bis jemand sie hereinlässt' },
    guests: { label: 'Gäste', hint: 'Auch wer kein Mitglied ist, darf herein' },
    moderated: { label: 'Moderiert', hint: 'Nur die Moderation spricht, und wen sie lässt' },
    audioOnly: { label: 'Nur Stimmen', hint: 'Keine Kameras und keine Bildschirme' },
  },
  create: 'Raum anlegen',
  cancel: 'Abbrechen',
  problem: {
    forbidden: 'Du darfst hier keine Räume anlegen. Melde dich an oder frag, wer diesen Server betreibt.',
    tooMany:
      'Du hast viele Räume in kurzer Zeit angelegt oder schon zu viele. Warte eine Minute und versuche es noch einmal.',
    busy: 'Der Server ist beschäftigt. Warte einen Moment und versuche es noch einmal.',
    unreachable: 'Der Server ist nicht zu erreichen. Prüfe deine Verbindung und versuche es noch einmal.',
    failed: 'Der Raum konnte nicht angelegt werden.',
  },
}
