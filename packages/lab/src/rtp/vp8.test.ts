import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  descriptorBytes,
  emptyDescriptor,
  isKeyFrame,
  keyFrameHeader,
  keyFrameSize,
  readDescriptor,
  writeDescriptor,
} from './vp8.ts'

describe('a VP8 payload descriptor', () => {
  it('with temporal layers is these six bytes', () => {
    const packet = new Uint8Array(8)
    const mark = { pictureId: 0x1234, temporal: { layer: 2, tl0PicIdx: 0xab, isSync: true } }
    assert.equal(writeDescriptor(packet, 1, true, mark), 1 + descriptorBytes(mark))
    assert.deepEqual([...packet], [0, 0x90, 0xe0, 0x92, 0x34, 0xab, 0xa0, 0])
    const descriptor = emptyDescriptor()
    assert.equal(readDescriptor(packet, 1, 8, descriptor), true)
    assert.deepEqual(descriptor, { isStart: true, pictureId: 0x1234, tl0PicIdx: 0xab, temporalLayer: 2, dataStart: 7 })
  })

  it('without them is these four, and a picture id of 15 bits wraps', () => {
    const packet = new Uint8Array(5)
    const mark = { pictureId: 0x8001 }
    assert.equal(writeDescriptor(packet, 0, false, mark), descriptorBytes(mark))
    assert.deepEqual([...packet], [0x80, 0x80, 0x80, 0x01, 0])
    const descriptor = emptyDescriptor()
    assert.equal(readDescriptor(packet, 0, 5, descriptor), true)
    assert.deepEqual(descriptor, { isStart: false, pictureId: 1, tl0PicIdx: -1, temporalLayer: -1, dataStart: 4 })
  })

  it('of one byte, and with a short picture id, is read too', () => {
    const descriptor = emptyDescriptor()
    assert.equal(readDescriptor(Uint8Array.of(0x10, 1), 0, 2, descriptor), true)
    assert.deepEqual([descriptor.isStart, descriptor.dataStart, descriptor.pictureId], [true, 1, -1])
    assert.equal(readDescriptor(Uint8Array.of(0x90, 0x80, 0x11, 1), 0, 4, descriptor), true)
    assert.deepEqual([descriptor.pictureId, descriptor.dataStart], [0x11, 3])
  })

  it('with nothing behind it carries no frame', () => {
    assert.equal(readDescriptor(Uint8Array.of(0x90, 0x80, 0x11), 0, 3, emptyDescriptor()), false)
    assert.equal(readDescriptor(new Uint8Array(0), 0, 0, emptyDescriptor()), false)
  })

  it('of a later partition does not start a frame', () => {
    const descriptor = emptyDescriptor()
    readDescriptor(Uint8Array.of(0x11, 1), 0, 2, descriptor)
    assert.equal(descriptor.isStart, false)
  })
})

it('the head of a key frame tells its size', () => {
  const head = keyFrameHeader(1_920, 1_080)
  assert.equal(isKeyFrame(head, 0), true)
  assert.equal(isKeyFrame(Uint8Array.of(0x11), 0), false)
  assert.deepEqual(keyFrameSize(head, 0), { width: 1_920, height: 1_080 })
})
