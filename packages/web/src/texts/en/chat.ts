// The chat.

export const chat = {
  title: 'Chat',
  messages: 'Messages',
  message: 'Message',
  deleted: 'This message was deleted.',
  placeholder: 'Write to everyone',
  send: 'Send message',
  you: 'You',
  today: 'Today',
  empty: 'No messages yet. Everyone in the room reads what you write, and it stays for those who come later.',
  emptyReadOnly: 'No messages yet.',
  readOnly: 'You can read here, but not write.',
  older: 'Show older messages',
  olderLoading: 'Loading…',
  olderFailed: 'The older messages could not be loaded.',
  sending: 'Sending…',
  failed: 'Not sent.',
  tryAgain: 'Try again',
  newBelow: 'New messages',
  hide: 'Hide messages',
  tooLong: (over: number) => `${over} characters too long`,
}
