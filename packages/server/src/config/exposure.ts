// Where a server can be reached from, and whether that is safe. Pure.

import { isIPv4 } from 'node:net'
import type { NetworkInterfaceInfo } from 'node:os'
import { type Config, ConfigError } from './config.ts'

/** What would let strangers in by accident is refused, with what to do instead. */
export function refuseUnsafe({ http, auth }: Config): void {
  if (isLoopback(http.host) || hasKeys(auth) || auth.open || auth.guests === false) return
  throw new ConfigError(
    `without a key this server listens on loopback only, not on ${http.host}: give it a key (--auth-keys name=secret), ` +
      'keep guests out (--auth-guests false, people come with accounts then), or let everybody in (--open)',
  )
}

export function guestsAllowed(auth: Config['auth']): boolean {
  return auth.guests === 'auto' ? auth.open || !hasKeys(auth) : auth.guests
}

export function guestsMayCreate(auth: Config['auth']): boolean {
  return auth.guestsCreate || auth.open || !hasKeys(auth)
}

/** Everybody who reaches it may enter: then it answers to loopback names only, see `hostAllowed`. */
export function isKeyless(auth: Config['auth']): boolean {
  return !hasKeys(auth) && !auth.open && auth.guests !== false
}

function hasKeys({ keys, jwks }: Config['auth']): boolean {
  return Object.keys(keys).length > 0 || jwks !== ''
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
