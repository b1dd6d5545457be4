// An IP address as it is written and as it is counted: an IPv6 subscriber has at least a /64 (RFC 6177), and counts as one. Pure.

import { isIPv4, isIPv6 } from 'node:net'

/** One spelling for each address: an IPv4 one inside IPv6 (RFC 4291 §2.5.5.2) as IPv4, no zone. What is none stays. */
export function plainAddress(address: string): string {
  const [bare = ''] = address.split('%', 1)
  if (!isIPv6(bare)) return bare
  const canonical = new URL(`http://[${bare}]`).hostname.slice(1, -1)
  const [, high, low] = /^::ffff:([\da-f]{1,4}):([\da-f]{1,4})$/.exec(canonical) ?? []
  return high === undefined || low === undefined
    ? canonical
    : fromGroups(Number.parseInt(high, 16), Number.parseInt(low, 16))
}

/** Whom this address is counted with: itself, or its /64. */
export function countedAddress(address: string): string {
  const plain = plainAddress(address)
  if (isIPv4(plain) || !isIPv6(plain)) return plain
  const [head = '', tail] = plain.split('::')
  const [left, right] = [groups(head), groups(tail ?? '')]
  const all = tail === undefined ? left : [...left, ...Array(8 - left.length - right.length).fill('0'), ...right]
  return `${all.slice(0, 4).join(':')}::/64`
}

function fromGroups(high: number, low: number): string {
  return [high >> 8, high & 255, low >> 8, low & 255].join('.')
}

function groups(text: string): string[] {
  return text === '' ? [] : text.split(':')
}
