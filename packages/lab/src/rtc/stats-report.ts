// What streams and connections have counted, as reports of the W3C (https://www.w3.org/TR/webrtc-stats/).

/// <reference lib="dom" />

import type { ReceiveStream } from '../rtp/receive-stream.ts'
import type { OutgoingTrack } from '../source/outgoing-track.ts'
import { VideoLayer } from '../source/video-layer.ts'
import type { Pipe } from './pipe.ts'

type Entry = Readonly<Record<string, unknown>> & { readonly id: string; readonly type: string }

/** `timestampMs`: since 1970. */
export function statsReport(entries: readonly Entry[], timestampMs: number): RTCStatsReport {
  return new Map(entries.map((entry) => [entry.id, { ...entry, timestamp: timestampMs }]))
}

export function inboundEntries(stream: ReceiveStream, mid: string | undefined): Entry[] {
  const { kind, ssrc, freezes } = stream
  const video =
    kind === 'audio'
      ? {}
      : {
          framesReceived: stream.framesReceived,
          framesDecoded: stream.framesDecoded,
          keyFramesDecoded: stream.keyFramesReceived,
          keyFramesReceived: stream.keyFramesReceived,
          frameWidth: stream.frameWidth,
          frameHeight: stream.frameHeight,
          freezeCount: freezes.freezeCount,
          totalFreezesDuration: freezes.totalFreezesDurationUs / 1_000_000,
          pauseCount: freezes.pauseCount,
          totalPausesDuration: freezes.totalPausesDurationUs / 1_000_000,
          nackCount: stream.nackCount,
          pliCount: stream.pliCount,
        }
  return [
    {
      id: `IT${ssrc}`,
      type: 'inbound-rtp',
      kind,
      ssrc,
      ...(mid === undefined ? {} : { mid }),
      packetsReceived: stream.packetsReceived,
      packetsLost: stream.packetsLost,
      jitter: stream.jitterSeconds,
      bytesReceived: stream.bytesReceived,
      headerBytesReceived: stream.headerBytesReceived,
      retransmittedPacketsReceived: stream.retransmittedPacketsReceived,
      retransmittedBytesReceived: stream.retransmittedBytesReceived,
      ...video,
    },
  ]
}

export function outboundEntries({ layers }: OutgoingTrack, mid: string): Entry[] {
  return layers.flatMap((layer): Entry[] => {
    const { stream } = layer
    const { ssrc, remote } = stream
    const kind = layer instanceof VideoLayer ? 'video' : 'audio'
    const { rid } = stream.options
    const own: Entry = {
      id: `OT${ssrc}`,
      type: 'outbound-rtp',
      kind,
      ssrc,
      mid,
      ...(rid === undefined ? {} : { rid }),
      active: layer.isActive,
      packetsSent: stream.packetsSent,
      bytesSent: stream.bytesSent,
      headerBytesSent: stream.headerBytesSent,
      retransmittedPacketsSent: stream.retransmittedPacketsSent,
      retransmittedBytesSent: stream.retransmittedBytesSent,
      nackCount: stream.nackCount,
      ...(layer instanceof VideoLayer ? videoEntry(layer) : {}),
      ...(remote === undefined ? {} : { remoteId: `RI${ssrc}` }),
    }
    if (remote === undefined) return [own]
    const { packetsLost, fractionLost, jitterSeconds, roundTripSeconds } = remote
    const report = { packetsLost, fractionLost, jitter: jitterSeconds, localId: `OT${ssrc}`, ssrc, kind }
    const roundTrip = roundTripSeconds === undefined ? {} : { roundTripTime: roundTripSeconds }
    return [own, { id: `RI${ssrc}`, type: 'remote-inbound-rtp', ...report, ...roundTrip }]
  })
}

function videoEntry(layer: VideoLayer) {
  const { clip, framesSent, keyFramesSent, pliCount, firCount } = layer
  return {
    framesEncoded: framesSent,
    framesSent,
    keyFramesEncoded: keyFramesSent,
    frameWidth: clip.width,
    frameHeight: clip.height,
    framesPerSecond: clip.framesPerSecond,
    pliCount,
    firCount,
  }
}

export function transportEntries(pipe: Pipe): Entry[] {
  const { candidatePair: pair, packetsSent, packetsReceived, bytesSent, bytesReceived, state } = pipe
  const traffic = { packetsSent, packetsReceived, bytesSent, bytesReceived }
  const transport: Entry = {
    id: 'T0',
    type: 'transport',
    ...traffic,
    dtlsState: state === 'disconnected' ? 'connected' : state,
    ...(pair === undefined ? {} : { selectedCandidatePairId: 'CP0' }),
  }
  if (pair === undefined) return [transport]
  const local = { address: pair.localAddress, port: pair.localPort, protocol: 'udp', candidateType: 'host' }
  const remote = { address: pair.remoteAddress, port: pair.remotePort, protocol: 'udp', candidateType: pair.remoteType }
  return [
    transport,
    {
      id: 'CP0',
      type: 'candidate-pair',
      transportId: 'T0',
      localCandidateId: 'LC0',
      remoteCandidateId: 'RC0',
      state: 'succeeded',
      nominated: true,
      ...traffic,
    },
    { id: 'LC0', type: 'local-candidate', transportId: 'T0', ...local },
    { id: 'RC0', type: 'remote-candidate', transportId: 'T0', ...remote },
  ]
}
