import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { hashAddress, networkOf } from './addresses.ts'

describe('addresses', () => {
  it('are the same whether IPv4 comes as it is or mapped into IPv6', () => {
    assert.equal(networkOf('::ffff:192.0.2.7'), '192.0.2.7')
    assert.equal(networkOf('192.0.2.7'), '192.0.2.7')
  })

  it('of one IPv6 network are the same, however they are written', () => {
    const written = ['2001:db8:0:1::7', '2001:DB8:0:1:ffff::', '2001:0db8:0000:0001:0:0:0:7', '2001:db8:0:1::%eth0']
    assert.deepEqual([...new Set(written.map(networkOf))], ['2001:db8:0:1'])
    assert.notEqual(networkOf('2001:db8:0:2::7'), networkOf('2001:db8:0:1::7'))
    assert.equal(networkOf('::1'), '0:0:0:0')
  })

  it('are hashed with a key', () => {
    assert.equal(hashAddress('192.0.2.7', 'a'), hashAddress('::ffff:192.0.2.7', 'a'))
    assert.notEqual(hashAddress('192.0.2.7', 'a'), hashAddress('192.0.2.7', 'b'))
    assert.ok(!hashAddress('192.0.2.7', 'a').includes('192'))
  })
})
