import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Freezes } from './freezes.ts'
import { Histogram } from './histogram.ts'
import { emptyHeader, readHeader } from './packet.ts'
import { PacketTemplate } from './packet-template.ts'
import { ReceiveStream } from './receive-stream.ts'
import { writeSendTime } from './send-time.ts'
import { SequenceTracker } from './sequence.ts'
import { keyFrameHeader, writeDescriptor } from './vp8.ts'

const FRAME_US = 33_333
const template = new PacketTemplate({ ssrc: 5, payloadType: 96, extensions: {} })

/** Frame `frame` in two packets; each tenth is a key frame. Sequence numbers are 2 × frame and the next. */
function packetsOf(frame: number, isKey = frame % 10 === 0): Uint8Array[] {
  return [0, 1].map((part) => {
    const packet = new Uint8Array(60)
    template.write(packet, part === 1, (frame * 2 + part) & 0xffff, frame * 3_000)
    const at = writeDescriptor(packet, template.bytes, part === 0, { pictureId: frame })
    if (part === 0) packet.set(isKey ? keyFrameHeader(640, 360) : [1], at)
    writeSendTime(packet, 52, 1_000 + frame * FRAME_US)
    return packet
  })
}

class Scene {
  readonly latency = new Histogram()
  readonly stream = new ReceiveStream({
    kind: 'video',
    ssrc: 5,
    clockRate: 90_000,
    usesNack: true,
    latency: this.latency,
  })
  readonly #header = emptyHeader()

  take(packet: Uint8Array | undefined, atUs: number, isRetransmission = false): void {
    assert.ok(packet && readHeader(packet, this.#header))
    this.stream.receive(packet, this.#header, atUs, isRetransmission)
  }

  frames(from: number, to: number): void {
    for (let frame = from; frame < to; frame++) {
      for (const packet of packetsOf(frame)) this.take(packet, 6_000 + frame * FRAME_US)
    }
  }
}

describe('a received video', () => {
  it('counts packets, frames, key frames and their size, and measures the latency of each frame', () => {
    const scene = new Scene()
    scene.frames(0, 30)
    const seen = scene.stream
    assert.deepEqual(
      [seen.packetsReceived, seen.packetsLost, seen.framesReceived, seen.keyFramesReceived],
      [60, 0, 30, 3],
    )
    assert.deepEqual([seen.framesDecoded, seen.frameWidth, seen.frameHeight], [30, 640, 360])
    assert.equal(seen.bytesReceived, 60 * 48)
    assert.deepEqual([scene.latency.count, scene.latency.min, scene.latency.max], [30, 5_000, 5_000])
    assert.deepEqual([seen.firstPacketAtUs, seen.firstFrameAtUs], [6_000, 6_000])
  })

  it('asks for a missing packet, and a repeated one makes its frame and those behind it whole', () => {
    const scene = new Scene()
    scene.frames(0, 3)
    const [first, second] = packetsOf(3)
    scene.take(second, 6_000 + 3 * FRAME_US)
    scene.frames(4, 6)
    assert.deepEqual([scene.stream.framesReceived, scene.stream.framesDecoded, scene.stream.packetsLost], [5, 3, 1])
    assert.equal(scene.stream.hasMissing, true)
    assert.deepEqual(scene.stream.takeNacks(1_000_000), [6])
    scene.take(first, 300_000, true)
    assert.deepEqual([scene.stream.framesReceived, scene.stream.framesDecoded], [6, 6])
    assert.deepEqual([scene.stream.retransmittedPacketsReceived, scene.stream.packetsUnrecovered], [1, 0])
    // The network lost it all the same.
    assert.equal(scene.stream.packetsLost, 1)
  })

  it('counts a retransmission of what it has, and of what came before, but takes neither twice', () => {
    const scene = new Scene()
    scene.take(packetsOf(9)[0], 0, true)
    scene.frames(10, 12)
    scene.take(packetsOf(11)[0], 400_000, true)
    assert.deepEqual([scene.stream.retransmittedPacketsReceived, scene.stream.framesReceived], [2, 2])
    assert.equal(scene.stream.packetsReceived, 4)
  })

  it('asks for a key frame when a packet is lost for good, once a second, and goes on with it', () => {
    const scene = new Scene()
    scene.frames(0, 2)
    scene.frames(3, 9)
    assert.equal(scene.stream.takeKeyRequest(300_000), false, 'the missing packets may still come')
    let nowUs = 300_000
    while (scene.stream.hasMissing) {
      nowUs += 100_000
      scene.stream.takeNacks(nowUs)
    }
    assert.equal(scene.stream.packetsUnrecovered, 2)
    assert.equal(scene.stream.takeKeyRequest(nowUs), true)
    assert.equal(scene.stream.takeKeyRequest(nowUs + 999_999), false)
    assert.equal(scene.stream.takeKeyRequest(nowUs + 1_000_000), true)
    assert.equal(scene.stream.framesDecoded, 2)
    scene.frames(9, 12)
    assert.equal(scene.stream.framesDecoded, 4)
    assert.equal(scene.stream.takeKeyRequest(nowUs + 9_000_000), false)
    assert.deepEqual([scene.stream.pliCount, scene.stream.nackCount], [2, 10])
  })

  it('is not shown before its first key frame, and asks for one', () => {
    const scene = new Scene()
    scene.frames(1, 5)
    assert.deepEqual([scene.stream.framesReceived, scene.stream.framesDecoded], [4, 0])
    assert.equal(scene.stream.takeKeyRequest(1), true)
  })

  it('takes packets in any order', () => {
    const scene = new Scene()
    const packets = [0, 1, 2, 3, 4].flatMap((frame) => packetsOf(frame))
    for (const at of [0, 3, 2, 1, 5, 4, 7, 9, 8, 6]) scene.take(packets[at], 10_000 + at)
    assert.deepEqual([scene.stream.framesReceived, scene.stream.framesDecoded, scene.stream.packetsLost], [5, 5, 0])
    assert.equal(scene.stream.hasMissing, false)
  })

  it('leaves no gap where a packet carries no frame', () => {
    const scene = new Scene()
    scene.frames(0, 2)
    const padding = new Uint8Array(12)
    for (const sequence of [4, 5]) {
      template.write(padding, false, sequence, 6_000)
      scene.take(padding.slice(), 80_000)
    }
    scene.frames(3, 5)
    assert.equal(scene.stream.framesDecoded, 4)
  })

  it('survives the wrap of sequence numbers and timestamps', () => {
    const scene = new Scene()
    scene.frames(32_760, 32_780)
    assert.deepEqual([scene.stream.packetsReceived, scene.stream.packetsLost, scene.stream.framesDecoded], [40, 0, 20])
    assert.ok(scene.stream.jitterSeconds < 0.000_1, String(scene.stream.jitterSeconds))
  })

  it('reports to its sender as RFC 3550 says', () => {
    const scene = new Scene()
    scene.frames(0, 2)
    scene.frames(3, 4)
    const report = { rtpTimestamp: 0, packetCount: 0, octetCount: 0, reports: [] }
    scene.stream.onSenderReport({ type: 'sr', ssrc: 5, ntpSeconds: 0x11112222, ntpFraction: 0x33334444, ...report }, 0)
    const block = scene.stream.takeReport(500_000)
    assert.deepEqual(block, {
      ssrc: 5,
      fractionLost: 64,
      packetsLost: 2,
      highestSequence: 7,
      jitter: block.jitter,
      lastSr: 0x22223333,
      delaySinceLastSr: 32_768,
    })
    assert.equal(scene.stream.takeReport(600_000).fractionLost, 0)
  })
})

describe('a received sound', () => {
  it('measures the latency of each packet, but not where the clock is another one', () => {
    const latency = new Histogram()
    const stream = new ReceiveStream({ kind: 'audio', ssrc: 5, clockRate: 48_000, usesNack: false, latency })
    const header = emptyHeader()
    for (const [sequence, sentAtUs] of [1_000, 2_000, 900_000_000].entries()) {
      const packet = new Uint8Array(30)
      template.write(packet, false, sequence, sequence * 960)
      writeSendTime(packet, 22, sentAtUs)
      assert.ok(readHeader(packet, header))
      stream.receive(packet, header, 5_000, false)
    }
    assert.deepEqual([latency.count, latency.min, latency.max], [2, 3_000, 4_000])
  })
})

describe('freezes', () => {
  const shown = (...atMs: number[]) => {
    const freezes = new Freezes()
    for (const each of atMs) freezes.shown(each * 1_000)
    return freezes
  }
  const steady = Array.from({ length: 31 }, (_, frame) => frame * 33)

  it('begin at 150 ms above the average of the last frames, and last until the next frame', () => {
    assert.equal(shown(...steady, 990 + 182).freezeCount, 0)
    const frozen = shown(...steady, 990 + 183)
    assert.deepEqual([frozen.freezeCount, frozen.totalFreezesDurationUs], [1, 183_000])
  })

  it('of slow videos begin at three times the average', () => {
    const slow = Array.from({ length: 31 }, (_, frame) => frame * 200)
    assert.equal(shown(...slow, 6_000 + 599).freezeCount, 0)
    assert.equal(shown(...slow, 6_000 + 600).freezeCount, 1)
  })

  it('of five seconds are pauses', () => {
    const paused = shown(...steady, 990 + 5_000)
    assert.deepEqual([paused.freezeCount, paused.pauseCount, paused.totalPausesDurationUs], [0, 1, 5_000_000])
  })
})

describe('a sequence tracker', () => {
  it('counts duplicates as received, so that loss can be negative', () => {
    const tracker = new SequenceTracker()
    for (const sequence of [7, 8, 8]) tracker.add(sequence)
    assert.deepEqual([tracker.expected, tracker.received, tracker.lost], [2, 3, -1])
    assert.equal(tracker.takeFractionLost(), 0)
  })
})
