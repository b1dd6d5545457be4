// What a lab client can send and receive: Opus and VP8, as a browser would say it.

import { headerExtensions } from '@parley/protocol'
import type { RtpCapabilities, RtpHeaderExtension, RtpHeaderExtensionParameters } from 'mediasoup-client/types'
import type { ExtensionIds } from '../rtp/packet-template.ts'

const VP8_PAYLOAD_TYPE = 96
const RTX_PAYLOAD_TYPE = 97
const OPUS_PAYLOAD_TYPE = 111

const EXTENSIONS: readonly Pick<RtpHeaderExtension, 'uri' | 'kind'>[] = [
  { uri: headerExtensions.mid, kind: 'audio' },
  { uri: headerExtensions.absSendTime, kind: 'audio' },
  { uri: headerExtensions.transportCc, kind: 'audio' },
  { uri: headerExtensions.audioLevel, kind: 'audio' },
  { uri: headerExtensions.mid, kind: 'video' },
  { uri: headerExtensions.rid, kind: 'video' },
  { uri: headerExtensions.repairedRid, kind: 'video' },
  { uri: headerExtensions.absSendTime, kind: 'video' },
  { uri: headerExtensions.transportCc, kind: 'video' },
]

/** A fresh object each time: mediasoup-client writes into it. */
export function nativeCapabilities(): RtpCapabilities {
  return {
    codecs: [
      {
        kind: 'audio',
        mimeType: 'audio/opus',
        preferredPayloadType: OPUS_PAYLOAD_TYPE,
        clockRate: 48_000,
        channels: 2,
        parameters: { minptime: 10, useinbandfec: 1 },
        // Like browsers, no NACK for sound: it would come too late.
        rtcpFeedback: [{ type: 'transport-cc' }],
      },
      {
        kind: 'video',
        mimeType: 'video/VP8',
        preferredPayloadType: VP8_PAYLOAD_TYPE,
        clockRate: 90_000,
        parameters: {},
        rtcpFeedback: [
          { type: 'goog-remb' },
          { type: 'transport-cc' },
          { type: 'ccm', parameter: 'fir' },
          { type: 'nack' },
          { type: 'nack', parameter: 'pli' },
        ],
      },
      {
        kind: 'video',
        mimeType: 'video/rtx',
        preferredPayloadType: RTX_PAYLOAD_TYPE,
        clockRate: 90_000,
        parameters: { apt: VP8_PAYLOAD_TYPE },
        rtcpFeedback: [],
      },
    ],
    headerExtensions: EXTENSIONS.map(({ uri, kind }) => ({
      uri,
      kind,
      preferredId: [...new Set(EXTENSIONS.map((each) => each.uri))].indexOf(uri) + 1,
    })),
  }
}

export function extensionIds(extensions: readonly RtpHeaderExtensionParameters[] = []): ExtensionIds {
  const idOf = (uri: string) => extensions.find((extension) => extension.uri === uri)?.id
  return {
    mid: idOf(headerExtensions.mid),
    rid: idOf(headerExtensions.rid),
    repairedRid: idOf(headerExtensions.repairedRid),
    absSendTime: idOf(headerExtensions.absSendTime),
    transportCc: idOf(headerExtensions.transportCc),
    audioLevel: idOf(headerExtensions.audioLevel),
  }
}
