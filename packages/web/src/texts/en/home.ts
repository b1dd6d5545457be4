// The door of a room: name, room, the button.

import { isolate } from '../../isolate.ts'

export const home = {
  heading: 'Meet face to face',
  headingInvited: 'Ready to join?',
  subheading: 'Choose a room and share its link. Nothing to install.',
  subheadingInvited: 'Check your picture and sound, then come in.',
  headingRejoin: (room: string) => `You left ${isolate(room)}`,
  subheadingRejoin: 'Come back whenever you like.',
  name: 'Your name',
  namePlaceholder: 'What others will see',
  nameNeeded: 'Tell the others who you are',
  nameTooLong: 'At most 64 characters, please',
  unusable: 'This name cannot be used',
  nameGiven: 'This name comes with your invitation.',
  brokenLink: 'This link is not complete. Ask for it again, or type the name of the room.',
  room: 'Room',
  roomPlaceholder: 'For example: team-morning',
  roomNeeded: 'Which room do you want to join?',
  roomTooLong: 'At most 128 characters, please',
  join: 'Join',
  joinRoom: (room: string) => `Join ${isolate(room)}`,
  rejoin: 'Rejoin',
  joinSilent: 'Others will neither see nor hear you until you turn something on.',
}
