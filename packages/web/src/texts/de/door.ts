// Die Tür eines Raums: wer man ist, was der Raum ist, und hinein.

import { isolate } from '../../isolate.ts'
import type { Texts } from '../en.ts'
import { namesAmong } from './names.ts'

export const door: Texts['door'] = {
  headingRejoin: (room) => `Du hast ${isolate(room)} verlassen`,
  subheading: 'Prüfe Bild und Ton, dann komm herein.',
  subheadingRejoin: 'Komm zurück, wann immer du magst.',
  name: 'Dein Name',
  namePlaceholder: 'Was andere sehen',
  nameNeeded: 'Sag den anderen, wer du bist',
  nameTooLong: 'Höchstens 64 Zeichen, bitte',
  unusable: 'Ein Name braucht sichtbare Zeichen, und keine Steuer- oder Richtungszeichen',
  nameGiven: 'Dieser Name kommt mit deiner Einladung.',
  nameOfAccount: 'So heißt dein Konto.',
  roomUnusable: 'Der Name dieses Raums geht nicht. Prüfe den Link.',
  password: 'Passwort des Raums',
  passwordNeeded: 'Dieser Raum hat ein Passwort; wer dich eingeladen hat, kennt es',
  joinRoom: (room) => `${isolate(room)} betreten`,
  rejoin: 'Zurückkehren',
  joinSilent: 'Die anderen sehen und hören dich erst, wenn du etwas einschaltest.',
  inside: (count, people) => {
    if (count === 0) return 'Noch ist niemand da.'
    if (people.length === 0) return count === 1 ? '1 Person ist da.' : `${count} Personen sind da.`
    return `${namesAmong(people, count)} ${count === 1 ? 'ist' : 'sind'} da.`
  },
  newRoom: 'Hier war noch niemand: Der Raum öffnet sich, wenn du eintrittst.',
  noRoom: 'Einen Raum dieses Namens gibt es nicht. Prüfe den Link oder frag, wer dich eingeladen hat.',
  lobby: 'Jemand drinnen lässt dich herein.',
  locked: 'Dieser Raum ist abgeschlossen: Gerade kommt niemand neu herein.',
  membersOnly: 'Dieser Raum ist für seine Mitglieder.',
  audioOnly: 'In diesem Raum gibt es Stimmen, aber keine Bilder.',
  moderated: 'Hier sagt die Moderation, wer spricht.',
  banned: 'Du darfst nicht in diesen Raum.',
  unreachable: 'Der Server ist gerade nicht zu erreichen.',
}
