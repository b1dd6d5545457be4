// Die Leute im Raum: wer da ist, wer wartet, Hände und Reaktionen, und was Moderatoren tun.

import type { Role } from '@parley/client'
import { isolate } from '../../isolate.ts'
import type { Texts } from '../en.ts'
import { names } from './names.ts'

const roles: Record<Role, string> = { owner: 'Eigentümer', moderator: 'Moderator', member: 'Mitglied', guest: 'Gast' }
const asRole: Record<Role, string> = {
  owner: 'zum Eigentümer dieses Raums',
  moderator: 'zum Moderator dieses Raums',
  member: 'zum Mitglied dieses Raums',
  guest: 'zum Gast dieses Raums',
}

export const people: Texts['people'] = {
  title: 'Leute',
  open: (count) => `Leute zeigen (${count})`,
  close: 'Leute ausblenden',
  waitingBadge: (count) => (count === 1 ? '1 Person wartet' : `${count} Personen warten`),
  here: (count) => `Im Raum (${count})`,
  search: 'Jemanden finden',
  nobodyFound: 'Niemand mit diesem Namen ist hier.',
  showMore: (count) => `${count} weitere zeigen`,
  roles,
  microphoneOn: 'Mikrofon an',
  microphoneOff: 'Mikrofon aus',
  cameraOn: 'Kamera an',
  cameraOff: 'Kamera aus',
  sharing: 'teilt den Bildschirm',
  mayNotSpeak: 'darf nicht sprechen',
  actionsFor: (name) => `Was mit ${isolate(name)} zu tun ist`,
  actions: {
    mute: 'Stumm schalten',
    stopCamera: 'Video beenden',
    stopScreen: 'Bildschirm beenden',
    letSpeak: 'Sprechen lassen',
    silence: 'Das Wort entziehen',
    lowerHand: 'Hand senken',
    pin: 'Anheften',
    unpin: 'Lösen',
    remove: 'Aus dem Raum entfernen',
    ban: 'Sperren…',
    toOwner: 'Zum Eigentümer machen',
    toModerator: 'Zum Moderator machen',
    toMember: 'Zum Mitglied machen',
    toGuest: 'Die Rolle nehmen',
  },
  muteAll: 'Alle anderen stumm schalten',
  lowerAllHands: 'Alle Hände senken',
  mutedAll: 'Alle anderen sind stumm.',
  invite: 'Leute einladen',
  settings: 'Raum einstellen',
  waiting: {
    title: (count) => `Wollen herein (${count})`,
    one: (name) => `${isolate(name)} möchte herein`,
    many: (list) => `${names(list)} möchten herein`,
    admit: 'Einlassen',
    deny: 'Abweisen',
    admitName: (name) => `${isolate(name)} einlassen`,
    denyName: (name) => `${isolate(name)} abweisen`,
    admitAll: 'Alle einlassen',
    denyAll: 'Alle abweisen',
    see: 'Wer wartet?',
  },
  react: 'Reagieren',
  openReactions: 'Reagieren oder die Hand heben',
  raiseHand: 'Hand heben',
  lowerOwnHand: 'Hand senken',
  handRaised: 'Deine Hand ist oben',
  sendReaction: (what) => `Mit ${what} reagieren`,
  reactionNames: {
    '👍': 'Daumen hoch',
    '👏': 'Applaus',
    '❤️': 'einem Herz',
    '😂': 'Lachen',
    '😮': 'Staunen',
    '🎉': 'Konfetti',
  },
  reacted: (list, reaction) => `${names(list)}: ${reaction}`,
  hand: (order) => `Hand gehoben, Nummer ${order}`,
  raised: (list) => (list.length === 1 ? `${names(list)} hebt die Hand` : `${names(list)} heben die Hand`),
  moderated: {
    muted: (by) => `${isolate(by)} hat dich stumm geschaltet`,
    camera: (by) => `${isolate(by)} hat dein Video beendet`,
    screen: (by) => `${isolate(by)} hat deinen Bildschirm beendet`,
    letSpeak: (by) => `${isolate(by)} lässt dich sprechen: Du kannst dein Mikrofon einschalten`,
    silenced: (by) => `${isolate(by)} hat dir das Wort entzogen`,
    handLowered: (by) => `${isolate(by)} hat deine Hand gesenkt`,
    role: (by, role) =>
      role === 'guest'
        ? `${isolate(by)} hat dir deine Rolle genommen`
        : `${isolate(by)} hat dich ${asRole[role]} gemacht`,
    removed: (by) => `${isolate(by)} hat dich aus dem Raum entfernt. Du kannst darum bitten, zurückzukommen.`,
    banned: (by, until) =>
      until === undefined
        ? `${isolate(by)} hat dich aus diesem Raum ausgesperrt.`
        : `${isolate(by)} hat dich bis ${until} aus diesem Raum ausgesperrt.`,
    reason: (reason) => `Als Grund steht da: ${isolate(reason)}`,
  },
  listening: 'Hier sagt ein Moderator, wer sprechen darf. Du kannst zuhören.',
  ban: {
    title: (name) => `${isolate(name)} sperren`,
    hint: 'Die Person wird sofort entfernt und kommt nicht zurück, solange die Sperre gilt. Eine Rolle hier verliert sie.',
    howLong: 'Wie lange',
    times: { hour: 'Eine Stunde', day: 'Einen Tag', week: 'Eine Woche', forGood: 'Bis jemand die Sperre aufhebt' },
    address: 'Auch alle von derselben Adresse',
    addressHint: 'Hält fern, wer unter anderem Namen wiederkommt, und alle, die denselben Anschluss nutzen.',
    reason: 'Grund',
    reasonHint: 'Die Person kann ihn lesen, andere Moderatoren auch.',
    confirm: 'Sperren',
    cancel: 'Abbrechen',
  },
  sure: {
    remove: {
      title: (name) => `${isolate(name)} aus dem Raum entfernen?`,
      hint: 'Das Gespräch endet für diese Person sofort. Sie darf wiederkommen; soll sie das nicht, sperre sie.',
      confirm: 'Entfernen',
    },
    owner: {
      title: (name) => `${isolate(name)} zum Eigentümer machen?`,
      hint: 'Ein Eigentümer darf hier alles: den Raum ändern, ihn löschen und dir deine Rolle nehmen.',
      confirm: 'Zum Eigentümer machen',
    },
    cancel: 'Abbrechen',
  },
  removed: (name) => `${isolate(name)} ist aus dem Raum entfernt.`,
  madeOwner: (name) => `${isolate(name)} ist jetzt Eigentümer.`,
  problem: {
    forbidden: 'Das darfst du nicht.',
    gone: 'Die Person ist nicht mehr hier.',
    lastOwner: 'Ein Raum behält mindestens einen Eigentümer: Mach zuerst jemand anderen dazu.',
    tooFast: 'Das war zu schnell. Warte kurz und versuch es noch einmal.',
    offline: 'Gerade gibt es keine Verbindung. Versuch es gleich noch einmal.',
    unknown: 'Das hat nicht geklappt. Versuch es noch einmal.',
  },
}
