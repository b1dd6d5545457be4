import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { AnyNotification } from '@parley/protocol'
import { unpack } from 'msgpackr'
import { type Codec, jsonCodec, messagePackCodec } from './encoding.ts'

const answer = {
  jsonrpc: '2.0',
  id: 'x',
  result: { text: 'Grüße 🦜', list: [1, -1, 0.5, 2 ** 40, null, true] },
} as const
const left: AnyNotification = { method: 'room.left', params: { room: 'kitchen', reason: 'replaced' } }

for (const open of [jsonCodec, messagePackCodec]) {
  const name = open().encoding
  describe(`encoding as ${name}`, () => {
    it('reads what it writes', () => {
      const codec = open()
      assert.deepEqual(codec.decode(codec.encode(answer), codec.binary), answer)
    })

    it('writes what any other library reads', () => {
      assert.deepEqual(readElsewhere(open(), answer), answer)
      assert.deepEqual(readElsewhere(open(), { jsonrpc: '2.0', ...left }), { jsonrpc: '2.0', ...left })
    })

    it('encodes a notification that goes to many once', () => {
      const codec = open()
      const first = codec.encodeNotification(left)
      assert.equal(codec.encodeNotification(left), first)
      const another = codec.encodeNotification({ ...left })
      assert.notEqual(another, first)
      assert.deepEqual(another, first)
    })

    it('keeps the bytes of a notification while others are encoded', () => {
      const codec = open()
      const frame = codec.encodeNotification(left)
      const before = Buffer.from(frame)
      for (let count = 0; count < 1000; count += 1) codec.encode(answer)
      assert.deepEqual(frame, before)
    })

    it('throws at frames of the other kind', () => {
      const codec = open()
      assert.throws(() => codec.decode(codec.encode(answer), !codec.binary), TypeError)
    })

    it('throws at bytes that are no message, and reads on', () => {
      const codec = open()
      const whole = codec.encode(answer)
      for (let length = 0; length < whole.length; length += 1)
        assert.throws(
          () => codec.decode(whole.subarray(0, length), codec.binary),
          `${length} bytes were taken for a message`,
        )
      assert.throws(() => codec.decode(Buffer.concat([whole, whole]), codec.binary))
      assert.deepEqual(codec.decode(whole, codec.binary), answer)
    })
  })
}

describe('encoding as json', () => {
  it('throws at text that is not UTF-8', () => {
    assert.throws(() => jsonCodec().decode(Buffer.from([0x22, 0xc3, 0x28, 0x22]), false), TypeError)
  })
})

describe('encoding as msgpack', () => {
  const decode = (...bytes: number[]) => messagePackCodec().decode(Buffer.from(bytes), true)

  it('reads integers of 64 bits as numbers', () => {
    assert.equal(decode(0xcf, 0, 0, 0, 0, 0, 0, 0, 7), 7)
    assert.equal(decode(0xd3, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff), -1)
  })

  it('allocates nothing for what is only announced', () => {
    const announced = Array.from({ length: 10_000 }, () => [0xdd, 0x01, 0xff, 0xff, 0xff]).flat()
    const before = process.memoryUsage().heapTotal
    assert.throws(() => decode(...announced))
    assert.ok(process.memoryUsage().heapTotal - before < 100_000_000)
  })

  it('survives nesting as deep as a message is long', () => {
    const codec = messagePackCodec()
    assert.throws(() => codec.decode(Buffer.alloc(65_536, 0x91), true))
    assert.deepEqual(codec.decode(codec.encode(answer), true), answer)
  })

  it('puts a key named __proto__ on no prototype', () => {
    const poison = Buffer.concat([
      Buffer.from([0x81, 0xa9]),
      Buffer.from('__proto__'),
      Buffer.from([0x81, 0xa8]),
      Buffer.from('polluted'),
      Buffer.from([0xc3]),
    ])
    const decoded = messagePackCodec().decode(poison, true)
    assert.ok(typeof decoded === 'object' && decoded !== null)
    assert.equal(Object.getPrototypeOf(decoded), Object.prototype)
    assert.equal('polluted' in {}, false)
  })
})

function readElsewhere(codec: Codec, message: Parameters<Codec['encode']>[0]): unknown {
  const frame = codec.encode(message)
  return codec.binary ? unpack(frame) : JSON.parse(frame.toString())
}
