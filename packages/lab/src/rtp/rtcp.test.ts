import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { roundTripSeconds, toNtp, toShortNtp } from './ntp.ts'
import { readRtcp } from './rtcp-read.ts'
import { nack, pictureLoss, receiverReport, senderReport } from './rtcp-write.ts'

const bytes = (text: string) => Buffer.from(text.replaceAll(/\s/g, ''), 'hex')

describe('RTCP', () => {
  it('a sender report comes with its SDES, byte by byte', () => {
    const ntp = toNtp(1_500_000)
    const packet = senderReport({ ssrc: 7, ntp, rtpTimestamp: 0xffffffff, packetCount: 2, octetCount: 3, cname: 'ab' })
    assert.equal(
      packet.toString('hex'),
      bytes(`80c80006 00000007 83aa7e81 80000000 ffffffff 00000002 00000003
             81ca0003 00000007 01026162 00000000`).toString('hex'),
    )
    const [sr, sdes] = readRtcp(packet)
    assert.ok(sr?.type === 'sr' && sdes?.type === 'sdes')
    assert.deepEqual([sr.ssrc, sr.ntpSeconds, sr.rtpTimestamp, sr.octetCount], [7, 0x83aa7e81, 0xffffffff, 3])
    assert.deepEqual([...sdes.cnames], [[7, 'ab']])
  })

  it('a receiver report carries negative loss and all its blocks', () => {
    const block = {
      ssrc: 9,
      fractionLost: 64,
      packetsLost: -2,
      highestSequence: 0x10005,
      jitter: 33,
      lastSr: 0xaabbccdd,
      delaySinceLastSr: 65_536,
    }
    const packet = receiverReport(1, [block, { ...block, ssrc: 10, packetsLost: 5 }])
    assert.equal(packet.subarray(0, 20).toString('hex'), '81c9000d000000010000000940fffffe00010005'.replace('81', '82'))
    assert.deepEqual(
      [...readRtcp(packet)],
      [{ type: 'rr', ssrc: 1, reports: [block, { ...block, ssrc: 10, packetsLost: 5 }] }],
    )
  })

  it('NACKs are packed by sixteen, across the wrap of sequence numbers', () => {
    const packet = nack(1, 2, [0xfffe, 0xffff, 0, 14, 15])
    assert.equal(packet.toString('hex'), '81cd0004' + '00000001' + '00000002' + 'fffe8003' + '000f0000')
    assert.deepEqual(
      [...readRtcp(packet)],
      [{ type: 'nack', mediaSsrc: 2, sequenceNumbers: [0xfffe, 0xffff, 0, 14, 15] }],
    )
  })

  it('PLI, FIR, REMB and BYE are read', () => {
    const compound = Buffer.concat([
      pictureLoss(1, 0xdeadbeef),
      bytes('84ce0004 00000001 00000000 00000022 05000000'),
      bytes('8fce0006 00000001 00000000 52454d42 02060bc7 00000022 00000023'),
      bytes('82cb0002 00000031 00000032'),
      bytes('80cf0001 00000031'),
    ])
    assert.deepEqual(
      [...readRtcp(compound)],
      [
        { type: 'pli', mediaSsrc: 0xdeadbeef },
        { type: 'fir', mediaSsrcs: [0x22] },
        { type: 'remb', bitrateBps: 0x20bc7 * 2, ssrcs: [0x22, 0x23] },
        { type: 'bye', ssrcs: [0x31, 0x32] },
        { type: 'unknown', packetType: 207, format: 0 },
      ],
    )
  })

  it('a compound ends where a length reaches beyond it', () => {
    assert.deepEqual([...readRtcp(Buffer.concat([pictureLoss(1, 2), bytes('81ce0009 00000001')]))].length, 1)
    assert.deepEqual([...readRtcp(Buffer.alloc(3))], [])
  })
})

describe('NTP time', () => {
  it('gives the round trip of a report', () => {
    const sentAtUs = 1_700_000_000_123_456
    const lastSr = toShortNtp(sentAtUs)
    const seconds = roundTripSeconds(sentAtUs + 1_250_000, lastSr, 65_536)
    assert.ok(seconds !== undefined && Math.abs(seconds - 0.25) < 0.001, String(seconds))
  })

  it('gives none before a sender report, nor when the clocks disagree', () => {
    assert.equal(roundTripSeconds(1, 0, 5), undefined)
    assert.equal(roundTripSeconds(0, toShortNtp(1_000_000), 0), undefined)
  })
})
