// The dialog that makes a room.

export const founding = {
  title: 'Create a room',
  name: 'Name of the room',
  nameHint: 'It stands in the link. This one is hard to guess; take any you like.',
  nameNeeded: 'Give the room a name',
  nameTooLong: 'At most 128 characters, please',
  nameUnusable: 'This name cannot be used',
  nameTaken: 'There is a room of this name already. Choose another one.',
  another: 'Suggest another name',
  more: 'More settings',
  roomTitle: 'Title',
  roomTitleHint: 'What people read instead of the name',
  topic: 'Topic',
  password: 'Password',
  passwordHint: 'Whoever is no member must know it',
  switches: {
    listed: { label: 'Public', hint: 'Everybody on this server finds it on the start page' },
    lobby: { label: 'Lobby', hint: 'Others wait until somebody lets them in' },
    guests: { label: 'Guests', hint: 'People who are no members of the room may come in' },
    moderated: { label: 'Moderated', hint: 'Only moderators speak, and those whom they let' },
    audioOnly: { label: 'Voices only', hint: 'No cameras and no screens' },
  },
  create: 'Create room',
  cancel: 'Cancel',
  problem: {
    forbidden: 'You may not create rooms here. Sign in, or ask whoever runs this server.',
    tooMany: 'You have created many rooms in a short time, or have too many already. Wait a minute and try again.',
    busy: 'The server is busy. Wait a moment and try again.',
    unreachable: 'The server cannot be reached. Check your internet connection and try again.',
    failed: 'The room could not be created.',
  },
}
