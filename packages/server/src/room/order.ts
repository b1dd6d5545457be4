// The parts that keep order in one room, put together: its rules, who may do what, the door and the lobby, moderation.

import type { AnyNotification } from '@parley/protocol'
import type { RateByKey } from '../limits/rate-by-key.ts'
import type { Log } from '../log/log.ts'
import type { Metrics } from '../metrics/metrics.ts'
import { Door } from './door.ts'
import type { Facts } from './facts.ts'
import { Lobby } from './lobby.ts'
import { Moderation, type ModerationOptions } from './moderation.ts'
import type { Participants } from './participants.ts'
import { Presence } from './presence.ts'
import { Rights } from './rights.ts'
import type { RoomMedia } from './room-media.ts'
import type { Passwords, Rules } from './rules.ts'

export interface OrderOptions {
  readonly room: string
  readonly rules: Rules
  readonly participants: Participants
  readonly facts: Facts
  readonly media: RoomMedia
  readonly passwords: Passwords
  /** Wrong passwords, over all rooms, by network. */
  readonly attempts: RateByKey
  readonly metrics: Metrics
  readonly log: Log
  readonly now: () => number
  readonly newId: () => string
  readonly remove: ModerationOptions['remove']
  /** The last one who waited is gone. */
  readonly lobbyEmpty: () => void
}

export class Order {
  readonly rules: Rules
  readonly lobby: Lobby
  readonly door: Door
  readonly rights: Rights
  readonly presence: Presence
  readonly moderation: Moderation

  constructor(options: OrderOptions) {
    const { room, rules, participants, facts, media, passwords, attempts, now, newId, lobbyEmpty } = options
    const { tracks, forwarding } = media
    const tellModerators = (notification: AnyNotification) => {
      for (const one of participants) if (one.standing.moderates) one.hear(notification)
    }
    this.rules = rules
    const lobby = new Lobby({ room, now, newId, tellModerators, empty: lobbyEmpty })
    this.lobby = lobby
    const isPresent = (person: string) => participants.of(person).length > 0
    this.door = new Door({ room, rules, lobby, passwords, attempts, isPresent })
    this.presence = new Presence({ room, facts, participants, now })
    this.rights = new Rights({
      room,
      rules,
      participants,
      facts,
      tracks,
      forwarding,
      promoted: (participant) => {
        const { list: waiting } = lobby
        if (waiting.length > 0) participant.hear({ method: 'room.lobbyChanged', params: { room, waiting } })
      },
    })
    const { presence, rights } = this
    this.moderation = new Moderation({ ...options, rights, lobby, presence, tracks })
  }

  close(): void {
    this.lobby.denyAll()
    this.presence.close()
  }
}
