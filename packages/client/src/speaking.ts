// Who is loudest in a room now.

import type { NotificationParams } from '@parley/protocol'
import type { RoomEvents, Speaker } from './api.ts'
import type { Emitter } from './events.ts'
import type { Roster } from './roster.ts'

export class Speaking {
  readonly #roster: Pick<Roster, 'participants'>
  readonly #emit: Emitter<RoomEvents>['emit']
  #speakers: readonly Speaker[] = []

  constructor(roster: Pick<Roster, 'participants'>, emit: Emitter<RoomEvents>['emit']) {
    this.#roster = roster
    this.#emit = emit
  }

  /** Loudest first; empty: silence. */
  get now(): readonly Speaker[] {
    return this.#speakers
  }

  heard({ speakers }: NotificationParams<'room.speaking'>): void {
    this.#speakers = speakers.flatMap(({ participant: id, source, level }) => {
      const participant = this.#roster.participants.get(id)
      return participant ? [{ participant, source, level }] : []
    })
    this.#emit('speaking', { speakers: this.#speakers })
  }
}
