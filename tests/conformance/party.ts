// Several people for one room: the first who comes owns it. Everything that was opened here ends with the party.

import type { Params, RpcErrorBody } from '@parley/protocol'
import type { WireClient, WireOptions } from '../wire-client.ts'
import { freshRoom, type Place } from './place.ts'

export interface Guest {
  readonly client: WireClient
  /** Id of the person. */
  readonly person: string
  /** The signed id, to come again as the same. */
  readonly signed: string
}

export class Party implements AsyncDisposable {
  readonly room = freshRoom()
  readonly #place: Place
  readonly #opened = new AsyncDisposableStack()

  constructor(place: Place) {
    this.#place = place
  }

  /** Somebody who has said hello; with `as` the same guest over another socket. */
  async guest(name: string, { as, ...options }: { as?: Guest } & WireOptions = {}): Promise<Guest> {
    const client = this.#opened.use(await this.#place.socket(options))
    const { person, guest = '' } = await client.hello({ name, ...(as === undefined ? {} : { guest: as.signed }) })
    return { client, person: person.id, signed: guest }
  }

  /** Somebody who is in the room too. */
  async join(name: string, more: Partial<Params<'room.join'>> = {}): Promise<Guest & { participant: string }> {
    const guest = await this.guest(name)
    const { participant } = await guest.client.join(this.room, more)
    return { ...guest, participant }
  }

  /** As `join`, with media, so that it can publish. */
  async joinWithMedia(name: string): Promise<Guest & { participant: string }> {
    const guest = await this.guest(name)
    const { rtpCapabilities } = guest.client.greeting ?? {}
    const { participant } = await guest.client.join(this.room, rtpCapabilities && { rtpCapabilities })
    return { ...guest, participant }
  }

  async set(owner: Guest, settings: NonNullable<Params<'room.update'>['settings']>): Promise<void> {
    await owner.client.call('room.update', { room: this.room, settings })
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#opened.disposeAsync()
  }
}

/** Why a call was refused; undefined: it was not. */
export async function reasonOf(call: Promise<unknown>): Promise<string | undefined> {
  try {
    await call
    return undefined
  } catch (error) {
    const body: RpcErrorBody | undefined =
      error instanceof Error && 'body' in error ? (error.body as RpcErrorBody) : undefined
    if (body?.data?.reason === undefined) throw error
    return body.data.reason
  }
}
