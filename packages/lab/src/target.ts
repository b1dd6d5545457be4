// Whether a target may be loaded: this machine, or one that its owner vouches for.

import { lookup } from 'node:dns/promises'
import { BlockList, isIPv6 } from 'node:net'
import { LabError } from './exit-codes.ts'

export interface Target {
  /** WebSocket URL. */
  readonly url: string
  /** Where `/stats` and `/metrics` are. */
  readonly httpUrl: string
  readonly port: number
  readonly isLocal: boolean
}

/** All addresses of a host name; rejects when it has none. */
export type Resolve = (hostname: string) => Promise<readonly string[]>

export const resolveByDns: Resolve = async (hostname) =>
  (await lookup(hostname, { all: true })).map(({ address }) => address)

const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8, 'ipv4')
loopback.addAddress('::1', 'ipv6')

/** Also of an IPv4 address that is mapped into IPv6 (`::ffff:127.0.0.1`). */
export function isLoopback(address: string): boolean {
  return loopback.check(address, isIPv6(address) ? 'ipv6' : 'ipv4')
}

/**
 * Every address that the name has must be this machine: a name that has another one too may reach that one.
 * @throws {LabError} target
 */
export async function checkTarget(server: string, ownsHost: boolean, resolve: Resolve): Promise<Target> {
  const url = new URL(server)
  const hostname = url.hostname.replace(/^\[|\]$/g, '')
  const isSecure = url.protocol === 'wss:' || url.protocol === 'https:'
  const addresses = await resolve(hostname).catch((cause: unknown) => {
    throw new LabError('target', `the name ${hostname} has no address`, { cause })
  })
  const foreign = addresses.filter((address) => !isLoopback(address))
  if (foreign.length > 0 && !ownsHost) {
    throw new LabError(
      'target',
      `refused: ${hostname} is not this machine (${foreign.join(', ')}). A load test may bring a server down; if it is yours, say --i-own-this-host`,
    )
  }
  url.protocol = isSecure ? 'wss:' : 'ws:'
  const http = new URL(url)
  http.protocol = isSecure ? 'https:' : 'http:'
  return {
    url: url.href,
    httpUrl: http.origin,
    port: Number(url.port) || (isSecure ? 443 : 80),
    isLocal: addresses.length > 0 && foreign.length === 0,
  }
}
