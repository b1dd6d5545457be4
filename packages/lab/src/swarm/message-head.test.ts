import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { readAnswerHead, readCallHead } from './message-head.ts'

/** A MessagePack map whose first field is `jsonrpc`; `rest` as bytes of latin1. */
function packed(map: string, rest: string): Uint8Array {
  return new Uint8Array(Buffer.from(`${map}\xa7jsonrpc\xa32.0${rest}`, 'latin1'))
}
const buffer = (bytes: Uint8Array) => bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length)

describe('heads of messages', () => {
  it('are read from calls in JSON', () => {
    const call = JSON.stringify({ jsonrpc: '2.0', id: 17, method: 'room.join', params: { room: 'a' } })
    assert.deepEqual(readCallHead(call), { id: 17, method: 'room.join' })
  })

  it('are read from answers in JSON, good and bad', () => {
    const ok = JSON.stringify({ jsonrpc: '2.0', id: 3, result: {} })
    const bad = JSON.stringify({ jsonrpc: '2.0', id: 4, error: { code: 1, message: 'no' } })
    assert.deepEqual(
      [readAnswerHead(ok), readAnswerHead(bad)],
      [
        { id: 3, isError: false },
        { id: 4, isError: true },
      ],
    )
  })

  it('are read from MessagePack with short and long maps and ids', () => {
    assert.deepEqual(readCallHead(packed('\x84', '\xa2id\x05\xa6method\xa9room.join')), { id: 5, method: 'room.join' })
    const long = packed('\xde\x00\x04', '\xa2id\xcd\x01\x00\xa6method\xa9room.view')
    assert.deepEqual(readCallHead(long), { id: 256, method: 'room.view' })
    assert.deepEqual(readAnswerHead(buffer(packed('\x83', '\xa2id\xcc\xff\xa6result\x80'))), {
      id: 255,
      isError: false,
    })
    assert.deepEqual(readAnswerHead(buffer(packed('\x83', '\xa2id\x01\xa5error\x80'))), { id: 1, isError: true })
  })

  it('are none where there is no id, and of what is not ours', () => {
    const notification = JSON.stringify({ jsonrpc: '2.0', method: 'room.speaking', params: {} })
    assert.equal(readCallHead(notification), undefined)
    assert.equal(readAnswerHead(notification), undefined)
    assert.equal(readCallHead(packed('\x83', '\xa6method\xa9room.view')), undefined)
    assert.equal(readAnswerHead(new ArrayBuffer(0)), undefined)
    assert.equal(readAnswerHead(buffer(packed('\x83', '\xa2id'))), undefined)
    assert.equal(readAnswerHead(42), undefined)
  })
})
