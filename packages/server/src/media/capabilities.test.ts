import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { codecs, headerExtensions } from '@parley/protocol'
import { describeCapabilities, forwardableCapabilities } from './capabilities.ts'

const capabilities = describeCapabilities()

describe('capabilities', () => {
  it('offer every codec of our table, in its order, with its parameters', () => {
    const offered = capabilities.codecs.filter(({ mimeType }) => mimeType !== 'video/rtx')
    assert.deepEqual(
      offered.map(({ mimeType }) => mimeType),
      codecs.map(({ mimeType }) => mimeType),
    )
    for (const [index, codec] of codecs.entries()) {
      assert.deepEqual({ ...offered[index]?.parameters, ...codec.parameters }, offered[index]?.parameters)
    }
  })

  it('offer retransmission and transport-wide congestion control for every video codec', () => {
    for (const video of capabilities.codecs.filter(
      ({ kind, mimeType }) => kind === 'video' && mimeType !== 'video/rtx',
    )) {
      assert.ok(capabilities.codecs.some(({ parameters }) => parameters?.['apt'] === video.preferredPayloadType))
      assert.ok(video.rtcpFeedback?.some(({ type }) => type === 'transport-cc'))
    }
  })

  it('offer every header extension of our table and none besides', () => {
    const offered = new Set(capabilities.headerExtensions.map(({ uri }) => uri))
    assert.deepEqual([...offered].sort(), Object.values(headerExtensions).sort())
  })

  it('of a receiver lose the header extensions that nobody knows', () => {
    const unknown = { kind: 'video', uri: 'urn:example:unknown', preferredId: 14 } as const
    const { headerExtensions } = forwardableCapabilities({ codecs: [], headerExtensions: [unknown] })
    assert.deepEqual(headerExtensions, [])
  })
})
