// Addresses as bans know them: never the address itself, only a keyed hash, since all that is ever asked is whether two are the same.

import { createHmac } from 'node:crypto'
import { countedAddress } from '../limits/address.ts'

/**
 * Of an IPv6 address its network. The key keeps lists of all IPv4 addresses from being tried by who has the table alone; who
 * has the whole database can try them.
 */
export function hashAddress(address: string, secret: string): string {
  return createHmac('sha256', secret).update(countedAddress(address)).digest('base64url')
}
