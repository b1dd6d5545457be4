import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { readPhases } from './phases.ts'
import { wordsOf } from './words.ts'

describe('the phases of a bad network', () => {
  it('are read as people write them', () => {
    const [first, second] = readPhases([
      { for: '10 s', up: { loss: '5 %', delay: '80 ms' }, down: { rate: '300 kbit/s' } },
      { both: { loss: { toBad: '1 %', toGood: '25 %' } }, tcp: 'stalled', address: 'change' },
    ])
    assert.deepEqual(first, {
      lastsMs: 10_000,
      up: { loss: { kind: 'uniform', rate: 0.05 }, delayMs: 80 },
      down: { rateBps: 300_000 },
      tcp: 'open',
      address: undefined,
    })
    assert.deepEqual(second?.up, {
      loss: { kind: 'gilbertElliott', toBad: 0.01, toGood: 0.25, lossInBad: 1, lossInGood: 0 },
    })
    assert.deepEqual([second?.tcp, second?.address, second?.lastsMs], ['stalled', 'change', undefined])
  })

  it('that cannot be are refused, with their place and what is wrong', () => {
    assert.throws(() => readPhases({}), /a phase is wrong at \/: /)
    assert.throws(() => readPhases([{ for: '1 s', upp: {} }]), /a phase is wrong at \/0/)
    assert.throws(() => readPhases([{ both: { loss: '3 ms' } }]), /phase 1: “3 ms” is not a share/)
    assert.throws(() => readPhases([{ both: { loss: 2 } }]), /phase 1: rate is a probability, not 2/)
    assert.throws(() => readPhases([{}, { for: 5 }]), /phase 1: only the last one may last until the end/)
    assert.throws(() => readPhases([{ both: {}, up: {} }]), /phase 1: `both` leaves nothing/)
  })

  it('are told in words', () => {
    const [phase] = readPhases([{ up: { loss: '5 %', delay: '80 ms' }, down: { loss: { toBad: 0.01, toGood: 0.25 } } }])
    assert.equal(wordsOf(phase?.up ?? {}), '5 % lost, 80 ms later')
    assert.equal(wordsOf(phase?.down ?? {}), '100 % lost in bursts of 4 packets')
    assert.deepEqual([wordsOf({}), wordsOf({ outage: true })], ['all passes', 'nothing passes'])
  })
})
