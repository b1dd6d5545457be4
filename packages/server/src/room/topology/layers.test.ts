import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { RtpParameters } from '@parley/protocol'
import { layerHeights } from './layers.ts'

describe('layer heights', () => {
  it('come from the scales that the publisher gave', () => {
    assert.deepEqual(layerHeights(video({ scaleResolutionDownBy: 4 }, { scaleResolutionDownBy: 1 }), 720), [180, 720])
  })
  it('halve from layer to layer where it gave none', () => {
    assert.deepEqual(layerHeights(video({ rid: 'q' }, { rid: 'h' }, { rid: 'f' }), 1080), [270, 540, 1080])
  })
  it('come from the scalability mode of a single stream', () => {
    assert.deepEqual(layerHeights(video({ scalabilityMode: 'L3T3_KEY' }), 720), [180, 360, 720])
    assert.deepEqual(layerHeights(video({ scalabilityMode: 'L1T3' }), 360), [360])
  })
})

function video(...encodings: NonNullable<RtpParameters['encodings']>): RtpParameters {
  return { codecs: [{ mimeType: 'video/VP8', payloadType: 96, clockRate: 90_000 }], encodings }
}
