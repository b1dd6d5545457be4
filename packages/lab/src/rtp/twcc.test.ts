import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { readRtcp } from './rtcp-read.ts'
import type { TwccFeedback } from './twcc-read.ts'
import { ArrivalLog } from './twcc-write.ts'

function build(log: ArrivalLog): Buffer {
  const room = Buffer.alloc(1_500)
  return room.subarray(0, log.build(room, 0x11, 0x22))
}

function read(packet: Uint8Array): TwccFeedback {
  const [feedback] = readRtcp(packet)
  assert.ok(feedback?.type === 'twcc')
  return feedback
}

describe('transport-wide feedback', () => {
  it('is the bytes of the draft', () => {
    const log = new ArrivalLog()
    log.add(10, 64_000)
    log.add(11, 64_250)
    log.add(13, 64_250 + 300 * 250)
    assert.equal(
      build(log).toString('hex'),
      // base 10, four packets, reference 1, feedback 0; received ×2, missing, large delta; 0, 1, 300; padded
      'afcd0006' + '00000011' + '00000022' + '000a0004' + '00000100' + 'd480' + '0001' + '012c' + '0002',
    )
  })

  it('is read back, with gaps, reordering and the wrap of sequence numbers', () => {
    const log = new ArrivalLog()
    const arrivals = new Map([
      [0xfffd, 1_000_000],
      [0xffff, 1_010_000],
      [0xfffe, 1_012_000],
      [2, 1_020_500],
    ])
    for (const [sequence, atUs] of arrivals) log.add(sequence, atUs)
    const { baseSequence, arrivalsUs, referenceTimeUs } = read(build(log))
    assert.equal(baseSequence, 0xfffd)
    assert.equal(referenceTimeUs, 960_000)
    assert.deepEqual(arrivalsUs, [1_000_000, 1_012_000, 1_010_000, undefined, undefined, 1_020_500])
  })

  it('counts its packets and begins anew after each', () => {
    const log = new ArrivalLog()
    log.add(1, 1_000)
    assert.equal(read(build(log)).feedbackCount, 0)
    assert.equal(build(log).length, 0)
    log.add(2, 2_000)
    const second = read(build(log))
    assert.deepEqual([second.feedbackCount, second.baseSequence, second.arrivalsUs.length], [1, 2, 1])
  })

  it('leaves out a gap that is too long to be spelled out', () => {
    const log = new ArrivalLog()
    log.add(1, 0)
    log.add(5_000, 250)
    assert.deepEqual(read(build(log)).arrivalsUs, [0])
    assert.deepEqual(read(build(log)).baseSequence, 5_000)
  })

  it('does not let rounding add up', () => {
    const log = new ArrivalLog()
    for (let index = 0; index < 300; index++) log.add(index, index * 1_120)
    const { arrivalsUs } = read(build(log))
    for (const [index, atUs] of arrivalsUs.entries()) assert.ok(Math.abs((atUs ?? 0) - index * 1_120) <= 125)
  })

  it('keeps the first of two arrivals of the same packet', () => {
    const log = new ArrivalLog()
    log.add(1, 0)
    log.add(1, 500)
    assert.deepEqual(read(build(log)).arrivalsUs, [0])
  })

  it('fits into a datagram when the log is full and every delta is large', () => {
    const log = new ArrivalLog()
    for (let index = 0; !log.isFull; index++) log.add(index, index * 100_000)
    const packet = build(log)
    assert.ok(packet.length <= 1_200, String(packet.length))
    assert.equal(read(packet).arrivalsUs.length, 400)
  })

  it('reads runs and one-bit vectors, as other peers send them', () => {
    const packet = Buffer.from(
      '8fcd0006' + '00000011' + '00000022' + '0001000b' + '00000000' + '2003' + 'a000' + '01020304' + '0000',
      'hex',
    )
    const { arrivalsUs } = read(packet)
    assert.deepEqual(arrivalsUs.slice(0, 4), [250, 750, 1_500, 2_500])
    assert.deepEqual(arrivalsUs.length, 11)
  })
})
