// What a browser would say of a microphone, a camera and itself, in small.

import { headerExtensions, type Params } from '@parley/protocol'

type Publish = Params<'track.publish'>

/** A well-formed certificate fingerprint of nobody. */
export const fingerprint: Params<'transport.connect'>['dtlsParameters'] = {
  role: 'client',
  fingerprints: [{ algorithm: 'sha-256', value: Array.from({ length: 32 }, () => 'AB').join(':') }],
}

/** Each track of a transport has a mid and an SSRC of its own, by `index`. */
export function microphone(room: string, index = 0): Publish {
  return {
    room,
    kind: 'audio',
    source: 'microphone',
    rtpParameters: {
      mid: `audio${index}`,
      codecs: [
        { mimeType: 'audio/opus', payloadType: 111, clockRate: 48_000, channels: 2, parameters: { useinbandfec: 1 } },
      ],
      headerExtensions: [{ uri: headerExtensions.mid, id: 1 }],
      encodings: [{ ssrc: 1000 + index }],
      rtcp: { cname: 'conformance' },
    },
  }
}

export function camera(room: string, index = 0): Publish {
  return {
    room,
    kind: 'video',
    source: 'camera',
    rtpParameters: {
      mid: `video${index}`,
      codecs: [{ mimeType: 'video/VP8', payloadType: 96, clockRate: 90_000 }],
      headerExtensions: [{ uri: headerExtensions.mid, id: 1 }],
      encodings: [{ ssrc: 2000 + index }],
      rtcp: { cname: 'conformance' },
    },
  }
}
