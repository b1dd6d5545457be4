// Where somebody comes from, as it is shown: the network, not the very address. Pure.

import { isIPv4, isIPv6 } from 'node:net'
import { plainAddress } from '../limits/address.ts'

/** `203.0.113.7` → `203.0.113.0/24`, `2001:db8:1:2::3` → `2001:db8:1::/48`. What is no address stays. */
export function shortAddress(address: string): string {
  const plain = plainAddress(address)
  if (isIPv4(plain)) return `${plain.split('.').slice(0, 3).join('.')}.0/24`
  if (!isIPv6(plain)) return plain
  const [head = '', tail] = plain.split('::')
  const left = head === '' ? [] : head.split(':')
  const first = (tail === undefined ? left : [...left, '0', '0', '0']).slice(0, 3)
  while (first.at(-1) === '0') first.pop()
  return `${first.join(':')}::/48`
}
