import assert from 'node:assert/strict'
import { after, before, describe, it, type TestContext } from 'node:test'
import type { RefusalReason, RtpParameters } from '@parley/protocol'
import { observer, type types } from 'mediasoup'
import { quiet } from '../log/log.ts'
import { type Media, openMedia, type Producer, type RouterSet, type TransportPair } from './media.ts'

const refused = (reason: RefusalReason) => ({ name: 'Refusal', reason })

/** On a busy machine. */
const soon = { timeout: 10_000 }

const vp8Simulcast: RtpParameters = {
  mid: '1',
  codecs: [
    { mimeType: 'video/VP8', payloadType: 96, clockRate: 90_000 },
    { mimeType: 'video/rtx', payloadType: 97, clockRate: 90_000, parameters: { apt: 96 } },
  ],
  encodings: ['q', 'h', 'f'].map((rid) => ({ rid, scalabilityMode: 'L1T3' })),
}

/** What mediasoup holds for the pipes of all rooms. */
class Witness {
  readonly routers = new Set<types.Router>()
  readonly transports = new Set<types.Transport>()
  readonly consumers = new Set<types.Consumer>()
  readonly producers = new Set<types.Producer>()

  constructor() {
    observer.on('newworker', (worker) =>
      worker.observer.on('newrouter', (router) => {
        this.#keep(this.routers, router)
        router.observer.on('newtransport', (transport) => {
          if (transport.type !== 'pipe') return
          this.#keep(this.transports, transport)
          transport.observer.on('newconsumer', (consumer) => this.#keep(this.consumers, consumer))
          transport.observer.on('newproducer', (producer) => this.#keep(this.producers, producer))
        })
      }),
    )
  }

  get counts() {
    return [this.transports.size, this.consumers.size, this.producers.size]
  }

  #keep<T extends { readonly observer: { once(event: 'close', listener: () => void): unknown } }>(all: Set<T>, one: T) {
    all.add(one)
    one.observer.once('close', () => all.delete(one))
  }
}

describe('a set of routers', () => {
  const witness = new Witness()
  let media: Media
  before(async () => {
    media = await openMedia({
      workers: 2,
      listenAddress: '127.0.0.1',
      firstPort: 0,
      spreadAbove: 0,
      outgoingBitrate: { initialBps: 1_000_000, maxBps: 0 },
      log: quiet,
      now: Date.now,
      random: () => 0.5,
    })
  })
  after(() => media.close())

  const openSet = (t: TestContext) => {
    const { promise: lost, resolve } = Promise.withResolvers<string>()
    const set = media.openRouterSet({ lost: resolve, speaking() {} })
    t.after(() => set.close())
    return { set, lost }
  }
  const loads = async () =>
    (await media.stats()).map(({ routers, transports, consumers, pipes }) => [routers, transports, consumers, pipes])
  const produce = ({ send }: TransportPair, muted = false) =>
    send.produce({ kind: 'video', rtpParameters: vp8Simulcast, muted })
  const consume = ({ receive }: TransportPair, producer: Producer) =>
    receive.consume({ producer, rtpCapabilities: media.rtpCapabilities })
  const openFour = async (set: RouterSet) => {
    const [here, there, alsoHere, alsoThere] = [
      await set.openPair({ data: false }),
      await set.openPair({ data: false }),
      await set.openPair({ data: false }),
      await set.openPair({ data: false }),
    ]
    return { here, there, alsoHere, alsoThere }
  }

  it('takes the workers in turns when it may spread, and leaves nothing behind', async (t) => {
    const { set } = openSet(t)
    const pairs = await Promise.all(Array.from({ length: 6 }, () => set.openPair({ data: false })))
    assert.deepEqual(await loads(), [
      [1, 6, 0, 0],
      [1, 6, 0, 0],
    ])
    for (const pair of pairs) pair.close()
    assert.equal(witness.routers.size, 1, 'one waits for whoever comes next')
    set.close()
    assert.equal(witness.routers.size, 0)
  })

  it('carries a producer once to the other worker, however many receive it there', async (t) => {
    const { set } = openSet(t)
    const { here, there, alsoHere, alsoThere } = await openFour(set)
    const producer = await produce(here)
    await consume(alsoHere, producer)
    assert.deepEqual(witness.counts, [0, 0, 0])
    const consumers = await Promise.all([consume(there, producer), consume(alsoThere, producer)])
    assert.deepEqual(witness.counts, [2, 1, 1])
    assert.deepEqual(consumers[0].layers, { spatial: 3, temporal: 3 }, 'with its layers')
    set.close()
    assert.deepEqual(witness.counts, [0, 0, 0])
  })

  it('shares one pair of pipes in both directions', async (t) => {
    const { set } = openSet(t)
    const { here, there } = await openFour(set)
    const [one, other] = await Promise.all([produce(here), produce(there)])
    await Promise.all([consume(there, one), consume(here, other)])
    assert.deepEqual(witness.counts, [2, 2, 2])
    set.close()
  })

  it('ends the carrying with the last receiver, or with what is carried', async (t) => {
    const { set } = openSet(t)
    const { here, there, alsoThere } = await openFour(set)
    const producer = await produce(here)
    const [one, other] = await Promise.all([consume(there, producer), consume(alsoThere, producer)])
    one.close()
    assert.deepEqual(witness.counts, [2, 1, 1])
    other.close()
    other.close()
    assert.deepEqual(witness.counts, [2, 0, 0])
    const again = await consume(there, producer)
    assert.deepEqual(witness.counts, [2, 1, 1])
    producer.close()
    // The worker tells of the other end in its own time.
    await t.waitFor(() => assert.rejects(again.resume(), refused('track.notFound')), soon)
    await assert.rejects(consume(there, producer), refused('track.notFound'))
    assert.deepEqual(witness.counts, [2, 0, 0])
    set.close()
  })

  it('carries nothing while nobody on the other side wants packets', async (t) => {
    const { set } = openSet(t)
    const { here, there, alsoThere } = await openFour(set)
    const producer = await produce(here)
    const [one, other] = await Promise.all([consume(there, producer), consume(alsoThere, producer)])
    const [piped] = witness.consumers
    await t.waitFor(() => assert.equal(piped?.paused, true), soon)
    await one.resume()
    assert.equal(piped?.paused, false)
    await other.resume()
    await one.pause()
    assert.equal(piped?.paused, false)
    other.close()
    await t.waitFor(() => assert.equal(piped?.paused, true), soon)
    set.close()
  })

  it('mutes on both sides', async (t) => {
    const { set } = openSet(t)
    const { here, there } = await openFour(set)
    const producer = await produce(here, true)
    await consume(there, producer)
    const [piped] = witness.producers
    assert.equal(piped?.paused, true)
    await producer.resume()
    await t.waitFor(() => assert.equal(piped?.paused, false), soon)
    await producer.pause()
    await t.waitFor(() => assert.equal(piped?.paused, true), soon)
    set.close()
  })

  it('refuses a producer whose router is no more', async (t) => {
    const { set } = openSet(t)
    const other = openSet(t)
    const pair = await set.openPair({ data: false })
    const foreign = await produce(await other.set.openPair({ data: false }))
    await assert.rejects(consume(pair, foreign), refused('track.notFound'))
    set.close()
    await assert.rejects(set.openPair({ data: false }), refused('media.unavailable'))
    other.set.close()
  })

  it('leaks nothing over many comings and goings', async (t) => {
    const { set } = openSet(t)
    const { here, there } = await openFour(set)
    const producer = await produce(here)
    const dumps = async () =>
      (await Promise.all([...witness.routers].map((router) => router.dump()))).map(
        ({ transportIds, mapProducerIdConsumerIds, mapConsumerIdProducerId }) => [
          transportIds.length,
          mapProducerIdConsumerIds.length,
          mapConsumerIdProducerId.length,
        ],
      )
    await (await consume(there, producer)).resume()
    const before = await dumps()
    for (let round = 0; round < 100; round += 1) {
      const guest = await set.openPair({ data: false })
      const [theirs, received] = await Promise.all([produce(guest), consume(guest, producer)])
      const seen = await Promise.all([consume(here, theirs), consume(there, theirs)])
      await Promise.all([received.resume(), ...seen.map((each) => each.resume())])
      if (round % 2 === 0) for (const each of [...seen, received]) each.close()
      guest.close()
    }
    // What ends in one worker is told to the other by way of this process.
    await t.waitFor(async () => assert.deepEqual(await dumps(), before), soon)
    assert.deepEqual(witness.counts, [2, 1, 1])
    set.close()
    assert.deepEqual(await loads(), [
      [0, 0, 0, 0],
      [0, 0, 0, 0],
    ])
  })

  it('loses only what was on the worker that died, and goes on with the other', async (t) => {
    const { set, lost } = openSet(t)
    const { here, there, alsoHere } = await openFour(set)
    const [producer, theirs] = await Promise.all([produce(here), produce(there)])
    const [gone, kept] = await Promise.all([consume(there, producer), consume(here, theirs)])
    const local = await consume(alsoHere, producer)
    process.kill((await media.stats())[0]?.pid ?? 0, 'SIGKILL')
    const isHere = (await lost) === here.router
    const moved = await set.openPair({ data: false })
    assert.equal(moved.router, isHere ? there.router : here.router, 'at once, on the worker that lives')
    assert.deepEqual(witness.counts, [0, 0, 0], 'nothing is left at the other end of the pipes')
    await assert.rejects(gone.resume(), { name: 'Refusal' })
    await assert.rejects(kept.resume(), { name: 'Refusal' })
    if (isHere) await assert.rejects(local.resume(), refused('media.unavailable'))
    else await local.resume()
    set.close()
  })
})
