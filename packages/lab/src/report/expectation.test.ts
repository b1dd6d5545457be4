import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { ClientSample } from '../swarm/messages.ts'
import { plan } from '../swarm/plan.ts'
import { clientSample } from '../testing/samples.ts'
import { isSettled, receiveRatio } from './expectation.ts'

const { clients: plans } = plan({ clients: 4, durationS: 5, rampUpS: 1, room: 'r', roomsOf: 4, view: 2, seed: 1 })
const snapshot = (changed: (id: number) => Partial<ClientSample>) =>
  new Map(plans.map(({ id }) => [id, clientSample(id, changed(id))]))
const nothing = snapshot(() => ({}))

describe('what should have been received', () => {
  it('is every audio packet for all others, and every video packet for those who look', () => {
    const after = snapshot(() => ({ audioSent: 100, videoSent: 50, audioReceived: 300, videoReceived: 100 }))
    // (4 × 100 × 3 + 4 × 50 × 2) / (4 × 150), and all of it came.
    assert.deepEqual(receiveRatio(plans, nothing, after), { expected: 1_600 / 600, measured: 1_600 / 600 })
  })

  it('is more than what came when packets or whole streams are missing', () => {
    const after = snapshot((id) => ({ audioSent: 100, audioReceived: id === 1 ? 0 : 300 }))
    assert.deepEqual(receiveRatio(plans, nothing, after), { expected: 3, measured: 9 / 4 })
  })

  it('does not count who was not there', () => {
    const before = snapshot((id) => ({ state: id === 4 ? 'failed' : 'connected' }))
    const after = snapshot((id) => (id === 4 ? { state: 'failed' } : { audioSent: 100, audioReceived: 200 }))
    assert.deepEqual(receiveRatio(plans, before, after), { expected: 2, measured: 2 })
  })

  it('is not known when somebody came in between', () => {
    const before = snapshot((id) => ({ state: id === 4 ? 'connecting' : 'connected' }))
    const after = snapshot(() => ({ audioSent: 100, audioReceived: 300 }))
    assert.equal(receiveRatio(plans, before, after), undefined)
  })

  it('is nothing when nothing was sent', () => {
    assert.equal(receiveRatio(plans, nothing, nothing), undefined)
  })
})

describe('a run is settled', () => {
  const both = { audio: true, video: true }
  it('when everybody receives from everybody it should', () => {
    assert.ok(
      isSettled(
        plans,
        snapshot(() => ({ audioStreams: 3, videoStreams: 2 })),
        both,
      ),
    )
    assert.ok(
      !isSettled(
        plans,
        snapshot(() => ({ audioStreams: 3, videoStreams: 1 })),
        both,
      ),
    )
    assert.ok(
      !isSettled(
        plans,
        snapshot(() => ({ audioStreams: 2, videoStreams: 2 })),
        both,
      ),
    )
    assert.ok(
      isSettled(
        plans,
        snapshot(() => ({ audioStreams: 3, videoStreams: 0 })),
        { audio: true, video: false },
      ),
    )
  })

  it('not while somebody is on the way in, and without those who failed', () => {
    const streams = { audioStreams: 3, videoStreams: 2 }
    assert.ok(
      !isSettled(
        plans,
        snapshot((id) => ({ ...streams, state: id === 2 ? 'connecting' : 'connected' })),
        both,
      ),
    )
    const withoutOne = snapshot((id) =>
      id === 4 ? { state: 'failed', audioStreams: 0, videoStreams: 0 } : { audioStreams: 2, videoStreams: 2 },
    )
    assert.ok(isSettled(plans, withoutOne, both))
  })
})
