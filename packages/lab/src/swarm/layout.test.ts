import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { LabError } from '../exit-codes.ts'
import { layOut, packetsPerSecond } from './layout.ts'
import { plan } from './plan.ts'

const options = { audio: true, video: '360p', processes: undefined, clientsPerProcess: undefined } as const
const audioOnly = { ...options, video: undefined }

/** `publishers` of each room, as many as it has unless it says otherwise. */
function members(clients: number, roomsOf = clients, publishers = roomsOf) {
  return plan({ clients, roomsOf, publishers, durationS: 1, rampUpS: 1, room: 'r', view: 25, seed: 1 }).clients
}

describe('layout', () => {
  it('needs one process for a few clients', () => {
    assert.deepEqual(layOut(members(10), options, 1_000), [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]])
  })

  it('takes more processes for more packets, and for more clients', () => {
    assert.ok(layOut(members(200, 10), options, 20_000).length > 2)
    assert.equal(layOut(members(1_000, 2), audioOnly, 20_000).length, 10)
  })

  it('knows that those who only listen send nothing', () => {
    assert.equal(packetsPerSecond(members(1_001, 1_001, 1), audioOnly), 50 + 1_000 * 50)
    assert.equal(packetsPerSecond(members(4, 2, 1), options), 2 * (90 + 90))
  })

  it('keeps who publishes apart from those who only listen, of whom a process holds more', () => {
    const layout = layOut(members(1_001, 1_001, 1), audioOnly, 20_000)
    assert.deepEqual(
      layout.map(({ length }) => length),
      [1, 200, 200, 200, 200, 200],
    )
    assert.deepEqual(layout[0], [1])
    assert.equal(layOut(members(1_001, 1_001, 1), { ...audioOnly, processes: 3 }, 20_000).length, 3)
    assert.equal(layOut(members(11, 11, 1), { ...audioOnly, processes: 1 }, 20_000).length, 1)
  })

  it('gives each client to exactly one process, as evenly as it goes', () => {
    const layout = layOut(members(23), { ...options, processes: 4 }, 1_000)
    assert.deepEqual(
      layout.flat(),
      Array.from({ length: 23 }, (_, index) => index + 1),
    )
    assert.ok(layout.every(({ length }) => length === 5 || length === 6))
  })

  it('keeps to the limit of clients per process', () => {
    for (const publishers of [10, 1]) {
      const clients = members(10, 10, publishers)
      const layout = layOut(clients, { ...options, clientsPerProcess: 3 }, 1_000)
      assert.ok(layout.every(({ length }) => length <= 3))
      assert.deepEqual(layOut(clients, { ...options, clientsPerProcess: 5, processes: 2 }, 1_000)[0]?.length, 5)
    }
  })

  it('takes more processes where descriptors are short', () => {
    assert.ok(layOut(members(10), options, 115).every(({ length }) => length <= 5))
  })

  it('says what to do where the wanted processes cannot have enough descriptors', () => {
    assert.throws(
      () => layOut(members(500), { ...options, processes: 1 }, 1_024),
      (error) => error instanceof LabError && error.ending === 'usage' && /ulimit -n/.test(error.message),
    )
  })
})
