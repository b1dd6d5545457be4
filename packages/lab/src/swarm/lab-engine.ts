// The lab's own WebRTC engine behind the interface of the swarm.

import { ImpairedPath } from '../impair/path.ts'
import type { ClientMedia } from '../rtc/client-media.ts'
import { type LabEngine, openEngine } from '../rtc/engine.ts'
import { type LabPlatform, labPlatform } from '../rtc/platform.ts'
import { inboundEntries, outboundEntries } from '../rtc/stats-report.ts'
import { VideoLayer } from '../source/video-layer.ts'
import type { ClientTotals, Engine, EngineClient, Moments, Network, StreamReport } from './engine.ts'
import { LeanSocket } from './lean-socket.ts'

export async function openLabEngine(seed: number): Promise<Engine> {
  const engine = await openEngine({ seed })
  const clients = new Set<LabClient>()
  let unsentBefore = 0
  return {
    clock: engine.clock,
    scheduleError: engine.scheduleError,
    get unsent() {
      return [...clients].reduce((sum, client) => sum + client.unsent, unsentBefore)
    },
    openClient(onError, network) {
      const path = network && openPath(engine, network, onError)
      const client = new LabClient(engine, path, onError, () => {
        if (clients.delete(client)) unsentBefore += client.unsent
      })
      clients.add(client)
      return client
    },
  }
}

class LabClient implements EngineClient {
  readonly platform: LabPlatform
  readonly #engine: LabEngine
  readonly #media: ClientMedia
  readonly #path: ImpairedPath | undefined
  readonly #onClose: () => void
  readonly #audioSent = new RunningSum()
  readonly #audioReceived = new RunningSum()
  #firstPacketAtUs: number | undefined
  #firstFrameAtUs: number | undefined

  constructor(engine: LabEngine, path: ImpairedPath | undefined, onError: (error: Error) => void, onClose: () => void) {
    this.#engine = engine
    this.#path = path
    this.#onClose = onClose
    this.platform = labPlatform({ engine, webSocket: LeanSocket, onError, ...(path === undefined ? {} : { path }) })
    this.#media = this.platform.media
  }

  get latency() {
    return this.#media.latencies
  }

  get unsent(): number {
    const layers = this.#media.sent.flatMap((track) => track.layers)
    const frames = layers.reduce((sum, layer) => sum + (layer instanceof VideoLayer ? layer.framesDropped : 0), 0)
    return frames + this.#media.totals.packetsDropped
  }

  openCamera(size: Parameters<LabEngine['camera']>[0]): MediaStreamTrack {
    return this.#engine.camera(size)
  }

  openMicrophone(): MediaStreamTrack {
    return this.#engine.microphone()
  }

  moments(): Moments {
    const { received, connects } = this.#media
    this.#firstPacketAtUs ??= earliest(received.map(({ firstPacketAtUs }) => firstPacketAtUs))
    this.#firstFrameAtUs ??= earliest(received.map(({ firstFrameAtUs }) => firstFrameAtUs))
    const connected = connects.flatMap(({ startedAtUs, times }) => {
      if (!times) return []
      const iceAtUs = startedAtUs + times.iceMs * 1_000
      return [{ iceAtUs, dtlsAtUs: iceAtUs + times.dtlsMs * 1_000 }]
    })
    return {
      iceAtUs: earliest(connected.map(({ iceAtUs }) => iceAtUs)),
      dtlsAtUs: earliest(connected.map(({ dtlsAtUs }) => dtlsAtUs)),
      firstPacketAtUs: this.#firstPacketAtUs,
      firstFrameAtUs: this.#firstFrameAtUs,
    }
  }

  totals(): ClientTotals {
    const { received, sent, totals } = this.#media
    const voices = sent.flatMap(({ layers }) => layers.filter((layer) => !(layer instanceof VideoLayer)))
    const flowing = received.filter(({ packetsReceived }) => packetsReceived > 0)
    const audio = flowing.filter(({ kind }) => kind === 'audio')
    const audioSent = this.#audioSent.of(voices.map(({ stream }) => [stream, stream.packetsSent]))
    const audioReceived = this.#audioReceived.of(audio.map((stream) => [stream, stream.packetsReceived]))
    return {
      audioSent,
      videoSent: totals.packetsSent - audioSent,
      bytesSent: totals.bytesSent,
      audioReceived,
      videoReceived: totals.packetsReceived - audioReceived,
      bytesReceived: totals.bytesReceived,
      expected: totals.packetsExpected,
      lost: totals.packetsLost,
      unrecovered: totals.packetsUnrecovered,
      freezes: totals.freezeCount,
      nacks: totals.nackCount,
      plis: totals.pliCount,
      keyFramesAsked: totals.keyFramesAsked,
      audioStreams: audio.length,
      videoStreams: flowing.length - audio.length,
    }
  }

  streams(): StreamReport[] {
    const { received, sent } = this.#media
    return [
      ...sent.flatMap((track) => outboundEntries(track, '')),
      ...received.flatMap((stream) => inboundEntries(stream, undefined)),
    ]
  }

  close(): void {
    this.#onClose()
    for (const transport of [...this.#media.transports]) transport.close()
    void this.#path?.close()
  }
}

function openPath(
  { clock, random }: LabEngine,
  { phases, zeroUs }: Network,
  onError: (error: Error) => void,
): ImpairedPath {
  return new ImpairedPath({ phases, zeroMs: zeroUs / 1_000, random, now: () => clock.nowUs() / 1_000, onError })
}

/** Sums counts of things that come and go: what is gone keeps its last count. */
class RunningSum {
  #past = 0
  #last = new Map<object, number>()

  of(counts: readonly (readonly [object, number])[]): number {
    const now = new Map(counts)
    for (const [thing, count] of this.#last) if (!now.has(thing)) this.#past += count
    this.#last = now
    return counts.reduce((sum, [, count]) => sum + count, this.#past)
  }
}

/** Of those that happened: −1 stands for not yet. */
function earliest(moments: readonly number[]): number | undefined {
  const happened = moments.filter((atUs) => atUs >= 0)
  return happened.length === 0 ? undefined : Math.min(...happened)
}
