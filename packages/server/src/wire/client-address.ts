// Where a request comes from: the other end of the connection, or whom a proxy that we trust names.

import type { IncomingMessage } from 'node:http'
import { BlockList, isIP, isIPv4 } from 'node:net'
import { plainAddress } from '../limits/address.ts'

/** What is known of a connection without reading from it. */
export interface Peer {
  readonly remoteAddress?: string | undefined
}

export class ClientAddresses {
  readonly #trusted = new BlockList()

  /** @param trustedProxies addresses and subnets (`10.0.0.0/8`), checked by config */
  constructor(trustedProxies: readonly string[]) {
    for (const proxy of trustedProxies) {
      const [address = '', prefix] = proxy.split('/')
      const family = isIPv4(address) ? 'ipv4' : 'ipv6'
      this.#trusted.addSubnet(address, Number(prefix ?? (family === 'ipv4' ? 32 : 128)), family)
    }
  }

  /** A proxy that we trust: others than itself stand behind it. */
  isProxy({ remoteAddress = '' }: Peer): boolean {
    return this.#isTrusted(plainAddress(remoteAddress))
  }

  /**
   * Of `X-Forwarded-For`, only what trusted proxies have written is believed: from its end, the first that is none of
   * them. What stands before that one is what the client says of itself.
   */
  of({ socket, headers }: Pick<IncomingMessage, 'headers'> & { readonly socket: Peer }): string {
    let address = plainAddress(socket.remoteAddress ?? '')
    const hops = String(headers['x-forwarded-for'] ?? '').split(',')
    while (this.#isTrusted(address)) {
      const hop = plainAddress(withoutPort(hops.pop()?.trim() ?? ''))
      if (isIP(hop) === 0) break
      address = hop
    }
    return address
  }

  #isTrusted(address: string): boolean {
    return isIP(address) !== 0 && this.#trusted.check(address, isIPv4(address) ? 'ipv4' : 'ipv6')
  }
}

/** Some proxies write `203.0.113.7:4711` and `[2001:db8::1]:4711`. */
function withoutPort(hop: string): string {
  return /^\[([^\]]+)\](?::\d+)?$/.exec(hop)?.[1] ?? /^(\d+(?:\.\d+){3}):\d+$/.exec(hop)?.[1] ?? hop
}
