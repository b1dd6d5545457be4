// The door of a room: who one is, what the room is, and in.

import { isolate } from '../../isolate.ts'
import { namesAmong } from './names.ts'

export const door = {
  headingRejoin: (room: string) => `You left ${isolate(room)}`,
  subheading: 'Check your picture and sound, then come in.',
  subheadingRejoin: 'Come back whenever you like.',
  name: 'Your name',
  namePlaceholder: 'What others will see',
  nameNeeded: 'Tell the others who you are',
  nameTooLong: 'At most 64 characters, please',
  unusable: 'A name needs letters one can see, and no control or direction characters',
  nameGiven: 'This name comes with your invitation.',
  nameOfAccount: 'This is the name of your account.',
  roomUnusable: 'The name of this room cannot be used. Check the link.',
  password: 'Password of the room',
  passwordNeeded: 'This room has a password; whoever invited you knows it',
  joinRoom: (room: string) => `Join ${isolate(room)}`,
  rejoin: 'Rejoin',
  joinSilent: 'Others will neither see nor hear you until you turn something on.',
  /** `people` may name fewer than there are. */
  inside: (count: number, people: readonly string[]) => {
    if (count === 0) return 'Nobody is inside yet.'
    if (people.length === 0) return count === 1 ? '1 person is inside.' : `${count} people are inside.`
    return `${namesAmong(people, count)} ${count === 1 ? 'is' : 'are'} inside.`
  },
  newRoom: 'Nobody has been here yet: the room opens when you join.',
  noRoom: 'There is no room of this name. Check the link, or ask whoever invited you.',
  lobby: 'Somebody inside will let you in.',
  locked: 'This room is locked: nobody new comes in now.',
  membersOnly: 'This room is for its members.',
  audioOnly: 'This room carries voices, but no pictures.',
  moderated: 'A moderator says who speaks here.',
  banned: 'You may not come into this room.',
  unreachable: 'The server cannot be reached at the moment.',
}
