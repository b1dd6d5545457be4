// Addresses as bans know them: never the address itself, only a keyed hash, since all that is ever asked is whether two are the same.

import { createHmac } from 'node:crypto'
import { isIPv6 } from 'node:net'

/**
 * Of an IPv6 address the first 64 bits count: whoever has one address has all of that network (RFC 6177). The key keeps
 * lists of all IPv4 addresses from being tried by who has the table alone; who has the whole database can try them.
 */
export function hashAddress(address: string, secret: string): string {
  return createHmac('sha256', secret).update(networkOf(address)).digest('base64url')
}

export function networkOf(address: string): string {
  const mapped = /^(?:::ffff:)?(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  if (mapped !== undefined) return mapped
  const [plain = ''] = address.split('%') // without the zone of a link-local one
  if (!isIPv6(plain)) return address
  const [head = '', tail] = plain.toLowerCase().split('::')
  const before = head === '' ? [] : head.split(':')
  const after = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = tail === undefined ? 0 : 8 - before.length - after.length
  const groups = [...before, ...Array<string>(Math.max(0, zeros)).fill('0'), ...after]
  return groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')
}
