// Sums over streams: what a client, and by adding again a process or a whole run, has sent and received.

import type { ReceiveStream } from '../rtp/receive-stream.ts'
import type { OutgoingTrack } from '../source/outgoing-track.ts'
import { VideoLayer } from '../source/video-layer.ts'

/** Plain numbers, so that they travel between processes and are added field by field. */
export interface MediaTotals {
  readonly packetsSent: number
  /** RTP with its headers. */
  readonly bytesSent: number
  readonly framesSent: number
  readonly keyFramesSent: number
  readonly retransmittedPacketsSent: number
  /** Requests of the server for key frames. */
  readonly keyFramesAsked: number
  /** Packets that the socket did not take. */
  readonly packetsDropped: number
  readonly packetsReceived: number
  readonly packetsExpected: number
  /** On the way, before any repair. */
  readonly packetsLost: number
  /** For good. */
  readonly packetsUnrecovered: number
  /** RTP with its headers. */
  readonly bytesReceived: number
  readonly retransmittedPacketsReceived: number
  readonly framesReceived: number
  readonly keyFramesReceived: number
  readonly framesDecoded: number
  readonly freezeCount: number
  readonly totalFreezesDurationUs: number
  readonly nackCount: number
  readonly pliCount: number
  /** Of no stream that was announced. */
  readonly strayPackets: number
}

const NONE: MediaTotals = {
  packetsSent: 0,
  bytesSent: 0,
  framesSent: 0,
  keyFramesSent: 0,
  retransmittedPacketsSent: 0,
  keyFramesAsked: 0,
  packetsDropped: 0,
  packetsReceived: 0,
  packetsExpected: 0,
  packetsLost: 0,
  packetsUnrecovered: 0,
  bytesReceived: 0,
  retransmittedPacketsReceived: 0,
  framesReceived: 0,
  keyFramesReceived: 0,
  framesDecoded: 0,
  freezeCount: 0,
  totalFreezesDurationUs: 0,
  nackCount: 0,
  pliCount: 0,
  strayPackets: 0,
}

export function noTotals(): MediaTotals {
  return NONE
}

export function addTotals(one: MediaTotals, other: MediaTotals): MediaTotals {
  const sum: Record<keyof MediaTotals, number> = { ...one }
  for (const name of names) sum[name] += other[name]
  return sum
}

const names = Object.keys(NONE).filter((name): name is keyof MediaTotals => name in NONE)

export function inboundTotals(stream: ReceiveStream): MediaTotals {
  return {
    ...NONE,
    packetsReceived: stream.packetsReceived,
    packetsExpected: stream.packetsExpected,
    packetsLost: stream.packetsLost,
    packetsUnrecovered: stream.packetsUnrecovered,
    bytesReceived: stream.bytesReceived + stream.headerBytesReceived,
    retransmittedPacketsReceived: stream.retransmittedPacketsReceived,
    framesReceived: stream.framesReceived,
    keyFramesReceived: stream.keyFramesReceived,
    framesDecoded: stream.framesDecoded,
    freezeCount: stream.freezes.freezeCount,
    totalFreezesDurationUs: stream.freezes.totalFreezesDurationUs,
    nackCount: stream.nackCount,
    pliCount: stream.pliCount,
  }
}

export function outboundTotals({ layers }: OutgoingTrack): MediaTotals {
  return layers
    .map((layer): MediaTotals => {
      const { stream } = layer
      const video =
        layer instanceof VideoLayer
          ? {
              framesSent: layer.framesSent,
              keyFramesSent: layer.keyFramesSent,
              keyFramesAsked: layer.pliCount + layer.firCount,
            }
          : {}
      return {
        ...NONE,
        packetsSent: stream.packetsSent,
        bytesSent: stream.bytesSent + stream.headerBytesSent,
        retransmittedPacketsSent: stream.retransmittedPacketsSent,
        ...video,
      }
    })
    .reduce(addTotals, NONE)
}
