import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { seededRandom } from '../rtc/random.ts'
import { Histogram } from '../rtp/histogram.ts'
import { emptyHeader, readHeader } from '../rtp/packet.ts'
import { readRtcp } from '../rtp/rtcp-read.ts'
import { nack } from '../rtp/rtcp-write.ts'
import { readSendTimeUs } from '../rtp/send-time.ts'
import { emptyDescriptor, isKeyFrame, keyFrameSize, readDescriptor } from '../rtp/vp8.ts'
import { readIvf, readOggOpus, syntheticClip, syntheticSound, temporalPlace } from './clip.ts'
import { OutgoingTrack } from './outgoing-track.ts'
import { openClips, presetNames, presets, syntheticClips } from './presets.ts'
import { type PacketSink, SendStream } from './send-stream.ts'
import type { Ticking } from './ticker.ts'
import { LabTrack } from './track.ts'
import { VideoLayer } from './video-layer.ts'
import { Voice } from './voice.ts'

/** Keeps what is sent. */
class Line implements PacketSink {
  isOpen = true
  readonly packets: Buffer[] = []
  #sequence = 0

  nextTransportSequence(): number {
    return ++this.#sequence
  }

  send(packet: Buffer): boolean {
    this.packets.push(Buffer.from(packet))
    return true
  }

  take(): Buffer[] {
    return this.packets.splice(0)
  }
}

const random = seededRandom(7)
const streamOptions = { mid: '0', cname: 'c', extensions: { mid: 1, transportCc: 5 }, random, historyPackets: 64 }

function videoScene(clip = syntheticClip({ width: 640, height: 360, bitrateBps: 200_000, random })) {
  const line = new Line()
  const rtx = { ssrc: 11, payloadType: 97 }
  const stream = new SendStream({ ...streamOptions, sink: line, ssrc: 10, payloadType: 96, clockRate: 90_000, rtx })
  const scheduleError = new Histogram()
  const layer = new VideoLayer({ stream, clip, firstTimestamp: 1_000, scheduleError, random })
  const clips = syntheticClips(random)
  const track = new LabTrack('camera', { kind: 'video', clips, width: 640, height: 360 })
  const outgoing = new OutgoingTrack({ sink: line, track, layers: [layer], toUnixUs: (nowUs) => nowUs, phase: 0 })
  return { line, layer, stream, track, outgoing, scheduleError, clip }
}

/** Ticks of 5 ms in [fromMs, toMs). */
function run(ticking: Ticking, fromMs: number, toMs: number): void {
  for (let nowMs = fromMs; nowMs < toMs; nowMs += 5) ticking.tick(nowMs * 1_000)
}

interface SentFrame {
  readonly isKey: boolean
  readonly pictureId: number
  readonly tl0PicIdx: number
  readonly temporalLayer: number
  readonly timestamp: number
  readonly bytes: number
  readonly sentAtUs: number
}

/** Puts frames together again; asserts that no packet is too large and none missing. */
function framesOf(packets: readonly Buffer[]): SentFrame[] {
  const frames: SentFrame[] = []
  const header = emptyHeader()
  const descriptor = emptyDescriptor()
  let bytes = 0
  let isKey = false
  for (const packet of packets) {
    assert.ok(readHeader(packet, header))
    if (header.ssrc !== 10 || (packet[1] ?? 0) === 200) continue
    assert.ok(packet.length <= 1_200 - 16, `${packet.length} bytes and 16 of SRTP`)
    assert.ok(readDescriptor(packet, header.payloadStart, header.payloadEnd, descriptor))
    if (descriptor.isStart) {
      bytes = 0
      isKey = isKeyFrame(packet, descriptor.dataStart)
    }
    bytes += header.payloadEnd - descriptor.dataStart
    if (!header.marker) continue
    const { pictureId, tl0PicIdx, temporalLayer } = descriptor
    const sentAtUs = readSendTimeUs(packet, header.payloadEnd)
    frames.push({ isKey, pictureId, tl0PicIdx, temporalLayer, timestamp: header.timestamp, bytes: bytes - 8, sentAtUs })
  }
  return frames
}

describe('clips', () => {
  it('are one key frame and 149 others, of the size and about the bit rate of their preset', async () => {
    const library = await openClips()
    const wanted = { '360p': 200_000, '720p': 800_000, '1080p': 1_500_000 }
    for (const name of presetNames) {
      const clip = library.video({ height: presets[name].height, maxBitrateBps: undefined })
      assert.deepEqual([clip.width, clip.height], [presets[name].width, presets[name].height])
      assert.equal(clip.framesPerSecond, 30)
      assert.deepEqual(
        clip.frames.map((frame) => isKeyFrame(frame, 0)),
        clip.frames.map((_, index) => index === 0),
      )
      assert.deepEqual(keyFrameSize(clip.frames[0] ?? new Uint8Array(0), 0), presets[name])
      const bitrateBps = (clip.frames.reduce((sum, { length }) => sum + length, 0) * 8 * 30) / clip.frames.length
      assert.ok(Math.abs(bitrateBps / wanted[name] - 1) < 0.1, `${name}: ${bitrateBps}`)
    }
    assert.equal(library.voice.packets.length, 251)
  })

  it('of the nearest height are chosen', async () => {
    const library = await openClips()
    const height = (wanted: number) => library.video({ height: wanted, maxBitrateBps: undefined }).height
    assert.deepEqual([100, 360, 500, 720, 1_000, 2_000].map(height), [360, 360, 360, 720, 1_080, 1_080])
  })

  it('made up have the bit rate that was asked for', () => {
    const library = syntheticClips(seededRandom(1))
    const { frames, height } = library.video({ height: 720, maxBitrateBps: 400_000 })
    const bitrateBps = (frames.reduce((sum, { length }) => sum + length, 0) * 8 * 30) / frames.length
    assert.ok(Math.abs(bitrateBps / 400_000 - 1) < 0.05, String(bitrateBps))
    assert.equal(height, 720)
    assert.equal(library.video({ height: 720, maxBitrateBps: 400_000 }).frames, frames)
    assert.deepEqual(keyFrameSize(frames[0] ?? new Uint8Array(0), 0), { width: 1_280, height: 720 })
  })

  it('of another kind are refused', () => {
    assert.throws(() => readIvf(Buffer.from('RIFF....AVI LIST')), TypeError)
    assert.throws(() => readOggOpus(Buffer.from('OggS')), TypeError)
  })
})

describe('a video layer', () => {
  it('sends 30 frames a second in time, the first a key frame, with continuing numbers', () => {
    const { line, layer, scheduleError } = videoScene()
    layer.start(0)
    run(layer, 0, 1_000)
    const frames = framesOf(line.packets)
    assert.equal(frames.length, 30)
    assert.deepEqual([frames[0]?.isKey, frames[1]?.isKey], [true, false])
    for (const [index, frame] of frames.entries()) {
      assert.equal(frame.pictureId, ((frames[0]?.pictureId ?? 0) + index) & 0x7fff)
      assert.equal(frame.timestamp, 1_000 + index * 3_000)
      assert.equal(frame.temporalLayer, temporalPlace(index).layer)
      assert.equal(frame.tl0PicIdx, ((frames[0]?.tl0PicIdx ?? 0) + Math.floor(index / 4)) & 0xff)
      assert.ok(frame.sentAtUs >= index * 33_333 && frame.sentAtUs < index * 33_334 + 10_000)
    }
    assert.ok(scheduleError.max <= 5_000, String(scheduleError.max))
  })

  it('sends the frames of the clip byte for byte, and begins anew after the last', () => {
    const { line, layer, clip } = videoScene()
    layer.start(0)
    run(layer, 0, 5_100)
    const frames = framesOf(line.packets)
    assert.deepEqual(
      frames.slice(0, 152).map(({ bytes }) => bytes),
      [...clip.frames, ...clip.frames.slice(0, 2)].map(({ length }) => length),
    )
    assert.equal(frames[150]?.isKey, true)
    assert.equal(layer.keyFramesSent, 2)
  })

  it('makes the next frame a key frame when one is asked for', () => {
    const { line, outgoing } = videoScene()
    run(outgoing, 0, 500)
    const before = framesOf(line.take())
    outgoing.onRtcp({ type: 'pli', mediaSsrc: 10 }, 500_000)
    outgoing.onRtcp({ type: 'pli', mediaSsrc: 99 }, 500_000)
    run(outgoing, 500, 700)
    const [next, second] = framesOf(line.take())
    assert.equal(next?.isKey, true)
    assert.equal(next?.pictureId, ((before.at(-1)?.pictureId ?? 0) + 1) & 0x7fff)
    assert.equal(second?.isKey, false)
    outgoing.onRtcp({ type: 'fir', mediaSsrcs: [10] }, 700_000)
    run(outgoing, 700, 800)
    assert.equal(framesOf(line.take())[0]?.isKey, true)
  })

  it('spreads a large frame over several ticks', () => {
    const clip = syntheticClip({ width: 1_920, height: 1_080, bitrateBps: 8_000_000, random })
    const { line, layer } = videoScene(clip)
    layer.start(0)
    layer.tick(0)
    assert.equal(line.take().length, 12)
    assert.equal(layer.framesSent, 0)
    run(layer, 5, 300)
    assert.ok(layer.framesSent >= 4)
  })

  it('drops what is too late and goes on with a key frame', () => {
    const { line, layer } = videoScene()
    layer.start(0)
    run(layer, 0, 100)
    line.take()
    run(layer, 2_000, 2_200)
    assert.equal(framesOf(line.packets)[0]?.isKey, true)
    assert.ok(layer.framesDropped >= 40, String(layer.framesDropped))
  })

  it('answers a NACK over RTX with the packet as it was, once per round trip', () => {
    const { line, outgoing } = videoScene()
    run(outgoing, 0, 90)
    const sent = line.take().filter((packet) => packet.readUInt32BE(8) === 10)
    const wanted = sent[1]
    assert.ok(wanted)
    const [request] = readRtcp(nack(1, 10, [wanted.readUInt16BE(2)]))
    assert.ok(request)
    outgoing.onRtcp(request, 200_000)
    outgoing.onRtcp(request, 200_000)
    const repeated = line.take()
    assert.equal(repeated.length, 1)
    const [again] = repeated
    assert.ok(again)
    const header = emptyHeader()
    assert.ok(readHeader(again, header))
    assert.deepEqual([header.ssrc, header.payloadType, header.timestamp], [11, 97, wanted.readUInt32BE(4)])
    assert.equal(again.readUInt16BE(header.payloadStart), wanted.readUInt16BE(2))
    const payloadBytes = header.payloadEnd - header.payloadStart - 2
    assert.ok(again.subarray(header.payloadStart + 2).equals(wanted.subarray(wanted.length - payloadBytes)))
  })
})

describe('an outgoing track', () => {
  it('sends nothing while it is muted, and begins with a key frame afterwards', () => {
    const { line, track, outgoing } = videoScene()
    run(outgoing, 0, 200)
    track.enabled = false
    run(outgoing, 200, 205)
    line.take()
    run(outgoing, 205, 1_500)
    assert.deepEqual(line.take(), [])
    track.enabled = true
    run(outgoing, 1_500, 1_600)
    assert.equal(framesOf(line.take())[0]?.isKey, true)
    outgoing.replace(null)
    run(outgoing, 1_600, 1_605)
    assert.deepEqual(line.take(), [])
  })

  it('sends no layer that is switched off, and a key frame first when it is switched on', () => {
    const { line, outgoing } = videoScene()
    outgoing.setActive(() => false)
    run(outgoing, 0, 100)
    assert.deepEqual(line.take(), [])
    outgoing.setActive(() => true)
    run(outgoing, 100, 200)
    assert.equal(framesOf(line.take())[0]?.isKey, true)
  })

  it('reports once a second, with RTP time and wall clock of one moment', () => {
    const { line, outgoing, stream } = videoScene()
    run(outgoing, 0, 3_000)
    const reports = line.packets.flatMap((packet) => {
      const [report] = (packet[1] ?? 0) === 200 ? readRtcp(packet) : []
      return report?.type === 'sr' ? [report] : []
    })
    assert.equal(reports.length, 3)
    const [first, second] = reports
    assert.ok(first && second)
    assert.equal(second.ntpSeconds - first.ntpSeconds, 1)
    assert.equal(second.rtpTimestamp - first.rtpTimestamp, 90_000)
    assert.ok(second.packetCount > first.packetCount && second.packetCount <= stream.packetsSent)
  })

  it('knows what the receiver said of it', () => {
    const { outgoing, stream } = videoScene()
    const block = { ssrc: 10, fractionLost: 128, packetsLost: 3, highestSequence: 1, jitter: 900 }
    const report = { ...block, lastSr: 1, delaySinceLastSr: 0 }
    outgoing.onRtcp({ type: 'rr', ssrc: 1, reports: [report, { ...report, ssrc: 99 }] }, 0)
    assert.deepEqual([stream.remote?.fractionLost, stream.remote?.packetsLost], [0.5, 3])
    assert.equal(stream.remote?.jitterSeconds, 0.01)
  })
})

describe('a voice', () => {
  it('sends 50 packets a second with the time in them, and keeps its grid over a pause', () => {
    const line = new Line()
    const stream = new SendStream({ ...streamOptions, sink: line, ssrc: 5, payloadType: 111, clockRate: 48_000 })
    const voice = new Voice({ stream, clip: syntheticSound(), firstTimestamp: 100, scheduleError: new Histogram() })
    voice.start(3_000)
    run(voice, 0, 1_000)
    voice.start(1_500_000)
    run(voice, 1_500, 1_530)
    const header = emptyHeader()
    const seen = line.packets.map((packet) => {
      assert.ok(readHeader(packet, header))
      return { ...header, sentAtUs: readSendTimeUs(packet, header.payloadEnd) }
    })
    assert.equal(seen.length, 50 + 2)
    assert.deepEqual([seen[0]?.marker, seen[1]?.marker, seen[50]?.marker], [true, false, true])
    assert.deepEqual([seen[0]?.timestamp, seen[49]?.timestamp], [100, 100 + 49 * 960])
    assert.equal(seen[50]?.timestamp, 100 + 75 * 960)
    assert.ok((seen[1]?.sentAtUs ?? 0) >= 23_000)
  })
})
