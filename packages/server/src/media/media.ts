// Forwards packets: the SFU as the rest of the server sees it. What forwards (mediasoup) does not show through.

import type {
  DataChannel as DataChannelKind,
  DtlsParameters,
  RtpCapabilities,
  RtpParameters,
  SctpStreamParameters,
  Transport,
} from '@parley/protocol'
import { setLogEventListeners } from 'mediasoup'
import type { Log } from '../log/log.ts'
import { Workers } from './workers.ts'

export interface MediaOptions {
  /** Worker processes, one core each; 0: this server only signals. */
  readonly workers: number
  readonly listenAddress: string
  /** Address or host name that participants reach, where it differs from `listenAddress` (NAT, or listening on all). */
  readonly announcedAddress?: string
  /** Worker i takes UDP and TCP port `firstPort + i`; 0: any free port each, kept over restarts. */
  readonly firstPort: number
  /** How much of one room a worker takes before the room takes another one too: consumers, at least 20 for each participant. */
  readonly spreadAbove: number
  readonly outgoingBitrate: OutgoingBitrate
  /** Milliseconds without an answer after which a worker is taken for hung, and replaced. */
  readonly hungAfterMs?: number
  readonly log: Log
  /** Milliseconds. */
  readonly now: () => number
  /** 0 ≤ x < 1. */
  readonly random: () => number
  /** Instead of mediasoup's own binary (which `MEDIASOUP_WORKER_BIN` can name). */
  readonly workerBinary?: string
}

/** What is sent to one participant. */
export interface OutgoingBitrate {
  /** What its line is thought to carry before it has been measured. */
  readonly initialBps: number
  /** 0: as much as its line carries. */
  readonly maxBps: number
}

/** All calls into a worker that has died, or dies before it answers, are refused with `media.unavailable`. */
export interface Media extends AsyncDisposable {
  /** At least one worker lives. */
  readonly available: boolean
  /** The same on every worker and after every restart, also without workers. */
  readonly rtpCapabilities: RtpCapabilities
  /** Places a router on the least loaded living worker. Refusal `media.unavailable`: none lives. */
  openRouter(events: RouterEvents): Promise<Router>
  /** What a room's media lives on: it opens a router on each worker that it needs, the first when somebody comes. */
  openRouterSet(events: RouterSetEvents): RouterSet
  /** Resolves at once, or when a worker lives again; rejects with `signal.reason`, or `media.unavailable` at the close. */
  untilAvailable(signal: AbortSignal): Promise<void>
  stats(): Promise<WorkerStats[]>
  /** Ends all workers and waits until their processes are gone. Nobody is told `lost()`. */
  close(): Promise<void>
}

export interface WorkerStats {
  readonly index: number
  readonly alive: boolean
  /** Undefined while it does not live. */
  readonly pid: number | undefined
  readonly port: number
  readonly routers: number
  readonly transports: number
  readonly consumers: number
  /** Producers that it carries to other workers, for rooms that are on several. */
  readonly pipes: number
  /** User and system time of the living process; 0 while it does not live. */
  readonly cpuSeconds: number
  /** Processes started after the first that lived. */
  readonly restarts: number
}

export interface RouterEvents {
  /** Its worker died: everything opened on this router is gone. Called once, not after `close()`. */
  lost(): void
  /** Loudest first; empty once when it has become silent. `level` in dBov (−127…0). */
  speaking(levels: readonly Level[]): void
}

export interface Level {
  /** Of the producer: what it was opened with. */
  readonly label: string
  readonly level: number
}

export interface Router {
  readonly id: string
  readonly closed: boolean
  openTransport(): Promise<MediaTransport>
  close(): void
}

export interface RouterSetEvents {
  /** A worker died: all pairs of transports with this `router` are gone, and what was opened on them. Not after `close()`. */
  lost(router: string): void
  /** As for one router: each of them tells of those that come in by it. */
  speaking(router: string, levels: readonly Level[]): void
}

/**
 * The routers of one room. What comes in by any of them can be received by all; a small room has one, a large one (see
 * `MediaOptions.spreadAbove`) one on each worker.
 */
export interface RouterSet {
  /** The transports of one more participant, on the worker that has least to do. Refusal `media.unavailable`: none lives. */
  openPair(options: { readonly data: boolean }): Promise<TransportPair>
  /** To whoever has a channel of this kind that is ready, on all routers. */
  sendData(message: DataMessage): void
  close(): void
}

/** One participant's transports, both on the same router. */
export interface TransportPair {
  /** Its id. */
  readonly router: string
  readonly send: MediaTransport
  readonly receive: MediaTransport
  /**
   * One channel from the client and one to it. Refusals `data.unsupported`: the pair was not opened for data, or the stream
   * is none or taken; `transport.notFound`.
   */
  openDataChannel(options: DataChannelOptions): Promise<DataChannel>
  /** Idempotent. */
  close(): void
}

export interface DataChannelOptions {
  readonly kind: DataChannelKind
  /** Of the channel that the client sends on. */
  readonly sctpStreamParameters: SctpStreamParameters
  /** By which `DataMessage` names it: 1–65,535, its own in the room. */
  readonly address: number
  /** A text has come, of at most `maxDataFrameBytes`. */
  heard(text: string): void
  /** Called once, not after `close()`: its transports have ended, or it read too slowly for what must arrive. */
  ended(): void
}

/** What a client needs to receive on it; it ends with its transports. */
export interface DataChannel {
  readonly id: string
  readonly sctpStreamParameters: SctpStreamParameters
  readonly label: string
  readonly protocol: string
  /** The client can receive now; before, nothing is sent to it. */
  ready(): Promise<void>
  /** Idempotent. */
  close(): void
}

export interface DataMessage {
  readonly kind: DataChannelKind
  readonly text: string
  /** Addresses; undefined: all. */
  readonly to?: readonly number[]
  /** The address of the one that does not get it. */
  readonly except: number
}

/** One ICE/DTLS transport. What was opened on it ends with it. After its close, calls are refused: `transport.notFound`. */
export interface MediaTransport {
  readonly id: string
  /** What the client needs to connect. */
  readonly offer: Transport
  /** Refusal `transport.alreadyConnected` at the second call. */
  connect(dtlsParameters: DtlsParameters): Promise<void>
  /** New credentials: the other side may come from another address then (RFC 8445 §9). What is sent goes on. */
  restartIce(): Promise<Transport['iceParameters']>
  /** Refusal `track.unsupported`: these parameters cannot be forwarded. */
  produce(options: ProduceOptions): Promise<Producer>
  /** Starts paused. Refusals `track.unsupported`: the receiver lacks the codec; `track.notFound`: the producer is gone. */
  consume(options: ConsumeOptions): Promise<Consumer>
  close(): void
}

export interface ProduceOptions {
  readonly kind: 'audio' | 'video'
  readonly rtpParameters: RtpParameters
  readonly muted: boolean
  /** What `speaking` calls it; without one its level is not told. */
  readonly label?: string
  readonly events?: ProducerEvents
}

export interface ProducerEvents {
  /** How well its best stream arrives, 0 (nothing comes) to 10 (nothing is lost). */
  scoreChanged?(score: number): void
}

export interface ConsumeOptions {
  /** Of any transport of the same set of routers. */
  readonly producer: Producer
  readonly rtpCapabilities: RtpCapabilities
  readonly events?: ConsumerEvents
}

/** What one participant sends. After its close, calls are refused: `track.notFound`. */
export interface Producer {
  readonly id: string
  /** The id of the router by which it comes in. */
  readonly router: string
  readonly kind: 'audio' | 'video'
  pause(): Promise<void>
  resume(): Promise<void>
  /** Makes its sender begin its pictures anew, unless it is paused. */
  refresh(): Promise<void>
  close(): void
}

export interface ConsumerEvents {
  /** The simulcast or SVC layers forwarded now, 0 the smallest; null: none. */
  layersChanged?(spatialLayer: number | null, temporalLayer: number | null): void
  /** How well the receiver gets what is sent to it, 0 to 10 (nothing is lost). */
  scoreChanged?(score: number): void
}

/** What one participant receives of a producer; ends with it. After its end, calls are refused: `track.notFound`. */
export interface Consumer {
  readonly id: string
  readonly rtpParameters: RtpParameters
  /** How many there are; 1 and 1 for a plain stream. */
  readonly layers: { readonly spatial: number; readonly temporal: number }
  /** Video starts with a key frame. */
  resume(): Promise<void>
  pause(): Promise<void>
  /** The highest wanted, counted from 0; more than there are means the highest. Less is forwarded where bandwidth lacks. */
  preferLayers(spatial: number, temporal?: number): Promise<void>
  /** 1–255, higher gets bandwidth first. */
  setPriority(priority: number): Promise<void>
  close(): void
}

/**
 * Starts the workers and resolves when each was tried once. Never rejects for their sake: a server without a worker
 * starts degraded, says in its log what to do, and goes on trying.
 */
export async function openMedia(options: MediaOptions): Promise<Media> {
  if (isUnspecified(options.listenAddress) && options.announcedAddress === undefined) {
    options.log.warn('the media listens on all addresses and announces none; nobody can reach it', {
      advice: 'set the announced address to the one that participants reach',
    })
  }
  forwardLogs(options.log)
  return Workers.open(options)
}

function isUnspecified(address: string): boolean {
  return address === '0.0.0.0' || address === '::'
}

/**
 * mediasoup's own words, for whoever looks for a cause. What a worker calls warnings and errors, any client can cause
 * with bad parameters: they are for debugging. What is said about its process is a warning. One listener per process;
 * the last one wins.
 */
function forwardLogs(log: Log): void {
  setLogEventListeners({
    onwarn: (namespace, text) => log.debug('mediasoup', { namespace, text }),
    onerror: (namespace, text, error) => {
      const facts = { namespace, text, ...(error === undefined ? {} : { error }) }
      if (namespace.endsWith(':Channel')) log.debug('mediasoup', facts)
      else log.warn('mediasoup', facts)
    },
  })
}
