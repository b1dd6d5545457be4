// Small things that participants of one room show and send each other: hands, reactions, data of the application.

import type { NotificationParams, Params } from '@parley/protocol'
import type { Facts } from './facts.ts'
import type { Participant } from './participant.ts'
import type { Participants } from './participants.ts'

export interface PresenceOptions {
  readonly room: string
  readonly facts: Facts
  readonly participants: Participants
  readonly now: () => number
}

/** In one notification; who reacts beyond them is not seen, since reactions are passing. */
const mostReactions = 100
/** Of one participant in one notification. */
const mostOfOne = 3
/** Reactions go together for as long: a crowd that claps costs each reader ten messages a second. */
const gatherMs = 100

export class Presence {
  readonly #options: PresenceOptions
  #reactions: NotificationParams<'room.reaction'>['reactions'] = []
  #timer: NodeJS.Timeout | undefined

  constructor(options: PresenceOptions) {
    this.#options = options
  }

  /** Raising a raised hand keeps its place. */
  raiseHand(participant: Participant, raised: boolean): void {
    const isRaised = participant.handRaisedAtMs !== undefined
    if (participant.gone || isRaised === raised) return
    participant.handRaisedAtMs = raised ? this.#options.now() : undefined
    this.#options.facts.changed(participant.presence)
  }

  react({ id, gone }: Participant, reaction: string): void {
    if (gone || this.#reactions.length >= mostReactions) return
    if (this.#reactions.filter(({ participant }) => participant === id).length >= mostOfOne) return
    this.#reactions.push({ participant: id, reaction })
    this.#timer ??= setTimeout(() => this.#tellReactions(), gatherMs)
  }

  /** To all others, or to those of `to` who are here. */
  send(from: Participant, { to, topic, data, lossy = false }: Omit<Params<'room.data'>, 'room'>): void {
    const { room, participants } = this.#options
    const params = { room, from: from.id, ...(topic === undefined ? {} : { topic }), data }
    const notification = lossy
      ? ({ method: 'room.lossyDataReceived', params } as const)
      : ({ method: 'room.dataReceived', params } as const)
    const recipients = to === undefined ? participants : [...new Set(to)].flatMap((id) => participants.get(id) ?? [])
    for (const recipient of recipients) if (recipient !== from) recipient.hear(notification)
  }

  close(): void {
    clearTimeout(this.#timer)
  }

  #tellReactions(): void {
    const reactions = this.#reactions
    this.#reactions = []
    this.#timer = undefined
    const { room, participants } = this.#options
    participants.tellAll({ method: 'room.reaction', params: { room, reactions } })
  }
}
