import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { hashAddress } from './addresses.ts'

describe('addresses', () => {
  it('are hashed with a key, and those of one subscriber have one hash', () => {
    assert.equal(hashAddress('192.0.2.7', 'a'), hashAddress('::ffff:192.0.2.7', 'a'))
    assert.equal(hashAddress('2001:db8:0:1::7', 'a'), hashAddress('2001:DB8:0:1:ffff::', 'a'))
    assert.notEqual(hashAddress('2001:db8:0:1::7', 'a'), hashAddress('2001:db8:0:2::7', 'a'))
    assert.notEqual(hashAddress('192.0.2.7', 'a'), hashAddress('192.0.2.7', 'b'))
    assert.ok(!hashAddress('192.0.2.7', 'a').includes('192'))
  })
})
