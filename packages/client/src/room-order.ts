// How a room is set, who waits in its lobby, hands and reactions, as this session knows them.

import type {
  CallName,
  Grants,
  NotificationParams,
  Params,
  Result,
  RoomInfo,
  RoomState,
  SignalName,
  TrackSource,
  Waiting,
} from '@parley/protocol'
import type { CallOptions, Participant, RoomEvents } from './api.ts'
import type { RoomModeration, RoomOrder } from './api-order.ts'
import { ParleyError } from './errors.ts'
import type { Emitter } from './events.ts'
import type { RoomNotification } from './membership.ts'
import { moderationOf } from './moderation.ts'

interface OrderOptions {
  readonly room: string
  readonly call: <M extends CallName>(method: M, params: Params<M>, options?: CallOptions) => Promise<Result<M>>
  readonly notify: <M extends SignalName>(method: M, params: Params<M>) => void
  readonly emit: Emitter<RoomEvents>['emit']
  readonly participants: () => ReadonlyMap<string, Participant>
  /** Does it while the room is joined. */
  readonly again: <T>(action: () => Promise<T>) => Promise<T>
  readonly isJoined: () => boolean
}

export class Order implements RoomOrder {
  readonly moderation: RoomModeration
  readonly #options: OrderOptions
  #info: RoomInfo | undefined
  #waiting: readonly Waiting[] = []

  constructor(options: OrderOptions) {
    this.#options = options
    this.moderation = moderationOf(options.room, options.call)
  }

  get info(): RoomInfo {
    if (this.#info) return this.#info
    throw new ParleyError('protocol', 'the room was not entered')
  }

  get waiting(): readonly Waiting[] {
    return this.#waiting
  }

  async raiseHand(raised = true): Promise<void> {
    const { room, call, again } = this.#options
    await again(() => call('room.raiseHand', { room, raised }))
  }

  react(reaction: string): void {
    const { room, notify, isJoined } = this.#options
    if (isJoined()) notify('room.react', { room, reaction })
  }

  snapshot({ info, lobby = [] }: Pick<RoomState, 'info' | 'lobby'>): void {
    const before = this.#info
    this.#info = info
    if (before && !sameSettings(before, info)) this.#options.emit('infoChanged', { info })
    if (lobby.length > 0 || this.#waiting.length > 0) this.#lobbyChanged(lobby)
  }

  /** Whether it was for us. */
  take({ method, params }: RoomNotification): boolean {
    if (method === 'room.changed') this.#changed(params)
    else if (method === 'room.lobbyChanged') this.#lobbyChanged(params.waiting)
    else if (method === 'room.reaction') this.#reacted(params)
    else if (method === 'participant.moderated') this.#moderated(params)
    else return false
    return true
  }

  #changed({ settings, hasPassword }: NotificationParams<'room.changed'>): void {
    const info = { ...this.info, settings, hasPassword }
    this.#info = info
    this.#options.emit('infoChanged', { info })
  }

  #lobbyChanged(waiting: readonly Waiting[]): void {
    this.#waiting = waiting
    this.#options.emit('waitingChanged', { waiting })
  }

  #moderated({ act, by, name, sources, role, reason, endsAt }: NotificationParams<'participant.moderated'>): void {
    this.#options.emit('moderated', {
      act,
      by,
      name,
      ...(sources && { sources }),
      ...(role && { role }),
      ...(reason !== undefined && { reason }),
      ...(endsAt !== undefined && { endsAt: new Date(endsAt) }),
    })
  }

  #reacted({ reactions }: NotificationParams<'room.reaction'>): void {
    for (const { participant: id, reaction } of reactions) {
      const participant = this.#options.participants().get(id)
      if (participant) this.#options.emit('reaction', { participant, reaction })
    }
  }
}

function sameSettings(a: RoomInfo, b: RoomInfo): boolean {
  return a.hasPassword === b.hasPassword && JSON.stringify(a.settings) === JSON.stringify(b.settings)
}

/** What the settings of a room let somebody publish for whom no moderator has said anything. */
export function publishable({ settings, role }: RoomInfo, { publish }: Grants): TrackSource[] {
  const moderates = role === 'owner' || role === 'moderator'
  if (settings.moderated && !moderates) return []
  return publish.filter((source) => !settings.audioOnly || (source !== 'camera' && source !== 'screen'))
}
