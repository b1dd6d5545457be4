// Der Chat.

import type { Texts } from '../en.ts'

export const chat: Texts['chat'] = {
  title: 'Chat',
  messages: 'Nachrichten',
  message: 'Nachricht',
  deleted: 'Diese Nachricht wurde gelöscht.',
  placeholder: 'An alle schreiben',
  send: 'Nachricht senden',
  you: 'Du',
  today: 'Heute',
  empty: 'Noch keine Nachrichten. Alle im Raum lesen, was du schreibst, und es bleibt für die, die später kommen.',
  emptyReadOnly: 'Noch keine Nachrichten.',
  readOnly: 'Du kannst hier lesen, aber nicht schreiben.',
  older: 'Ältere Nachrichten zeigen',
  olderLoading: 'Wird geladen…',
  olderFailed: 'Die älteren Nachrichten konnten nicht geladen werden.',
  sending: 'Wird gesendet…',
  failed: 'Nicht gesendet.',
  tryAgain: 'Noch einmal',
  newBelow: 'Neue Nachrichten',
  hide: 'Nachrichten ausblenden',
  tooLong: (over) => `${over} Zeichen zu lang`,
}
