// Die Startseite: in einen Raum gehen, einen anlegen, einen finden.

import { isolate } from '../../isolate.ts'
import type { Texts } from '../en.ts'
import { namesAmong } from './names.ts'

export const home: Texts['home'] = {
  heading: 'Von Angesicht zu Angesicht',
  subheading: 'Stimmen, Bilder, Bildschirme und Chat in deinem Browser. Nichts zu installieren.',
  brokenLink: 'Dieser Link ist nicht vollständig. Frag noch einmal danach oder gib den Namen des Raums ein.',
  place: 'Raum oder Link',
  placePlaceholder: 'team-morgen',
  placeNeeded: 'Gib den Namen eines Raums ein oder füge seinen Link ein',
  placeTooLong: 'Höchstens 128 Zeichen, bitte',
  placeUnusable: 'Das führt in keinen Raum. Sieh noch einmal hin.',
  placeElsewhere: (host) =>
    `Dieser Link gehört zu einem anderen Server, ${isolate(host)}. Öffne ihn in der Adresszeile.`,
  join: 'Eintreten',
  create: 'Raum anlegen',
  tokenRequired:
    'Dieser Server lässt Leute mit Konto oder Einladung ein. Melde dich an oder öffne den Link deiner Einladung.',
  mine: 'Meine Räume',
  public: 'Öffentliche Räume',
  all: 'Alle Räume',
  search: 'Räume suchen',
  loading: 'Räume werden gesucht…',
  empty: 'Noch keine Räume. Hier erscheinen die, die du anlegst, und die öffentlichen.',
  nothingFound: (search) => `Kein Raum hat „${isolate(search)}“ in Name, Titel oder Thema.`,
  more: 'Mehr Räume zeigen',
  unreachable: 'Der Server ist nicht zu erreichen. Prüfe deine Verbindung; es wird von selbst wieder versucht.',
  unreachableStale: 'Die Verbindung ist abgerissen. Was du hier siehst, kann veraltet sein.',
  retry: 'Jetzt versuchen',
  language: 'Sprache',
  toStart: 'Parley, Startseite',
  card: {
    inside,
    insideAre: 'Da sind:',
    password: 'Passwort',
    locked: 'Abgeschlossen',
    lobby: 'Warteraum',
    audioOnly: 'Nur Stimmen',
    role: { owner: 'Deiner', moderator: 'Moderation', member: 'Mitglied' },
  },
}

/** „Ada, Ben und 3 weitere“; `people` nennt vielleicht weniger, als da sind. */
function inside(count: number, people: readonly string[]): string {
  if (count === 0) return 'Niemand da'
  if (people.length === 0) return count === 1 ? '1 Person ist da' : `${count} Personen sind da`
  return namesAmong(people, count)
}
