import assert from 'node:assert/strict'
import { it } from 'node:test'
import { shortAddress } from './short-address.ts'

it('an address is shown as its network', () => {
  const shown = {
    '203.0.113.7': '203.0.113.0/24',
    '::ffff:203.0.113.7': '203.0.113.0/24',
    '127.0.0.1': '127.0.0.0/24',
    '2001:db8:1:2::3': '2001:db8:1::/48',
    '2001:db8::3': '2001:db8::/48',
    '::1': '::/48',
    'fe80::1%eth0': 'fe80::/48',
    nowhere: 'nowhere',
  }
  for (const [address, network] of Object.entries(shown)) assert.equal(shortAddress(address), network)
})
