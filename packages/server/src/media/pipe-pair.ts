// The way between two routers of one room on this machine: a plain RTP transport on loopback at each end, made for each other.

import type { types } from 'mediasoup'
import { ask, type Host, open } from './host.ts'

/** What a pipe needs to know of a router. */
export interface PipeableRouter {
  readonly id: string
  readonly host: Host
  readonly router: types.Router
}

/** A burst of key frames overflows the kernel's default of 208 KB, and between workers nothing is sent again. */
const socketBufferBytes = 8 * 1024 * 1024

export class PipePair {
  readonly #ends: ReadonlyMap<string, types.PipeTransport>

  private constructor(ends: ReadonlyMap<string, types.PipeTransport>) {
    this.#ends = ends
  }

  /** Refusal media.unavailable: one of the two has ended. */
  static async open(one: PipeableRouter, other: PipeableRouter): Promise<PipePair> {
    const [first, second] = await Promise.allSettled([openEnd(one), openEnd(other)])
    if (first.status === 'rejected' || second.status === 'rejected') {
      if (first.status === 'fulfilled') first.value.close()
      if (second.status === 'fulfilled') second.value.close()
      throw first.status === 'rejected' ? first.reason : second.status === 'rejected' && second.reason
    }
    const pair = new PipePair(
      new Map([
        [one.id, first.value],
        [other.id, second.value],
      ]),
    )
    try {
      await Promise.all([join(one, first.value, second.value), join(other, second.value, first.value)])
    } catch (error) {
      pair.close()
      throw error
    }
    return pair
  }

  /** @throws {Error} for a router that the pair does not join */
  end(router: PipeableRouter): types.PipeTransport {
    const end = this.#ends.get(router.id)
    if (end === undefined) throw new Error('a pair of pipes is asked for an end that it does not have')
    return end
  }

  /** With everything on it. When one router has died, its counterpart is left at the other: this ends both. */
  close(): void {
    for (const end of this.#ends.values()) end.close()
  }
}

/**
 * Without SRTP and RTX: the packets never leave the machine, and the socket takes them only from the other end. Without a
 * port range mediasoup looks for any free port from 10000 on.
 */
async function openEnd({ host, router }: PipeableRouter): Promise<types.PipeTransport> {
  const listen = (buffers: Pick<types.TransportListenInfo, 'sendBufferSize' | 'recvBufferSize'>) =>
    open(host, router, 'media.unavailable', undefined, () =>
      router.createPipeTransport({
        listenInfo: { protocol: 'udp', ip: '127.0.0.1', ...buffers },
        enableSrtp: false,
        enableRtx: false,
        enableSctp: false,
      }),
    )
  try {
    return await listen({ sendBufferSize: socketBufferBytes, recvBufferSize: socketBufferBytes })
  } catch (error) {
    // As for the port of a worker: Linux gives less and says nothing, BSD and macOS refuse.
    if (!(error instanceof Error && error.message.includes('_buffer_size() failed'))) throw error
    return await listen({})
  }
}

async function join({ host }: PipeableRouter, end: types.PipeTransport, to: types.PipeTransport): Promise<void> {
  const { localAddress: ip, localPort: port } = to.tuple
  await ask(host, end, 'media.unavailable', () => end.connect({ ip, port }))
}
