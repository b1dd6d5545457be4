// Die Tür eines Raums: Name, Raum, der Knopf.

import { isolate } from '../../isolate.ts'
import type { Texts } from '../en.ts'

export const home: Texts['home'] = {
  heading: 'Von Angesicht zu Angesicht',
  headingInvited: 'Bereit?',
  subheading: 'Wähle einen Raum und teile seinen Link. Nichts zu installieren.',
  subheadingInvited: 'Prüfe Bild und Ton, dann komm herein.',
  headingRejoin: (room) => `Du hast ${isolate(room)} verlassen`,
  subheadingRejoin: 'Komm zurück, wann immer du magst.',
  name: 'Dein Name',
  namePlaceholder: 'Was andere sehen',
  nameNeeded: 'Sag den anderen, wer du bist',
  nameTooLong: 'Höchstens 64 Zeichen, bitte',
  unusable: 'Dieser Name geht nicht',
  nameGiven: 'Dieser Name kommt mit deiner Einladung.',
  brokenLink: 'Dieser Link ist nicht vollständig. Frag noch einmal danach oder gib den Namen des Raums ein.',
  room: 'Raum',
  roomPlaceholder: 'Zum Beispiel: team-morgen',
  roomNeeded: 'In welchen Raum möchtest du?',
  roomTooLong: 'Höchstens 128 Zeichen, bitte',
  join: 'Eintreten',
  joinRoom: (room) => `${isolate(room)} betreten`,
  rejoin: 'Zurückkehren',
  joinSilent: 'Die anderen sehen und hören dich erst, wenn du etwas einschaltest.',
}
