import assert from 'node:assert/strict'
import { after, before, describe, it, mock, type TestContext } from 'node:test'
import { connect, type Parley, type Room } from '@parley/client'
import { openParley, type Parley as Server } from '../../../../tests/parley-process.ts'
import type { ReceiveStream } from '../rtp/receive-stream.ts'
import { VideoLayer } from '../source/video-layer.ts'
import type { ClientMedia } from './client-media.ts'
import { type LabEngine, openEngine } from './engine.ts'
import { labPlatform } from './platform.ts'

interface Client {
  readonly parley: Parley
  readonly room: Room
  readonly media: ClientMedia
}

describe('lab clients on a real server', () => {
  let server: Server
  let engine: LabEngine

  before(async () => {
    server = await openParley()
    engine = await openEngine({ seed: 1 })
  })
  after(() => server[Symbol.asyncDispose]())

  async function join(context: TestContext, room: string): Promise<Client> {
    const platform = labPlatform({ engine, onError: (error) => assert.fail(error) })
    const parley = await connect(server.wsUrl, { name: 'lab', platform })
    context.after(() => parley.close())
    return { parley, room: await parley.join(room), media: platform.media }
  }

  async function publish({ room }: Client, simulcast = false): Promise<void> {
    await room.publish(engine.microphone(), { source: 'microphone' })
    await room.publish(engine.camera(simulcast ? '720p' : '360p'), { source: 'camera', simulcast })
  }

  it('two in a room see and hear each other without loss, and know how long it took', async (context) => {
    const clients = [await join(context, 'pair'), await join(context, 'pair')]
    for (const client of clients) await publish(client)
    for (const { room, media } of clients) {
      await watch(room, 640, 360)
      const video = await received(media, 'video')
      const audio = await received(media, 'audio')
      await until('the first picture', () => video.framesDecoded > 0)
      // Frames that came before the first key frame could not be shown.
      const early = video.framesReceived - video.framesDecoded
      await until('a second of both', () => video.framesDecoded >= 30 && audio.packetsReceived >= 50)
      assert.deepEqual([video.packetsLost, audio.packetsLost, video.frameHeight], [0, 0, 360])
      assert.equal(video.framesReceived - video.framesDecoded, early)
      assert.ok(media.latencies.audio.count >= 50 && media.latencies.video.count >= 30)
      assert.ok(media.latencies.audio.percentile(0.5) < 5_000_000)
      assert.deepEqual(media.connects.map(({ direction, error }) => [direction, error]).toSorted(), [
        ['recv', undefined],
        ['send', undefined],
      ])
      for (const { times } of media.connects) assert.ok(times && times.iceMs >= 0 && times.dtlsMs >= 0)
    }
    assert.ok(engine.scheduleError.count > 0)
  })

  it('the SDK’s statistics are those of a browser', async (context) => {
    const [one, other] = [await join(context, 'stats'), await join(context, 'stats')]
    await publish(one)
    await watch(other.room, 640, 360)
    const stream = await received(other.media, 'video')
    await until('a second of video', () => stream.framesReceived >= 30)
    await until('a receiver report', async () =>
      [...(await one.room.getStats()).local.values()].some(({ entries }) =>
        entries.some(({ type, roundTripTime }) => type === 'remote-inbound-rtp' && typeof roundTripTime === 'number'),
      ),
    )
    const stats = await other.room.getStats()
    const inbound = [...stats.remote.values()].flatMap(({ entries }) => entries)
    assert.deepEqual(inbound.map(({ type, kind }) => `${type} ${kind}`).toSorted(), [
      'inbound-rtp audio',
      'inbound-rtp video',
    ])
    assert.ok(inbound.every(({ packetsReceived }) => Number(packetsReceived) > 0))
    const pair = stats.receive.find(({ type }) => type === 'candidate-pair')
    assert.ok(Number(pair?.['bytesReceived']) > 0)
    assert.equal(stats.receive.find(({ type }) => type === 'remote-candidate')?.['address'], '127.0.0.1')
    const outbound = [...(await one.room.getStats()).local.values()].flatMap(({ entries }) => entries)
    assert.ok(outbound.some(({ type, framesSent }) => type === 'outbound-rtp' && Number(framesSent) > 0))
  })

  it('a key frame follows at once when somebody begins to watch', async (context) => {
    const [one, other] = [await join(context, 'keys'), await join(context, 'keys')]
    await publish(one)
    const [layer] = one.media.sent.flatMap(({ layers }) => layers).filter((each) => each instanceof VideoLayer)
    assert.ok(layer)
    await until('some frames without anybody', () => layer.framesSent >= 20)
    await watch(other.room, 640, 360)
    const video = await received(other.media, 'video')
    await until('a picture', () => video.framesDecoded >= 1)
    // The next one of the clip itself would be the 151st.
    assert.ok(layer.framesSent < 150, String(layer.framesSent))
    assert.ok(one.media.totals.keyFramesAsked >= 1)
    assert.ok(layer.keyFramesSent >= 2)
  })

  it('the server forwards the simulcast layer that fills the tile', async (context) => {
    const [one, other] = [await join(context, 'layers'), await join(context, 'layers')]
    await publish(one, true)
    await watch(other.room, 320, 180)
    const video = await received(other.media, 'video')
    await until('the small picture', () => video.frameHeight === 360)
    await watch(other.room, 1_280, 720)
    await until('the large picture', () => video.frameHeight === 720)
    await watch(other.room, 320, 180)
    await until('the small picture again', () => video.frameHeight === 360)
    assert.equal(video.packetsLost, 0)
  })

  it('a picture that nobody looks at is not sent, of one in a small tile only the small size', async (context) => {
    const [one, other] = [await join(context, 'demand'), await join(context, 'demand')]
    await publish(one, true)
    const [small, large] = one.media.sent.flatMap(({ layers }) => layers).filter((each) => each instanceof VideoLayer)
    assert.ok(small && large)
    await until('the end of sending in vain', () => !small.isActive && !large.isActive)
    const framesBefore = small.framesSent
    await watch(other.room, 320, 180)
    const video = await received(other.media, 'video')
    await until('the small picture', () => video.framesDecoded >= 10 && video.frameHeight === 360)
    assert.ok(small.framesSent > framesBefore && !large.isActive)
    await watch(other.room, 1_280, 720)
    await until('the large picture', () => video.frameHeight === 720)
    other.room.view([])
    await until('the end of sending', () => !small.isActive && !large.isActive)
    // Nothing of it leaves any more: what is sent in a second is the voice.
    const before = one.media.totals.packetsSent
    await until('a second of voice', () => one.media.totals.packetsSent >= before + 50)
    assert.deepEqual([small.isActive, large.isActive], [false, false])
  })

  it('what gets lost on the way up is sent again over RTX, and nobody misses it', async (context) => {
    const [one, other] = [await join(context, 'loss up'), await join(context, 'loss up')]
    await publish(one)
    const lost = loseSome(one.media)
    await watch(other.room, 640, 360)
    const video = await received(other.media, 'video')
    await until('three seconds of video', () => video.framesDecoded >= 90)
    assert.ok(lost.count >= 4 && one.media.totals.retransmittedPacketsSent >= lost.count)
    // A worker that has just left a temporal layer does not forward what is repeated of it.
    assert.ok(video.packetsUnrecovered <= lost.count / 4, `${video.packetsUnrecovered} of ${lost.count}`)
  })

  it('what gets lost on the way down is asked for again and found in RTX', async (context) => {
    const [one, other] = [await join(context, 'loss down'), await join(context, 'loss down')]
    await publish(one)
    await watch(other.room, 640, 360)
    const video = await received(other.media, 'video')
    await until('a picture', () => video.framesDecoded >= 1)
    missSome(other.media, video)
    const decodedBefore = video.framesDecoded
    await until('three seconds of video', () => video.framesDecoded >= decodedBefore + 90)
    assert.ok(video.packetsLost > 0 && video.nackCount > 0)
    assert.ok(video.retransmittedPacketsReceived > 0)
    assert.equal(video.packetsUnrecovered, 0)
  })

  it('a muted voice is silent, and a picture that comes back begins with a key frame', async (context) => {
    const [one, other] = [await join(context, 'mute'), await join(context, 'mute')]
    await publish(one)
    await watch(other.room, 640, 360)
    const video = await received(other.media, 'video')
    await until('a picture', () => video.framesDecoded >= 10)
    await Promise.all(one.room.localTracks.map((track) => track.mute()))
    const sentBefore = one.media.totals.packetsSent
    await Promise.all(one.room.localTracks.map((track) => track.unmute()))
    assert.ok(one.media.totals.packetsSent - sentBefore <= 3)
    const decodedBefore = video.framesDecoded
    await until('the picture again', () => video.framesDecoded > decodedBefore)
    assert.ok(one.media.totals.keyFramesSent >= 2)
  })

  it('media comes back over new transports when the worker dies, and the sums go on', async (context) => {
    const [one, other] = [await join(context, 'death'), await join(context, 'death')]
    await publish(one)
    await watch(other.room, 640, 360)
    const video = await received(other.media, 'video')
    await until('a picture', () => video.framesDecoded >= 10)
    const [worker] = (await server.stats()).workers
    assert.ok(worker?.pid)
    process.kill(worker.pid, 'SIGKILL')
    await until('new transports', () => other.media.connects.length === 2 && other.media.received.length === 2)
    const fresh = await received(other.media, 'video')
    await until('the picture again', () => fresh.framesDecoded >= 10)
    assert.notEqual(fresh, video)
    assert.equal(other.media.totals.framesDecoded, video.framesDecoded + fresh.framesDecoded)
    assert.equal(one.media.sent.length, 2)
  })

  it('nothing is left behind by those who left', async (context) => {
    const client = await join(context, 'leaving')
    await publish(client)
    await until('a packet', () => client.media.totals.packetsSent > 0)
    await client.parley.close()
    assert.deepEqual([...client.media.transports], [])
    assert.ok(client.media.totals.packetsSent > 0)
  })
})

/** Puts all videos of the others on the screen, as soon as there are some. */
async function watch(room: Room, width: number, height: number): Promise<void> {
  const videos = () =>
    [...room.participants.values()]
      .filter(({ isSelf }) => !isSelf)
      .flatMap(({ tracks }) => [...tracks.values()])
      .filter(({ kind }) => kind === 'video')
  await until('somebody to publish video', () => videos().length > 0)
  room.view(videos().map((track) => ({ track, width, height })))
}

async function received(media: ClientMedia, kind: 'audio' | 'video'): Promise<ReceiveStream> {
  const find = () => media.received.find((stream) => stream.kind === kind)
  await until(`${kind} to arrive`, () => (find()?.packetsReceived ?? 0) > 0)
  const stream = find()
  assert.ok(stream)
  return stream
}

/** Each 20th video packet never leaves. */
function loseSome(media: ClientMedia): { readonly count: number } {
  const lost = { count: 0 }
  for (const { pipe } of media.transports) {
    const send = pipe.send.bind(pipe)
    mock.method(pipe, 'send', (packet: Buffer) => {
      const isVideo = ((packet[1] ?? 0) & 0x7f) === 96
      if (!isVideo || packet.readUInt16BE(2) % 20 !== 0) return send(packet)
      lost.count++
      return true
    })
  }
  return lost
}

/** Each 20th packet of a stream is not seen, but its repetition is. */
function missSome(media: ClientMedia, stream: ReceiveStream): void {
  for (const { inbound } of media.transports) {
    const onRtp = inbound.onRtp.bind(inbound)
    mock.method(inbound, 'onRtp', (packet: Buffer, nowUs: number) => {
      const isLost = packet.readUInt32BE(8) === stream.ssrc && packet.readUInt16BE(2) % 20 === 0
      if (!isLost) onRtp(packet, nowUs)
    })
  }
}

/** Asks until it holds; long, because the machine may be busy. */
async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 30_000
  while (!(await holds())) {
    assert.ok(Date.now() < deadline, `waited 30 s in vain for ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}
