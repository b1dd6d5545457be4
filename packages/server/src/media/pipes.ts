// All that is carried between the routers of one room: one pair of pipes for each two routers, one pipe for each producer and side.

import { type Lease, Pipe } from './pipe.ts'
import { type PipeableRouter, PipePair } from './pipe-pair.ts'

export class Pipes {
  readonly #pairs = new Map<string, Promise<PipePair>>()
  readonly #pipes = new Map<string, Pipe>()

  /** Makes a producer of one router receivable on another, and keeps it so until the lease is released. */
  lease(producerId: string, from: PipeableRouter, to: PipeableRouter): Promise<Lease> {
    const key = `${producerId} ${to.id}`
    const known = this.#pipes.get(key)
    if (known !== undefined) return known.lease()
    const pipe: Pipe = new Pipe({
      producerId,
      from,
      to,
      pair: () => this.#pair(from, to),
      onEnd: () => {
        if (this.#pipes.get(key) === pipe) this.#pipes.delete(key)
      },
    })
    this.#pipes.set(key, pipe)
    return pipe.lease()
  }

  /** Closes what leads to a router that ends or has died, at both ends. */
  closeThoseOf(router: PipeableRouter): void {
    for (const [key, opening] of this.#pairs) {
      if (!key.split(' ').includes(router.id)) continue
      this.#pairs.delete(key)
      // One that did not open needs no closing.
      opening.then((pair) => pair.close()).catch(() => undefined)
    }
  }

  #pair(one: PipeableRouter, other: PipeableRouter): Promise<PipePair> {
    const key = [one.id, other.id].sort().join(' ')
    const known = this.#pairs.get(key)
    if (known !== undefined) return known
    const opening = PipePair.open(one, other)
    this.#pairs.set(key, opening)
    // The next one asked tries anew.
    opening.catch(() => {
      if (this.#pairs.get(key) === opening) this.#pairs.delete(key)
    })
    return opening
  }
}
