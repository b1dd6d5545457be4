import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { AnyFact } from '@parley/protocol'
import { approximateBytes, FactHistory } from './fact-history.ts'

const fact = (seq: number): AnyFact => ({
  method: 'track.unpublished',
  params: { room: 'kitchen', epoch: 1, seq, participant: 'ada', track: `track ${seq}` },
})
const filled = (count: number, limits?: ConstructorParameters<typeof FactHistory>[0]) => {
  const history = new FactHistory(limits)
  for (let seq = 1; seq <= count; seq++) history.add(fact(seq))
  return history
}
const seqs = (facts: AnyFact[] | undefined) => facts?.map(({ params }) => params.seq)

describe('the last facts of a room', () => {
  it('are those after a number, in their order', () => {
    const history = filled(9)
    assert.deepEqual(seqs(history.since(6, 9)), [7, 8, 9])
    assert.deepEqual(seqs(history.since(9, 9)), [])
    assert.deepEqual(seqs(history.since(0, 9))?.length, 9)
  })

  it('are not known of a number that has not been reached', () => {
    assert.equal(filled(9).since(10, 9), undefined)
  })

  it('are so many, and so many bytes: what is older is forgotten', () => {
    const few = filled(25, { count: 10, bytes: 1_000_000 })
    assert.equal(few.since(14, 25), undefined)
    assert.deepEqual(seqs(few.since(15, 25))?.at(0), 16)
    const small = filled(25, { count: 1_000, bytes: approximateBytes(fact(1)) * 3 + 20 })
    assert.equal(small.since(21, 25), undefined)
    assert.deepEqual(seqs(small.since(22, 25)), [23, 24, 25])
  })
})
