import assert from 'node:assert/strict'
import { test } from 'node:test'
import { countedAddress, plainAddress } from './address.ts'

test('an address has one spelling', () => {
  for (const [written, plain] of [
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['::FFFF:cb00:7107', '203.0.113.7'],
    ['2001:DB8:0:0:0:0:0:1', '2001:db8::1'],
    ['fe80::1%eth0', 'fe80::1'],
    ['::1', '::1'],
    ['', ''],
    ['nonsense', 'nonsense'],
  ] as const)
    assert.equal(plainAddress(written), plain)
})

test('all addresses of an IPv6 /64 are counted as one, and no others with them', () => {
  const home = countedAddress('2001:db8:1:2::1')
  assert.equal(home, '2001:db8:1:2::/64')
  for (const same of ['2001:db8:1:2:ffff:ffff:ffff:ffff', '2001:db8:1:2::', '2001:0db8:0001:0002:1::'])
    assert.equal(countedAddress(same), home)
  for (const other of ['2001:db8:1:3::1', '2001:db8::1:2:0:1', '2001:db8:1::2'])
    assert.notEqual(countedAddress(other), home)
  assert.equal(countedAddress('::1'), '0:0:0:0::/64')
})

test('IPv4 addresses are counted one by one, however they are written', () => {
  assert.equal(countedAddress('203.0.113.7'), countedAddress('::ffff:203.0.113.7'))
  assert.notEqual(countedAddress('203.0.113.7'), countedAddress('203.0.113.8'))
})
