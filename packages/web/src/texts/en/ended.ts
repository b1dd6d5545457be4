// Why one is not in the room: a headline and what to do now.

export const ended = {
  full: { title: 'This room is full', hint: 'Try again when somebody has left.' },
  tokenInvalid: {
    title: 'This invitation does not work',
    hint: 'Ask for a new link; this one is not valid on this server.',
  },
  tokenExpired: { title: 'This invitation has run out', hint: 'Ask for a new link to come back.' },
  tokenRequired: {
    title: 'You need an invitation',
    hint: 'This server lets nobody in without a personal invitation link. Ask whoever invited you for yours.',
  },
  forbidden: { title: 'You may not enter this room', hint: 'Ask whoever invited you for a link to this room.' },
  notFound: { title: 'There is no such room', hint: 'Check the link, or ask whoever invited you.' },
  locked: { title: 'This room is locked', hint: 'Nobody new comes in now. Ask somebody inside, or try again later.' },
  banned: { title: 'You may not come into this room', hint: 'Whoever keeps order there has put you out.' },
  denied: { title: 'You were not let in', hint: 'Ask whoever invited you.' },
  membersOnly: { title: 'This room is for its members', hint: 'Ask whoever invited you for an invitation.' },
  passwordNeeded: { title: 'This room has a password', hint: 'Whoever invited you knows it.' },
  passwordWrong: { title: 'This is not the password', hint: 'Look at it once more, or ask whoever invited you.' },
  closed: { title: 'This room has ended', hint: 'You can open it again by joining.' },
  replaced: {
    title: 'You joined from somewhere else',
    hint: 'This window left the room, because you are in it on another device or tab.',
  },
  removed: { title: 'You are no longer in the room', hint: 'You can ask to come back.' },
  unreachable: { title: 'The server cannot be reached', hint: 'Check your internet connection and try again.' },
  outdated: { title: 'This page is out of date', hint: 'Load it again to get the new version.' },
  busy: { title: 'The server is busy', hint: 'Wait a moment and try again.' },
  unsupported: {
    title: 'This browser is too old',
    hint: 'Use a recent Chrome, Edge, Firefox or Safari.',
  },
  failed: { title: 'Something went wrong', hint: 'Try again. If it stays like this, tell whoever runs this server.' },
  password: 'Password',
  enter: 'Go in',
  tryAgain: 'Try again',
  reload: 'Load again',
  reloadHint: 'Load the page again. If it stays like this, tell whoever runs this server.',
  back: 'Back to start',
  reference: (reference: string) => `Reference for the server’s log: ${reference}`,
}
