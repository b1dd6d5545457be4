// A client whose session outlives its sockets: it knows what it has heard, and carries on over another one.

import type { Params, Result } from '@parley/protocol'
import type { WireClient } from '../wire-client.ts'
import type { Place } from './place.ts'

/** A guest that carries its session on, as the SDK does, over the sockets of this place. */
export async function lasting(place: Place, extra: Partial<Params<'session.hello'>> = {}): Promise<Lasting> {
  const client = await place.socket()
  const hello = await client.hello({ capabilities: ['resume'], ...extra })
  return new Lasting(place, client, hello)
}

export class Lasting implements AsyncDisposable {
  client: WireClient
  readonly hello: Result<'session.hello'>
  readonly #place: Place
  readonly #before: WireClient[] = []
  readonly #joined = new Map<string, { epoch: number; seq: number }>()

  constructor(place: Place, client: WireClient, hello: Result<'session.hello'>) {
    this.#place = place
    this.client = client
    this.hello = hello
  }

  async join(room: string, extra: Partial<Params<'room.join'>> = {}): Promise<Result<'room.join'>> {
    const state = await this.client.join(room, extra)
    this.#joined.set(room, state)
    return state
  }

  /** The line goes dead. */
  async lose(): Promise<void> {
    this.client.webSocket.terminate()
    await this.client.closed
  }

  /** What it knows of its rooms. */
  positions(): Params<'session.resume'>['rooms'] {
    const all = [...this.#before, this.client].flatMap(({ notifications }) => notifications)
    return [...this.#joined].map(([room, { epoch, seq }]) => {
      const seqs = all.flatMap(({ params }) => ('seq' in params && params.room === room ? [params.seq] : []))
      return { room, epoch, seq: Math.max(seq, ...seqs) }
    })
  }

  received(): number {
    return [...this.#before, this.client].reduce((sum, { notifications }) => sum + notifications.length, 0)
  }

  heardTexts(): string[] {
    return [...this.#before, this.client].flatMap((client) =>
      client.told('chat.message').map(({ message }) => message.text),
    )
  }

  async resume(rooms = this.positions(), received = this.received()): Promise<Result<'session.resume'>> {
    this.#before.push(this.client)
    this.client = await this.#place.socket({ continues: this.#before.at(-1) })
    return await this.client.call('session.resume', { resumeToken: this.hello.resumeToken ?? '', received, rooms })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const client of [...this.#before, this.client]) await client[Symbol.asyncDispose]()
  }
}
