// Where a session is, comes into, and waits: made when it first asks for a room, since most that are idle never do.

import type { Participant } from '../room/participant.ts'
import type { Room } from '../room/room.ts'

export interface Membership {
  readonly room: Room
  readonly participant: Participant
}

export class Places {
  readonly memberships = new Map<string, Membership>()
  readonly joining = new Map<string, AbortController>()
  /** Rooms in whose lobby it waits, and how it waits no more. */
  readonly waiting = new Map<string, () => void>()
  /** It is in the room of its invitation, or was. */
  invitationTaken = false
  /** Aborted when the session ends; whatever still waits then must let go. */
  readonly gone = new AbortController()
}
