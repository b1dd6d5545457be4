import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { LabError } from '../exit-codes.ts'
import { layOut, packetsPerSecond } from './layout.ts'

const options = {
  clients: 10,
  roomsOf: 10,
  publishers: 10,
  audio: true,
  video: '360p',
  view: 25,
  processes: undefined,
  clientsPerProcess: undefined,
} as const

describe('layout', () => {
  it('needs one process for a few clients', () => {
    assert.deepEqual(layOut(options, 1_000), [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]])
  })

  it('takes more processes for more packets, and for more clients', () => {
    assert.ok(layOut({ ...options, clients: 200 }, 20_000).length > 2)
    assert.equal(layOut({ ...options, clients: 1_000, video: undefined, roomsOf: 2, publishers: 2 }, 20_000).length, 10)
  })

  it('knows that those who only listen send nothing', () => {
    const webinar = { ...options, clients: 1_001, roomsOf: 1_001, publishers: 1, video: undefined }
    assert.equal(packetsPerSecond(webinar), 50 + 1_000 * 50)
    assert.equal(packetsPerSecond({ ...webinar, clients: 4, roomsOf: 2 }), 2 * (50 + 50))
  })

  it('gives each client to exactly one process, as evenly as it goes', () => {
    const layout = layOut({ ...options, clients: 23, processes: 4 }, 1_000)
    assert.deepEqual(
      layout.flat(),
      Array.from({ length: 23 }, (_, index) => index + 1),
    )
    assert.ok(layout.every(({ length }) => length === 5 || length === 6))
  })

  it('keeps to the limit of clients per process', () => {
    const layout = layOut({ ...options, clientsPerProcess: 3 }, 1_000)
    assert.ok(layout.every(({ length }) => length <= 3))
  })

  it('takes more processes where descriptors are short', () => {
    assert.ok(layOut(options, 115).every(({ length }) => length <= 5))
  })

  it('says what to do where the wanted processes cannot have enough descriptors', () => {
    assert.throws(
      () => layOut({ ...options, clients: 500, processes: 1 }, 1_024),
      (error) => error instanceof LabError && error.ending === 'usage' && /ulimit -n/.test(error.message),
    )
  })
})
