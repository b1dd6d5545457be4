// What the swarm needs of the WebRTC engine: a platform for the SDK, something to send, and what became of it.

/// <reference lib="dom" />

import type { Platform } from '@parley/client'
import type { Phase } from '../impair/phases.ts'
import type { VideoSize } from '../options.ts'
import type { Clock } from '../rtc/clock.ts'
import type { Histogram } from '../rtp/histogram.ts'

/** The phases of a bad network, and when the first one began, µs of the engine's clock. */
export interface Network {
  readonly phases: readonly Phase[]
  readonly zeroUs: number
}

/** One per process: it paces what all clients of the process send. */
export interface Engine {
  readonly clock: Clock
  /** When packets and frames were due against when they were sent, µs; since its last `reset`. */
  readonly scheduleError: Histogram
  /** Frames and packets that were due and not sent: this process was late, or a socket took no more. */
  readonly unsent: number
  /** `onError` hears what fails in the background. `network`: the bad one that its packets pass. */
  openClient(onError: (error: Error) => void, network?: Network): EngineClient
}

/** The media of one client, over all transports that it has had. */
export interface EngineClient {
  readonly platform: Platform
  /** One-way latencies since the last `reset` of each, µs: of audio packets, and of the ends of video frames. */
  readonly latency: { readonly audio: Histogram; readonly video: Histogram }
  openCamera(size: VideoSize): MediaStreamTrack
  openMicrophone(): MediaStreamTrack
  moments(): Moments
  totals(): ClientTotals
  /** Of what is sent and received now, with the names of W3C webrtc-stats. */
  streams(): readonly StreamReport[]
  /** Idempotent. */
  close(): void
}

/** When it first happened, in µs of the engine's clock; undefined: not yet. */
export interface Moments {
  /** Of the first transport. */
  readonly iceAtUs: number | undefined
  readonly dtlsAtUs: number | undefined
  readonly firstPacketAtUs: number | undefined
  readonly firstFrameAtUs: number | undefined
}

/** Packets are those of media: without retransmissions, padding and probes. Bytes are those of RTP with its headers. */
export interface ClientTotals {
  readonly audioSent: number
  readonly videoSent: number
  readonly bytesSent: number
  readonly audioReceived: number
  readonly videoReceived: number
  readonly bytesReceived: number
  /** By sequence numbers. */
  readonly expected: number
  /** RFC 3550: before any repair. */
  readonly lost: number
  /** For good. */
  readonly unrecovered: number
  readonly freezes: number
  /** Asked for by this client, and of it. */
  readonly nacks: number
  readonly plis: number
  readonly keyFramesAsked: number
  /** Received streams from which packets came. */
  readonly audioStreams: number
  readonly videoStreams: number
}

/** `inbound-rtp`, `outbound-rtp` or `remote-inbound-rtp`. */
export type StreamReport = Readonly<Record<string, unknown>> & { readonly id: string; readonly type: string }

/** Of a client that has no media yet. */
export const noTotals: ClientTotals = {
  audioSent: 0,
  videoSent: 0,
  bytesSent: 0,
  audioReceived: 0,
  videoReceived: 0,
  bytesReceived: 0,
  expected: 0,
  lost: 0,
  unrecovered: 0,
  freezes: 0,
  nacks: 0,
  plis: 0,
  keyFramesAsked: 0,
  audioStreams: 0,
  videoStreams: 0,
}
