import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { NackList } from './nack-list.ts'
import { withPadding } from './opus.ts'
import { emptyHeader, readHeader } from './packet.ts'
import { restoreOriginal, writeRetransmission } from './rtx.ts'
import { SendHistory } from './send-history.ts'
import { NO_SEND_TIME, readSendTimeUs, SEND_TIME_BYTES, writeSendTime } from './send-time.ts'

const times = { reorderUs: 10, repeatUs: 100, mostRequests: 2, mostMissing: 4 }

describe('a list of missing packets', () => {
  it('asks after the patience for reordering, again after a while, and then gives up', () => {
    const list = new NackList(times)
    list.skipped(0x1fffe, 0x20001, 1_000)
    assert.deepEqual(list.takeDue(1_009), [])
    assert.deepEqual(list.takeDue(1_010), [0xfffe, 0xffff, 0])
    assert.deepEqual(list.takeDue(1_109), [])
    assert.deepEqual(list.takeDue(1_110), [0xfffe, 0xffff, 0])
    assert.deepEqual(list.takeDue(1_210), [])
    assert.deepEqual([list.size, list.givenUp], [0, 3])
  })

  it('does not ask for what came late', () => {
    const list = new NackList(times)
    list.skipped(1, 3, 0)
    assert.equal(list.arrived(1), true)
    assert.equal(list.arrived(1), false)
    assert.deepEqual(list.takeDue(50), [2])
  })

  it('is bounded: the oldest are given up', () => {
    const list = new NackList(times)
    list.skipped(0, 3, 0)
    list.skipped(4, 7, 0)
    assert.deepEqual([list.size, list.givenUp], [4, 2])
    list.skipped(8, 1_000, 0)
    assert.deepEqual(list.takeDue(10), [996, 997, 998, 999])
    assert.equal(list.givenUp, 6 + 988)
  })
})

describe('a send history', () => {
  it('gives a packet again, but not twice at once and not after it was overwritten', () => {
    const history = new SendHistory(4)
    history.slot(5).set([1, 2, 3])
    history.keep(5, 3, 1_000)
    assert.equal(history.takeAgain(5, 1_010, 20), undefined)
    assert.deepEqual([...(history.takeAgain(5, 1_020, 20) ?? [])], [1, 2, 3])
    assert.equal(history.takeAgain(5, 1_030, 20), undefined)
    history.slot(9).set([4])
    history.keep(9, 1, 1_100)
    assert.equal(history.takeAgain(5, 2_000, 20), undefined)
    assert.equal(history.takeAgain(6, 2_000, 20), undefined)
  })

  it('keeps its slots across the wrap of sequence numbers', () => {
    const history = new SendHistory(4)
    for (const sequence of [0xfffe, 0xffff, 0, 1]) {
      history.slot(sequence)[0] = sequence & 0xff
      history.keep(sequence, 1, 0)
    }
    assert.deepEqual(
      [0xfffe, 0xffff, 0, 1].map((sequence) => history.takeAgain(sequence, 100, 0)?.[0]),
      [0xfe, 0xff, 0, 1],
    )
  })
})

describe('a retransmission', () => {
  it('is turned back into the packet it repeats', () => {
    const packet = new Uint8Array(20)
    packet.set([0x80, 97, 0, 1, 0, 0, 0, 9, 0, 0, 0, 2])
    const end = writeRetransmission(packet, 12, 0xabcd, Uint8Array.of(7, 8))
    const header = emptyHeader()
    readHeader(packet.subarray(0, end), header)
    assert.equal(restoreOriginal(packet, header, 1, 96), true)
    assert.deepEqual([header.ssrc, header.payloadType, header.sequenceNumber], [1, 96, 0xabcd])
    assert.deepEqual([...packet.subarray(header.payloadStart, header.payloadEnd)], [7, 8])
  })

  it('without payload repeats nothing', () => {
    const packet = Uint8Array.of(0x80, 97, 0, 1, 0, 0, 0, 9, 0, 0, 0, 2)
    const header = emptyHeader()
    readHeader(packet, header)
    assert.equal(restoreOriginal(packet, header, 1, 96), false)
  })
})

describe('the time of sending', () => {
  it('is read from the end of a payload', () => {
    const packet = new Uint8Array(3 + SEND_TIME_BYTES)
    writeSendTime(packet, 3, 2 ** 47 + 12_345.6)
    assert.equal(readSendTimeUs(packet, packet.length), 2 ** 47 + 12_345)
  })

  it('is not found in what others send', () => {
    assert.equal(readSendTimeUs(new Uint8Array(20), 20), NO_SEND_TIME)
    assert.equal(readSendTimeUs(new Uint8Array(2), 2), NO_SEND_TIME)
  })
})

describe('an Opus packet', () => {
  it('of one frame gets padding behind the same frame', () => {
    assert.deepEqual([...(withPadding(Uint8Array.of(0xfc, 1, 2), 2) ?? [])], [0xff, 0x41, 2, 1, 2, 0, 0])
  })

  it('of several frames is left alone', () => {
    assert.equal(withPadding(Uint8Array.of(0xfd, 1, 2), 2), undefined)
    assert.equal(withPadding(new Uint8Array(0), 2), undefined)
  })
})
