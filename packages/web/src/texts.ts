// Every word a person can read or hear from the web app, in one place, so that a second language is one more file.

const people = (count: number) => (count === 1 ? 'Only you' : `${count} people`)

/** “Ada”, “Ada and Ben”, “Ada, Ben and 3 others”. */
function names(list: readonly string[]): string {
  if (list.length <= 1) return list[0] ?? ''
  if (list.length === 2) return `${list[0]} and ${list[1]}`
  const others = list.length - 2
  return `${list[0]}, ${list[1]} and ${others === 1 ? '1 other' : `${others} others`}`
}

export const texts = {
  product: 'Parley',
  title: (room: string) => `${room} · Parley`,

  home: {
    heading: 'Meet face to face',
    headingInvited: 'Ready to join?',
    subheading: 'Choose a room and share its link. Nothing to install.',
    subheadingInvited: 'Check your picture and sound, then come in.',
    headingRejoin: (room: string) => `You left ${room}`,
    subheadingRejoin: 'Come back whenever you like.',
    name: 'Your name',
    namePlaceholder: 'What others will see',
    nameNeeded: 'Tell the others who you are',
    nameTooLong: 'At most 64 characters, please',
    room: 'Room',
    roomPlaceholder: 'For example: team-morning',
    roomNeeded: 'Which room do you want to join?',
    roomTooLong: 'At most 128 characters, please',
    join: 'Join',
    joinRoom: (room: string) => `Join ${room}`,
    rejoin: 'Rejoin',
    joinSilent: 'Others will neither see nor hear you until you turn something on.',
  },

  devices: {
    preview: 'Your picture, as others will see it',
    level: 'Microphone level',
    camera: 'Camera',
    microphone: 'Microphone',
    cameraOff: 'Your camera is off',
    starting: 'Starting your camera…',
    mute: 'Mute microphone',
    unmute: 'Unmute microphone',
    cameraTurnOff: 'Turn camera off',
    cameraTurnOn: 'Turn camera on',
    unnamed: (kind: 'camera' | 'microphone', number: number) =>
      kind === 'camera' ? `Camera ${number}` : `Microphone ${number}`,
    kind: { camera: 'camera', microphone: 'microphone' },
    retry: 'Try again',
    problem: {
      denied: (what: string) =>
        `Your browser does not let Parley use your ${what}. Click the icon beside the address, allow it, then try again.`,
      missing: (what: string) => `No ${what} was found. Plug one in, then try again.`,
      busy: (what: string) => `Another program is using your ${what}. Close that program, then try again.`,
      lost: (what: string) => `Your ${what} was unplugged. Plug it in again, or choose another one.`,
      insecure: (what: string) => `Browsers give a ${what} only to pages with https. Tell whoever runs this server.`,
      unknown: (what: string) => `Your ${what} could not be started.`,
    },
    without: 'You can also join without.',
    both: 'camera and microphone',
  },

  room: {
    people,
    you: (name: string) => `${name} (you)`,
    youShort: 'You',
    screenOf: (name: string) => `Screen of ${name}`,
    yourScreen: 'Others can see your screen',
    others: (count: number) => (count === 1 ? '1 more person' : `${count} more people`),
    muted: 'muted',
    mute: 'Mute',
    unmute: 'Unmute',
    camera: 'Camera',
    share: 'Share',
    sharing: 'Sharing',
    shareScreen: 'Share screen',
    stopSharing: 'Stop sharing',
    shareFailed: 'The screen could not be shared.',
    chat: 'Chat',
    openChat: 'Open chat',
    closeChat: 'Close chat',
    unread: (count: number) => (count === 1 ? '1 unread message' : `${count} unread messages`),
    invite: 'Invite',
    copyInvite: 'Copy invite link',
    copyLink: 'Copy link',
    copied: 'Copied',
    inviteCopied: 'The invite link is copied. Send it to whoever should come.',
    inviteByHand: 'Copy this link and send it:',
    leave: 'Leave',
    controls: 'Controls',
    participants: 'Participants',
    alone: 'You are the first one here',
    aloneHint: 'Send the link to whoever should come.',
    joining: (room: string) => `Joining ${room}…`,
    cancel: 'Cancel',
    joined: (list: readonly string[]) => `${names(list)} joined`,
    left: (list: readonly string[]) => `${names(list)} left`,
    said: (name: string, text: string) => `${name}: ${text}`,
    reconnecting: 'The connection was lost. Reconnecting…',
    mediaInterrupted: 'Sound and pictures are interrupted. They come back by themselves; the chat still works.',
    mediaNone: 'This server cannot carry sound and pictures right now. The chat works.',
    mediaSlow: 'Sound and pictures are taking long to connect. The chat works.',
    publishFailed: (what: string) => `Others do not get your ${what}.`,
    soundBlocked: 'Your browser holds the sound back.',
    hear: 'Click to hear',
    shortcut: (label: string, key: string) => `${label} (${key})`,
    dismiss: 'Dismiss',
  },

  chat: {
    title: 'Chat',
    messages: 'Messages',
    message: 'Message',
    placeholder: 'Write to everyone',
    send: 'Send message',
    you: 'You',
    empty: 'No messages yet. Everyone in the room reads what you write, and it stays for those who come later.',
    older: 'Show older messages',
    olderLoading: 'Loading…',
    olderFailed: 'The older messages could not be loaded.',
    sending: 'Sending…',
    failed: 'Not sent.',
    tryAgain: 'Try again',
    newBelow: 'New messages',
    hide: 'Hide messages',
    tooLong: (over: number) => `${over} characters too long`,
  },

  /** Why one is not in the room: a headline and what to do now. */
  ended: {
    full: { title: 'This room is full', hint: 'Try again when somebody has left.' },
    tokenInvalid: {
      title: 'This invitation does not work',
      hint: 'Ask for a new link; this one is not valid on this server.',
    },
    tokenExpired: { title: 'This invitation has run out', hint: 'Ask for a new link to come back.' },
    tokenRequired: {
      title: 'You need an invitation',
      hint: 'This server only lets people in who come with a link of theirs.',
    },
    forbidden: { title: 'You may not enter this room', hint: 'Ask whoever invited you for a link to this room.' },
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
    tryAgain: 'Try again',
    reload: 'Load again',
    back: 'Back to start',
    reference: (reference: string) => `Reference for the server’s log: ${reference}`,
  },
} as const
