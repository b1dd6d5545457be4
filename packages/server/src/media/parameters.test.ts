import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { RtpParameters } from '@parley/protocol'
import { describeParameters, forwardableParameters, objectionTo } from './parameters.ts'

const video = (encodings: RtpParameters['encodings'] = []): RtpParameters => ({
  codecs: [{ mimeType: 'video/VP8', payloadType: 96, clockRate: 90_000 }],
  encodings,
})

describe('RTP parameters', () => {
  it('of three simulcast encodings with three temporal layers are accepted', () => {
    const encodings = ['q', 'h', 'f'].map((rid) => ({ rid, scalabilityMode: 'L1T3' }))
    assert.equal(objectionTo('video', video(encodings)), undefined)
  })

  const refused: Record<string, ['audio' | 'video', RtpParameters]> = {
    'a codec of the other kind': ['audio', video()],
    'more layers than a worker has room for': ['video', video([{ scalabilityMode: 'L99T99' }])],
    'a scalability mode that is none': ['video', video([{ scalabilityMode: 'L1T1;drop' }])],
    'four encodings': ['video', video([{ ssrc: 1 }, { ssrc: 2 }, { ssrc: 3 }, { ssrc: 4 }])],
    'one SSRC for media and its retransmission': ['video', video([{ ssrc: 1, rtx: { ssrc: 1 } }])],
    'one RID twice': ['video', video([{ rid: 'q' }, { rid: 'q' }])],
  }
  for (const [what, [kind, parameters]] of Object.entries(refused)) {
    it(`with ${what} are refused`, () => assert.equal(typeof objectionTo(kind, parameters), 'string'))
  }

  it('reach mediasoup without unknown header extensions and without what only an encoder needs', () => {
    const { headerExtensions, encodings } = forwardableParameters({
      ...video([{ ssrc: 7, active: true, maxBitrate: 100, scaleResolutionDownBy: 2 }]),
      headerExtensions: [{ uri: 'urn:example:unknown', id: 3 }],
    })
    assert.deepEqual(headerExtensions, [])
    assert.deepEqual(encodings, [{ ssrc: 7 }])
  })

  it('reach a receiver without a field that is undefined, which MessagePack would carry', () => {
    const { codecs } = video()
    const told = describeParameters({ codecs, encodings: [{ ssrc: 7 }], rtcp: { cname: 'c' } })
    const withoutUndefined: unknown = JSON.parse(JSON.stringify(told))
    assert.deepEqual(told, withoutUndefined)
    assert.deepEqual(told.encodings, [{ ssrc: 7 }])
  })
})
