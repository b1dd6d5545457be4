// A client of the model test: one session over several sockets, and what its user would see of each room by what it was told.

import {
  type AnyNotification,
  type MethodName,
  methods,
  type NotificationParams,
  type Participant,
  type Result,
  type RoomState,
} from '@parley/protocol'
import { type Answer, WireClient } from '../wire-client.ts'

export type Join = Result<'room.join'>

/** Where a player was let in, and what had arrived when it asked. */
interface Membership {
  readonly state: RoomState
  readonly askedAt: number
}

export class Player implements AsyncDisposable {
  readonly name: string
  readonly #url: string
  /** Of all sockets of this session, in the order of arrival. */
  readonly #before: WireClient[] = []
  readonly #rooms = new Map<string, Membership>()
  #client: WireClient | undefined
  #hello: Result<'session.hello'> | undefined

  constructor(url: string, name: string) {
    this.#url = url
    this.name = name
  }

  get online(): boolean {
    return this.#client !== undefined && this.#client.webSocket.readyState === this.#client.webSocket.OPEN
  }

  /** It has a session, with a socket or expected back. */
  get alive(): boolean {
    return this.#hello !== undefined
  }

  get person(): string {
    return this.#hello?.person.id ?? ''
  }

  get rtpCapabilities(): Result<'session.hello'>['rtpCapabilities'] | undefined {
    return this.#hello?.rtpCapabilities
  }

  /** Everything that was told in this session. */
  get notifications(): AnyNotification[] {
    const sockets = this.#client === undefined ? this.#before : [...this.#before, this.#client]
    return sockets.flatMap(({ notifications }) => notifications)
  }

  get rooms(): string[] {
    return [...this.#rooms.keys()]
  }

  membership(room: string): RoomState | undefined {
    return this.#rooms.get(room)?.state
  }

  /** A new session, with the guest id of the one before. */
  async begin(): Promise<void> {
    const client = await WireClient.open(this.#url)
    const guest = this.#hello?.guest
    this.#before.length = 0
    this.#rooms.clear()
    this.#client = client
    const hello = { capabilities: ['resume'], name: this.name, ...(guest === undefined ? {} : { guest }) }
    this.#hello = await client.hello(hello)
  }

  /** The line goes dead. */
  async drop(): Promise<void> {
    if (this.#client === undefined) return
    const client = this.#client
    client.webSocket.terminate()
    await client.closed
    this.#before.push(client)
    this.#client = undefined
  }

  /** Another socket carries the session on. False: it has ended. */
  async resume(): Promise<boolean> {
    if (this.#hello === undefined) return false
    await this.drop()
    const continues = this.#before.at(-1)
    const client = await WireClient.open(this.#url, continues === undefined ? {} : { continues })
    const params = {
      resumeToken: this.#hello.resumeToken ?? '',
      received: this.notifications.length,
      rooms: [...this.#rooms].map(([room]) => this.#position(room)),
    }
    this.#client = client
    const askedAt = params.received
    const answer = await client.request('session.resume', params)
    if ('error' in answer) return false
    const { rooms } = answer.result as Result<'session.resume'> // the witness has checked it
    for (const resumed of rooms) {
      if (resumed.outcome === 'gone') this.#rooms.delete(resumed.room)
      if (resumed.outcome === 'snapshot') this.#rooms.set(resumed.room, { state: resumed.state, askedAt })
    }
    return true
  }

  /** Says goodbye: nobody waits for this session. */
  async end(): Promise<void> {
    if (this.online) await this.#client?.close(1000)
    this.#client = undefined
    this.#rooms.clear()
  }

  /** One call; what is let in or put out by it is remembered. Undefined: the socket went before the answer. */
  async call(method: MethodName, params: object): Promise<Answer | undefined> {
    const client = this.#client
    if (client === undefined || !this.online) return undefined
    if (methods[method].result === null) {
      client.send({ jsonrpc: '2.0', method, params })
      return undefined
    }
    const askedAt = this.notifications.length
    const room = 'room' in params && typeof params.room === 'string' ? params.room : ''
    const answer = await client.request(method, params).catch((error: Error) => {
      if (/^closed with/.test(error.message)) return undefined
      throw error
    })
    if (answer === undefined || 'error' in answer) return answer
    if (method === 'room.join') this.#rooms.set(room, { state: answer.result as Join, askedAt })
    if (method === 'room.leave') this.#rooms.delete(room)
    return answer
  }

  /** Whether it has heard that it is no longer in the room. */
  heardTheEnd(room: string): boolean {
    const since = this.notifications.slice(this.#rooms.get(room)?.askedAt ?? 0)
    return since.some(
      ({ method, params }) =>
        (method === 'room.left' || method === 'room.closed') && 'room' in params && params.room === room,
    )
  }

  forget(room: string): void {
    this.#rooms.delete(room)
  }

  /** The participants of a room as the facts have told them, by id. */
  view(room: string): Map<string, Participant> {
    const seen = new Map<string, Participant>()
    const state = this.membership(room)
    if (state === undefined) return seen
    for (const participant of state.participants) seen.set(participant.id, participant)
    for (const notification of this.#factsAfter(room, state)) apply(seen, notification)
    return seen
  }

  #factsAfter(room: string, { epoch, seq }: { epoch: number; seq: number }): AnyNotification[] {
    // A room that was deleted and founded again counts from 1 again: what came before the join is of the other one.
    const since = this.notifications.slice(this.#rooms.get(room)?.askedAt ?? 0)
    return since.filter(
      ({ params }) => 'seq' in params && params.room === room && params.epoch === epoch && params.seq > seq,
    )
  }

  #position(room: string): { room: string; epoch: number; seq: number } {
    const { epoch, seq } = this.membership(room) ?? { epoch: 0, seq: 0 }
    const last = this.#factsAfter(room, { epoch, seq }).at(-1)
    return { room, epoch, seq: last !== undefined && 'seq' in last.params ? last.params.seq : seq }
  }

  /** What arrived against the protocol makes the run fail here. */
  async [Symbol.asyncDispose](): Promise<void> {
    await using stack = new AsyncDisposableStack()
    for (const client of this.#before) stack.use(client)
    stack.use(this.#client)
  }
}

function apply(seen: Map<string, Participant>, notification: AnyNotification): void {
  switch (notification.method) {
    case 'room.participantJoined':
      for (const participant of notification.params.participants) seen.set(participant.id, participant)
      break
    case 'room.participantLeft':
      for (const { id } of notification.params.participants)
        if (!seen.delete(id)) throw new Error(`${id} has left, and had never come`)
      break
    case 'room.participantChanged':
      for (const changed of notification.params.participants) {
        const { tracks } = known(seen, changed.id)
        seen.set(changed.id, { ...changed, tracks })
      }
      break
    case 'track.published':
    case 'track.changed':
    case 'track.unpublished':
      changeTrack(seen, notification)
      break
    default:
  }
}

type TrackFact = {
  [M in 'track.published' | 'track.changed' | 'track.unpublished']: { method: M; params: NotificationParams<M> }
}['track.published' | 'track.changed' | 'track.unpublished']

function changeTrack(seen: Map<string, Participant>, fact: TrackFact): void {
  const publisher = known(seen, fact.params.participant)
  const { track } = fact.params
  const id = typeof track === 'string' ? track : track.id
  const isThere = publisher.tracks.some((one) => one.id === id)
  if (fact.method !== 'track.published' && !isThere)
    throw new Error(`${fact.method} of ${id}, which was never published`)
  const others = publisher.tracks.filter((one) => one.id !== id)
  seen.set(publisher.id, { ...publisher, tracks: typeof track === 'string' ? others : [...others, track] })
}

function known(seen: ReadonlyMap<string, Participant>, id: string): Participant {
  const participant = seen.get(id)
  if (participant === undefined) throw new Error(`a fact of ${id}, who had never come`)
  return participant
}
