// The start page: go into a room, make one, find one.

import { isolate } from '../../isolate.ts'
import { namesAmong } from './names.ts'

export const home = {
  heading: 'Meet face to face',
  subheading: 'Voices, pictures, screens and chat in your browser. Nothing to install.',
  brokenLink: 'This link is not complete. Ask for it again, or type the name of the room.',
  place: 'Room name or link',
  placePlaceholder: 'team-morning',
  placeNeeded: 'Type the name of a room, or paste its link',
  placeTooLong: 'At most 128 characters, please',
  placeUnusable: 'This leads to no room. Check it once more.',
  placeElsewhere: (host: string) =>
    `This link belongs to another server, ${isolate(host)}. Open it in the address bar.`,
  join: 'Join',
  create: 'Create room',
  tokenRequired: 'This server lets in people with an account or an invitation. Sign in, or open your invitation link.',
  mine: 'My rooms',
  public: 'Public rooms',
  /** Whoever runs the server owns every room. */
  all: 'All rooms',
  search: 'Search rooms',
  loading: 'Looking for rooms…',
  empty: 'No rooms here yet. Those you create appear here, and those that are public.',
  nothingFound: (search: string) => `No room has “${isolate(search)}” in its name, title or topic.`,
  more: 'Show more rooms',
  unreachable: 'The server cannot be reached. Check your internet connection; it is tried again by itself.',
  unreachableStale: 'The connection was lost. What you see here may be out of date.',
  retry: 'Try now',
  language: 'Language',
  toStart: 'Parley, start page',
  card: {
    inside,
    /** Before names, for those who listen. */
    insideAre: 'Inside:',
    password: 'Password',
    locked: 'Locked',
    lobby: 'Lobby',
    audioOnly: 'Voices only',
    role: { owner: 'Yours', moderator: 'Moderator', member: 'Member' },
  },
}

/** “Ada, Ben and 3 others”; `people` may name fewer than there are. */
function inside(count: number, people: readonly string[]): string {
  if (count === 0) return 'Nobody inside'
  if (people.length === 0) return count === 1 ? '1 person inside' : `${count} people inside`
  return namesAmong(people, count)
}
