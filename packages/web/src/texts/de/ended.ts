// Warum man nicht im Raum ist: eine Überschrift, und was jetzt zu tun ist.

import type { Texts } from '../en.ts'

export const ended: Texts['ended'] = {
  full: { title: 'Dieser Raum ist voll', hint: 'Versuche es wieder, wenn jemand gegangen ist.' },
  tokenInvalid: {
    title: 'Diese Einladung gilt nicht',
    hint: 'Bitte um einen neuen Link; dieser gilt auf diesem Server nicht.',
  },
  tokenExpired: { title: 'Diese Einladung ist abgelaufen', hint: 'Bitte um einen neuen Link, um zurückzukommen.' },
  tokenRequired: {
    title: 'Du brauchst eine Einladung',
    hint: 'Dieser Server lässt niemanden ohne eigene Einladung herein. Frag, wer dich eingeladen hat, nach deiner.',
  },
  forbidden: {
    title: 'Du darfst nicht in diesen Raum',
    hint: 'Frag, wer dich eingeladen hat, nach einem Link in diesen Raum.',
  },
  notFound: { title: 'Diesen Raum gibt es nicht', hint: 'Prüfe den Link oder frag, wer dich eingeladen hat.' },
  locked: {
    title: 'Dieser Raum ist verschlossen',
    hint: 'Niemand Neues kommt jetzt herein. Frag jemanden darin oder versuche es später.',
  },
  banned: {
    title: 'Du darfst nicht in diesen Raum',
    hint: 'Du bist ausgesperrt: Die Moderation lässt dich nicht herein.',
  },
  denied: { title: 'Du wurdest nicht hereingelassen', hint: 'Frag, wer dich eingeladen hat.' },
  membersOnly: { title: 'Dieser Raum ist für seine Mitglieder', hint: 'Bitte um eine Einladung.' },
  passwordNeeded: { title: 'Dieser Raum hat ein Passwort', hint: 'Wer dich eingeladen hat, kennt es.' },
  passwordWrong: {
    title: 'Das ist nicht das Passwort',
    hint: 'Sieh noch einmal nach oder frag, wer dich eingeladen hat.',
  },
  closed: { title: 'Dieser Raum ist zu Ende', hint: 'Wenn du eintrittst, öffnet er sich wieder.' },
  replaced: {
    title: 'Du bist von anderswo eingetreten',
    hint: 'Dieses Fenster hat den Raum verlassen, weil du auf einem anderen Gerät oder in einem anderen Tab darin bist.',
  },
  putOut: { title: 'Deine Sitzung wurde beendet', hint: 'Wer diesen Server betreibt, hat sie beendet.' },
  removed: { title: 'Du bist nicht mehr im Raum', hint: 'Du kannst bitten, zurückzukommen.' },
  unreachable: {
    title: 'Der Server ist nicht erreichbar',
    hint: 'Prüfe deine Internetverbindung und versuche es noch einmal.',
  },
  outdated: { title: 'Diese Seite ist veraltet', hint: 'Lade sie neu, um die neue Fassung zu bekommen.' },
  busy: { title: 'Der Server ist beschäftigt', hint: 'Warte einen Moment und versuche es noch einmal.' },
  unsupported: {
    title: 'Dieser Browser ist zu alt',
    hint: 'Nimm einen neueren: Chrome, Edge, Firefox oder Safari.',
  },
  failed: {
    title: 'Etwas ist schiefgegangen',
    hint: 'Versuche es noch einmal. Bleibt es so, sag es denen, die diesen Server betreiben.',
  },
  password: 'Passwort',
  enter: 'Eintreten',
  takeBack: 'Hier weitermachen',
  openAgain: 'Wieder öffnen',
  tryAgain: 'Noch einmal versuchen',
  comeBack: 'Wieder eintreten',
  reload: 'Neu laden',
  reloadHint: 'Lade die Seite neu. Bleibt es so, sag es denen, die diesen Server betreiben.',
  back: 'Zum Anfang',
  reference: (reference) => `Kennzeichen für das Protokoll des Servers: ${reference}`,
}
