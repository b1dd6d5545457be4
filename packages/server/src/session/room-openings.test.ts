import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Refusal } from '@parley/protocol'
import { RoomOpenings } from './room-openings.ts'

const quota = (error: unknown) => error instanceof Refusal && error.reason === 'session.quota'

test('a person opens so many rooms within a minute, from wherever', () => {
  const { openings, wait } = open(2, 100)
  openings.take({ address: '127.0.0.1', person: 'ada' })
  openings.take({ address: '127.0.0.2', person: 'ada' })
  assert.throws(() => openings.take({ address: '127.0.0.3', person: 'ada' }), quota)
  openings.take({ address: '127.0.0.3', person: 'bob' })
  wait(30_000)
  openings.take({ address: '127.0.0.3', person: 'ada' })
})

test('an address opens so many, as whomever: one that changes within its /64 too', () => {
  const { openings, refused } = open(2, 3)
  for (let guest = 0; guest < 3; guest += 1) openings.take({ address: `2001:db8::${guest}`, person: `guest:${guest}` })
  assert.throws(() => openings.take({ address: '2001:db8::ffff:1', person: 'guest:3' }), quota)
  openings.take({ address: '2001:db8:0:1::1', person: 'guest:3' })
  assert.equal(refused(), 1)
})

function open(perPerson: number, perAddress: number) {
  let nowMs = 0
  const refusals: string[] = []
  const options = { perPerson, perAddress, refused: () => void refusals.push('one'), clock: () => nowMs }
  return {
    openings: new RoomOpenings(options),
    refused: () => refusals.length,
    wait: (ms: number) => {
      nowMs += ms
    },
  }
}
