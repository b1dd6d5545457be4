// What all lab clients of one process share: clock, timer, certificate, clips, and how well packets kept their time.

import { Histogram } from '../rtp/histogram.ts'
import { type ClipLibrary, openClips, type PresetName, presets, syntheticClips } from '../source/presets.ts'
import { Ticker } from '../source/ticker.ts'
import { LabTrack } from '../source/track.ts'
import { type Certificate, makeCertificate } from './certificate.ts'
import { type Clock, systemClock } from './clock.ts'
import { type Random, seededRandom } from './random.ts'

export interface EngineOptions {
  /** The same seed gives the same SSRCs, phases and synthetic frames. */
  readonly seed: number
  /** `clips` (default): a browser decodes them. `synthetic`: noise in the right sizes, at any bit rate. */
  readonly media?: 'clips' | 'synthetic'
  readonly clock?: Clock
  /** Hears what goes wrong in a tick; default: thrown as an uncaught exception. */
  readonly onError?: (error: unknown) => void
}

export interface LabEngine {
  readonly clock: Clock
  readonly random: Random
  readonly certificate: Certificate
  readonly ticker: Ticker
  /** Due time against time of sending of every frame and every sound packet, µs; up to one tick is inherent. */
  readonly scheduleError: Histogram
  /** A new camera. The picture follows the preset; the sizes that are sent follow what the SDK asks for. */
  camera(preset?: PresetName): LabTrack
  /** A new microphone with a voice of this level (−127…0 dBov, default −30), as the level extension tells it. */
  microphone(levelDbov?: number): LabTrack
  /** A track that nothing is known of but its kind. */
  received(kind: 'audio' | 'video'): LabTrack
}

export async function openEngine(options: EngineOptions): Promise<LabEngine> {
  const { seed, media = 'clips', clock = systemClock() } = options
  const random = seededRandom(seed)
  const clips: ClipLibrary = media === 'clips' ? await openClips() : syntheticClips(random)
  const ticker = new Ticker(() => clock.nowUs(), options.onError ?? rethrow)
  let lastId = 0
  const nextId = () => `lab-${++lastId}`
  return {
    clock,
    random,
    certificate: makeCertificate(clock.toUnixUs(clock.nowUs()) / 1_000),
    ticker,
    scheduleError: new Histogram(),
    camera: (preset = '360p') => new LabTrack(nextId(), { kind: 'video', clips, ...presets[preset] }),
    microphone: (levelDbov = -30) => new LabTrack(nextId(), { kind: 'audio', clips, levelDbov }),
    received: (kind) => new LabTrack(nextId(), { kind }),
  }
}

function rethrow(error: unknown): void {
  queueMicrotask(() => {
    throw error
  })
}
