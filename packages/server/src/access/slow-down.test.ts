import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { SlowDown } from './slow-down.ts'

const tooFast = { reason: 'session.tooFast' }

describe('slowing down', () => {
  it('bounds failures from one network, whatever the names', () => {
    const time = { nowMs: 0 }
    const slowDown = new SlowDown(() => time.nowMs)
    for (let n = 0; n < 30; n += 1) slowDown.begin(`name ${n}`, '192.0.2.1')
    assert.throws(() => slowDown.begin('name 31', '192.0.2.1'), tooFast)
    slowDown.begin('name 31', '192.0.2.2')
    time.nowMs += 2_000
    slowDown.begin('name 32', '192.0.2.1')
    assert.throws(() => slowDown.begin('name 33', '192.0.2.1'), tooFast)
  })

  it('does not count what succeeded', () => {
    const slowDown = new SlowDown(() => 0)
    for (let n = 0; n < 1000; n += 1) slowDown.begin('ada', '192.0.2.1').succeeded()
  })

  it('keeps a bounded number of counters', () => {
    const slowDown = new SlowDown(() => 0)
    for (let n = 0; n < 10; n += 1) slowDown.begin('ada', `a${n}`)
    assert.throws(() => slowDown.begin('ada', 'b'), tooFast)
    for (let n = 0; n < 10_000; n += 1) slowDown.begin(`name ${n}`, `address ${n}`)
    slowDown.begin('ada', 'b')
  })
})
