import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Transfers } from './transfers.ts'

test('one address has so many transfers at once, and others have theirs', () => {
  const transfers = new Transfers({ transfers: 2, transfersPerSecond: 1000 }, () => 0)
  const [first, second] = [transfers.begin('a'), transfers.begin('a')]
  assert.equal(transfers.begin('a'), 'tooMany')
  assert.equal(typeof transfers.begin('b'), 'function')
  assert.ok(typeof first === 'function' && typeof second === 'function')
  first()
  assert.equal(typeof transfers.begin('a'), 'function')
  assert.equal(transfers.begin('a'), 'tooMany')
})

test('one address begins so many in a while', () => {
  let now = 0
  const transfers = new Transfers({ transfers: 1, transfersPerSecond: 2 }, () => now)
  const begin = () => {
    const end = transfers.begin('a')
    if (typeof end === 'function') end()
    return typeof end
  }
  for (let count = 0; count < 200; count += 1) assert.equal(begin(), 'function')
  assert.equal(transfers.begin('a'), 'tooFast')
  now += 500
  assert.equal(begin(), 'function')
  assert.equal(transfers.begin('a'), 'tooFast')
})
