import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { ClientSample } from '../swarm/messages.ts'
import { plan } from '../swarm/plan.ts'
import { clientSample } from '../testing/samples.ts'
import { isSettled, receiveRatio } from './expectation.ts'

const options = { clients: 4, durationS: 5, rampUpS: 1, room: 'r', roomsOf: 4, publishers: 4, view: 2, seed: 1 }
const { clients: plans } = plan(options)
/** The first speaks, three listen. */
const { clients: webinar } = plan({ ...options, publishers: 1 })
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

  it('is what the one who speaks sent, for each who listens', () => {
    const after = snapshot((id) =>
      id === 1 ? { audioSent: 100, videoSent: 50 } : { audioReceived: 100, videoReceived: 50 },
    )
    assert.deepEqual(receiveRatio(webinar, nothing, after), { expected: 3, measured: 3 })
    const oneDeaf = snapshot((id) => (id === 1 ? { audioSent: 100 } : { audioReceived: id === 2 ? 0 : 100 }))
    assert.deepEqual(receiveRatio(webinar, nothing, oneDeaf), { expected: 3, measured: 2 })
  })

  it('stays known when somebody comes in who only listens', () => {
    const before = snapshot((id) => ({ state: id === 4 ? 'connecting' : 'connected' }))
    const after = snapshot((id) => (id === 1 ? { audioSent: 100 } : { audioReceived: 100 }))
    assert.deepEqual(receiveRatio(webinar, before, after), { expected: 2, measured: 2 })
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

  it('when those who listen receive from those who speak, and nobody receives from those who listen', () => {
    const heard = snapshot((id) => (id === 1 ? { audioStreams: 0, videoStreams: 0 } : {}))
    assert.ok(isSettled(webinar, heard, both))
    assert.ok(!isSettled(webinar, new Map(heard).set(3, clientSample(3, { audioStreams: 0 })), both))
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
