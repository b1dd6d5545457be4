// Where a server can be reached from, and whether that is safe. Pure.

import { isIPv4 } from 'node:net'
import type { NetworkInterfaceInfo } from 'node:os'
import { type Config, ConfigError } from './config.ts'

/** What would let strangers in by accident is refused, with what to do instead. */
export function refuseUnsafe({ http, auth }: Config): void {
  if (isLoopback(http.host) || Object.keys(auth.keys).length > 0 || auth.open) return
  throw new ConfigError(
    `without a key this server listens on loopback only, not on ${http.host}: give it a key (--auth-keys name=secret), ` +
      'or let everybody in (--open)',
  )
}

export function guestsAllowed({ keys, guests, open }: Config['auth']): boolean {
  return guests === 'auto' ? open || Object.keys(keys).length === 0 : guests
}

/** Everybody who reaches it may enter: then it answers to loopback names only, see `hostAllowed`. */
export function isKeyless({ keys, open }: Config['auth']): boolean {
  return Object.keys(keys).length === 0 && !open
}

export interface MediaAddress {
  readonly listenAddress: string
  readonly announcedAddress?: string
}

type Interfaces = Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>

/** Listening on all addresses, clients must still be told one: the first of this machine that is not loopback. */
export function mediaAddress({ http, media }: Config, interfaces: Interfaces): MediaAddress {
  const listenAddress = media.listenAddress || (isLoopback(http.host) ? '127.0.0.1' : '0.0.0.0')
  if (media.announcedAddress !== '') return { listenAddress, announcedAddress: media.announcedAddress }
  if (listenAddress !== '0.0.0.0' && listenAddress !== '::') return { listenAddress }
  const wanted = listenAddress === '::' ? 'IPv6' : 'IPv4'
  const found = Object.values(interfaces)
    .flatMap((addresses) => addresses ?? [])
    .find(({ internal, family, scopeid = 0 }) => !internal && family === wanted && scopeid === 0)
  if (found === undefined)
    throw new ConfigError('this machine has no address to announce: set --media-announced-address')
  return { listenAddress, announcedAddress: found.address }
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'))
}

/** A host as it stands in a URL that a person can click. */
export function displayHost(host: string): string {
  if (isLoopback(host)) return 'localhost'
  return host.includes(':') ? `[${host}]` : host
}
