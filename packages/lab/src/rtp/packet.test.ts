import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { audioLevelByte, findExtension, layOutExtensions, NOT_FOUND, readAbsSendTimeUs } from './header-extensions.ts'
import { emptyHeader, isRtcp, readHeader } from './packet.ts'
import { PacketTemplate } from './packet-template.ts'

describe('an RTP header', () => {
  it('is read from bytes, with CSRCs, extensions and padding', () => {
    const packet = Uint8Array.of(
      ...[0xb1, 0xe0, 0x12, 0x34, 0x00, 0x00, 0x00, 0x10, 0xfe, 0xdc, 0xba, 0x98],
      ...[0, 0, 0, 1], // one CSRC
      ...[0xbe, 0xde, 0x00, 0x01, 0x51, 0xab, 0xcd, 0x00],
      ...[0xaa, 0xbb, 0xcc, 0x00, 0x02],
    )
    const header = emptyHeader()
    assert.equal(readHeader(packet, header), true)
    assert.deepEqual(header, {
      marker: true,
      payloadType: 96,
      sequenceNumber: 0x1234,
      timestamp: 16,
      ssrc: 0xfedcba98,
      extensionsStart: 20,
      extensionsEnd: 24,
      payloadStart: 24,
      payloadEnd: 27,
    })
    const at = findExtension(packet, header, 5)
    assert.deepEqual([...packet.subarray(at, at + 2)], [0xab, 0xcd])
    assert.equal(findExtension(packet, header, 4), NOT_FOUND)
  })

  it('is refused where the packet is too short or of another version', () => {
    assert.equal(readHeader(new Uint8Array(11), emptyHeader()), false)
    assert.equal(readHeader(new Uint8Array(12), emptyHeader()), false)
    assert.equal(
      readHeader(Uint8Array.of(0x90, 96, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0xbe, 0xde, 0, 9), emptyHeader()),
      false,
    )
  })

  it('is told from RTCP by its second byte', () => {
    assert.equal(isRtcp(Uint8Array.of(0x80, 200)), true)
    assert.equal(isRtcp(Uint8Array.of(0x80, 0x80 | 111)), false)
  })
})

describe('a packet template', () => {
  const extensions = { mid: 1, rid: 2, absSendTime: 4, transportCc: 5, audioLevel: 6 }
  const template = new PacketTemplate({
    ssrc: 0x01020304,
    payloadType: 111,
    extensions,
    mid: '7',
    rid: 'q',
    audioLevel: audioLevelByte(-30, true),
  })

  it('writes headers that are read back', () => {
    const packet = new Uint8Array(template.bytes + 3)
    template.write(packet, true, 65_535, 0xfffffff0)
    template.stamp(packet, 64_000_000 + 1_500_000, 0xbeef)
    const header = emptyHeader()
    assert.equal(readHeader(packet, header), true)
    assert.deepEqual([header.marker, header.payloadType, header.sequenceNumber], [true, 111, 65_535])
    assert.deepEqual([header.timestamp, header.ssrc], [0xfffffff0, 0x01020304])
    assert.equal(header.payloadStart, template.bytes)
    const byte = (id: number) => packet[findExtension(packet, header, id)]
    assert.equal(byte(1), '7'.charCodeAt(0))
    assert.equal(byte(2), 'q'.charCodeAt(0))
    assert.equal(byte(6), 0x80 | 30)
    const transportCc = findExtension(packet, header, 5)
    assert.deepEqual([packet[transportCc], packet[transportCc + 1]], [0xbe, 0xef])
    assert.ok(Math.abs(readAbsSendTimeUs(packet, findExtension(packet, header, 4)) - 1_500_000) < 4)
  })

  it('without extensions is the fixed header alone', () => {
    const bare = new PacketTemplate({ ssrc: 1, payloadType: 96, extensions: {}, mid: '0' })
    assert.equal(bare.bytes, 12)
    const packet = new Uint8Array(12)
    bare.write(packet, false, 1, 2)
    assert.deepEqual([...packet], [0x80, 96, 0, 1, 0, 0, 0, 2, 0, 0, 0, 1])
  })
})

it('extensions are laid out one after the other and padded to four bytes', () => {
  const { bytes, offsets } = layOutExtensions([
    { id: 3, data: Uint8Array.of(1, 2, 3) },
    { id: 9, data: Uint8Array.of(4) },
  ])
  assert.deepEqual([...bytes], [0xbe, 0xde, 0, 2, 0x32, 1, 2, 3, 0x90, 4, 0, 0])
  assert.deepEqual(
    [...offsets],
    [
      [3, 5],
      [9, 9],
    ],
  )
})
