// A room with one who sends, and a process from which visitors come: to measure how soon they receive.

import { Crews } from './crew.ts'
import type { JoinTimes, Member } from './messages.ts'

const seed = 42
const videoBps = 500_000
const waitMs = 15_000

export class Stage implements AsyncDisposable {
  readonly #publisher: Crews
  readonly #visitors: Crews
  readonly #room: string

  constructor(publisher: Crews, visitors: Crews, room: string) {
    this.#publisher = publisher
    this.#visitors = visitors
    this.#room = room
  }

  /** So many come at the same moment, receive, and go again. */
  async arrive(count: number): Promise<readonly JoinTimes[]> {
    const members = Array.from(
      { length: count },
      (_, n): Member => ({ name: `visitor ${n}`, room: this.#room, views: true }),
    )
    return await this.#visitors.visit(members, waitMs)
  }

  /** Since the last time. */
  async answers(): Promise<readonly number[]> {
    return (await this.#visitors.totals()).answersMs
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([this.#publisher[Symbol.asyncDispose](), this.#visitors[Symbol.asyncDispose]()])
  }
}

export async function openStage(url: string, room: string): Promise<Stage> {
  const publisher = await Crews.open(url, seed, [[{ name: 'publisher', room, videoBps, views: false }]])
  await publisher.join(true)
  return new Stage(publisher, await Crews.open(url, seed, [[]]), room)
}
