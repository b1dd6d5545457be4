// One session, camera or recorder in a room, and the tracks that it publishes.

import type {
  AnyNotification,
  Grants,
  LeaveReason,
  ParticipantKind,
  Participant as ParticipantState,
  Person,
  Track,
} from '@parley/protocol'
import type { Standing } from './standing.ts'

/** Whoever stands behind a participant, as far as the room needs it: somebody who can be told. */
export interface Recipient {
  hear(notification: AnyNotification): void
}

export class Participant {
  readonly id: string
  /** Rises with each participant of the room: a place in the list that outlives whoever stood there. */
  readonly ordinal: number
  readonly person: Person
  readonly name: string
  readonly kind: ParticipantKind
  readonly tracks = new Map<string, Track>()
  /** Where it comes from now; nobody is told. */
  address: string
  /** What its person is granted. */
  grants: Grants
  /** What follows from all that. */
  standing: Standing
  /** ms since 1970; undefined: its hand is down. */
  handRaisedAtMs: number | undefined
  /** Calls to publish that are under way. */
  publishing = 0
  /** It has left, or was replaced. */
  gone = false
  /** Why, once it has gone: its session may learn it only when it comes back. */
  goneBecause: LeaveReason | undefined
  /** Its socket is lost; it is expected back. */
  reconnecting = false
  readonly #joinedAtMs: number
  readonly #recipient: Recipient

  constructor(options: {
    id: string
    ordinal: number
    person: Person
    name: string
    kind: ParticipantKind
    joinedAtMs: number
    recipient: Recipient
    address: string
    grants: Grants
    standing: Standing
  }) {
    this.id = options.id
    this.ordinal = options.ordinal
    this.person = options.person
    this.name = options.name
    this.kind = options.kind
    this.#joinedAtMs = options.joinedAtMs
    this.#recipient = options.recipient
    this.address = options.address
    this.grants = options.grants
    this.standing = options.standing
  }

  hear(notification: AnyNotification): void {
    this.#recipient.hear(notification)
  }

  /** As others are told of it. */
  get state(): ParticipantState {
    const joinedAt = new Date(this.#joinedAtMs).toISOString()
    return {
      id: this.id,
      person: this.person.id,
      name: this.name,
      kind: this.kind,
      joinedAt,
      role: this.standing.role,
      publish: [...this.standing.publish],
      ...(this.handRaisedAtMs === undefined ? {} : { handRaisedAt: new Date(this.handRaisedAtMs).toISOString() }),
      reconnecting: this.reconnecting,
      tracks: [...this.tracks.values()],
    }
  }

  /** The same without its tracks, which are told in facts of their own. */
  get presence(): Omit<ParticipantState, 'tracks'> {
    const { tracks: _, ...presence } = this.state
    return presence
  }
}
