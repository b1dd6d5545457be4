import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { RefusalReason, RtpParameters } from '@parley/protocol'
import { quiet } from '../log/log.ts'
import { type Media, openMedia, type RouterEvents } from './media.ts'

const options = {
  workers: 2,
  listenAddress: '127.0.0.1',
  firstPort: 0,
  spreadAbove: 400,
  outgoingBitrate: { initialBps: 1_000_000, maxBps: 0 },
  log: quiet,
  now: () => Date.now(),
  random: () => 0.5,
}
const silent: RouterEvents = { lost() {}, speaking() {} }
const refused = (reason: RefusalReason) => ({ name: 'Refusal', reason })

const opus: RtpParameters = {
  mid: '0',
  codecs: [{ mimeType: 'audio/opus', payloadType: 111, clockRate: 48_000, channels: 2 }],
  encodings: [{ ssrc: 1111 }],
}
const vp8Simulcast: RtpParameters = {
  mid: '1',
  codecs: [
    { mimeType: 'video/VP8', payloadType: 96, clockRate: 90_000 },
    { mimeType: 'video/rtx', payloadType: 97, clockRate: 90_000, parameters: { apt: 96 } },
  ],
  encodings: ['q', 'h', 'f'].map((rid) => ({ rid, scalabilityMode: 'L1T3' })),
}
const dtlsParameters = { fingerprints: [{ algorithm: 'sha-256' as const, value: `${'AB:'.repeat(31)}CD` }] }

describe('media', () => {
  let media: Media
  before(async () => {
    media = await openMedia(options)
  })
  after(() => media.close())

  const loads = async () =>
    (await media.stats()).map(({ routers, transports, consumers }) => [routers, transports, consumers])
  const openTransport = async () => {
    const router = await media.openRouter(silent)
    return { router, transport: await router.openTransport() }
  }

  it('spreads a burst of routers over the workers before any of them is answered', async () => {
    const routers = await Promise.all(Array.from({ length: 6 }, () => media.openRouter(silent)))
    assert.deepEqual(await loads(), [
      [3, 0, 0],
      [3, 0, 0],
    ])
    for (const router of routers) router.close()
  })

  it('counts what a router carries as load of its worker, and none of it after its close', async () => {
    const { router, transport } = await openTransport()
    const producer = await transport.produce({ kind: 'audio', rtpParameters: opus, muted: false })
    await transport.consume({ producer, rtpCapabilities: media.rtpCapabilities })
    assert.deepEqual((await loads()).sort(), [
      [0, 0, 0],
      [1, 1, 1],
    ])
    const other = await media.openRouter(silent)
    assert.deepEqual((await loads()).sort(), [
      [1, 0, 0],
      [1, 1, 1],
    ])
    other.close()
    router.close()
    router.close()
    assert.deepEqual(await loads(), [
      [0, 0, 0],
      [0, 0, 0],
    ])
  })

  it('offers UDP before TCP on the port of the worker, as ICE lite, with a SHA-256 fingerprint', async () => {
    const { router, transport } = await openTransport()
    const { iceCandidates, iceParameters, dtlsParameters, id } = transport.offer
    const port = (await media.stats()).find(({ routers }) => routers === 1)?.port
    assert.deepEqual(
      iceCandidates
        .toSorted((a, b) => b.priority - a.priority)
        .map((candidate) => [candidate.protocol, candidate.port]),
      [
        ['udp', port],
        ['tcp', port],
      ],
    )
    assert.equal(iceParameters.iceLite, true)
    assert.deepEqual(
      dtlsParameters.fingerprints.map(({ algorithm }) => algorithm),
      ['sha-256'],
    )
    assert.equal(id, transport.id)
    router.close()
  })

  it('tells a receiver how many layers of a simulcast there are, and takes its wishes', async () => {
    const { router, transport } = await openTransport()
    const producer = await transport.produce({ kind: 'video', rtpParameters: vp8Simulcast, muted: true })
    const consumer = await transport.consume({ producer, rtpCapabilities: media.rtpCapabilities })
    assert.deepEqual(consumer.layers, { spatial: 3, temporal: 3 })
    assert.equal(consumer.rtpParameters.codecs[0]?.mimeType, 'video/VP8')
    await producer.resume()
    await consumer.preferLayers(0)
    await consumer.preferLayers(99, 99)
    await consumer.setPriority(255)
    await consumer.resume()
    await consumer.resume()
    await consumer.pause()
    router.close()
  })

  it('refuses a second connect', async () => {
    const { router, transport } = await openTransport()
    await transport.connect(dtlsParameters)
    await assert.rejects(transport.connect(dtlsParameters), refused('transport.alreadyConnected'))
    router.close()
  })

  const unusable: Record<string, RtpParameters> = {
    'of a codec that we do not carry': {
      ...opus,
      codecs: [{ mimeType: 'audio/PCMU', payloadType: 0, clockRate: 8000 }],
    },
    'of another kind': vp8Simulcast,
    'by which no packet could be told to be theirs': { codecs: opus.codecs, encodings: [{}] },
    'that a worker refuses': { ...opus, codecs: [...opus.codecs, ...opus.codecs] },
  }
  for (const [what, rtpParameters] of Object.entries(unusable)) {
    it(`refuses parameters ${what}`, async () => {
      const { router, transport } = await openTransport()
      const produced = transport.produce({ kind: 'audio', rtpParameters, muted: false })
      await assert.rejects(produced, refused('track.unsupported'))
      router.close()
    })
  }

  it('refuses a receiver that lacks the codec', async () => {
    const { router, transport } = await openTransport()
    const producer = await transport.produce({ kind: 'audio', rtpParameters: opus, muted: false })
    const rtpCapabilities = { codecs: [], headerExtensions: [] }
    await assert.rejects(transport.consume({ producer, rtpCapabilities }), refused('track.unsupported'))
    router.close()
  })

  it('refuses calls into what has been closed, also while they are on their way', async () => {
    const { router, transport } = await openTransport()
    const producer = await transport.produce({ kind: 'audio', rtpParameters: opus, muted: false })
    const consumer = await transport.consume({ producer, rtpCapabilities: media.rtpCapabilities })
    const late = consumer.resume()
    producer.close()
    producer.close()
    await late
    await assert.rejects(consumer.resume(), refused('track.notFound'))
    await assert.rejects(producer.pause(), refused('track.notFound'))
    const { rtpCapabilities } = media
    await assert.rejects(transport.consume({ producer, rtpCapabilities }), refused('track.notFound'))

    const crossing = transport.produce({ kind: 'audio', rtpParameters: opus, muted: false })
    transport.close()
    transport.close()
    await assert.rejects(crossing, refused('transport.notFound'))
    await assert.rejects(transport.connect(dtlsParameters), refused('transport.notFound'))
    consumer.close()
    router.close()
    await assert.rejects(router.openTransport(), refused('media.unavailable'))
    assert.equal(router.closed, true)
  })

  it('reports the processor time of a living worker', async () => {
    for (const { alive, cpuSeconds, restarts } of await media.stats()) {
      assert.deepEqual([alive, restarts], [true, 0])
      assert.ok(cpuSeconds > 0 && cpuSeconds < 60)
    }
  })
})
