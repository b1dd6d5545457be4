// The figures of the last minutes as lines to plot, of everything or of one track. Pure.

import type { StreamFigures, TrackFigures } from '@parley/client'
import type { Sample } from './history.ts'

export const plotNames = ['bitrate', 'loss', 'roundTrip', 'jitter', 'frames', 'height'] as const
export type PlotName = (typeof plotNames)[number]

export interface Line {
  readonly direction: 'sent' | 'received'
  /** Null: nothing is known of this moment. */
  readonly values: readonly (number | null)[]
}

export interface Plot {
  readonly name: PlotName
  /** Seconds before the last sample, negative, ascending. */
  readonly seconds: readonly number[]
  /** kbit/s, per cent, ms, ms, pictures per second, pixels. */
  readonly lines: readonly Line[]
}

/** Reports of loss come every second or so: of shorter times they would say nothing or twice as much. */
const lossOverMs = 5_000
/** Between samples farther apart nobody has looked: no line. */
const gapMs = 25_000

/** @param trackId of one track; undefined: of all. Plots about which nothing is known are left out. */
export function plotsOf(history: readonly Sample[], trackId: string | undefined): Plot[] {
  const samples = history.filter(({ figures }) => figures.spanMs !== undefined)
  const lastMs = samples.at(-1)?.atMs ?? 0
  const points = withGaps(samples)
  const seconds = points.map(({ atMs }) => (atMs - lastMs) / 1_000)
  const one = trackId === undefined ? undefined : directionOf(samples, trackId)
  return plotNames.flatMap((name): Plot[] => {
    // To the server and back is one way.
    const directions = one ? [one] : name === 'roundTrip' ? (['sent'] as const) : (['sent', 'received'] as const)
    const lines = directions
      .map((direction) => ({
        direction,
        values: points.map(({ sample, at }) => {
          if (sample === undefined) return null
          const value =
            name === 'loss' ? lossAt(samples, at, direction, trackId) : read[name](sample, direction, trackId)
          return value ?? null
        }),
      }))
      .filter(({ values }) => values.some((value) => value !== null))
    return lines.length === 0 ? [] : [{ name, seconds, lines }]
  })
}

/** Undefined: nothing is known. */
export function summarize({ values }: Line): { last: number; least: number; most: number } | undefined {
  const known = values.filter((value) => value !== null)
  const last = known.at(-1)
  return last === undefined ? undefined : { last, least: Math.min(...known), most: Math.max(...known) }
}

type Direction = Line['direction']
type Read = (sample: Sample, direction: Direction, trackId: string | undefined) => number | undefined

const read: Readonly<Record<Exclude<PlotName, 'loss'>, Read>> = {
  bitrate({ figures }, direction, trackId) {
    const bps =
      trackId !== undefined
        ? tracksOf(figures, direction, trackId)[0]?.bitrateBps
        : direction === 'sent'
          ? figures.send?.sentBps
          : figures.receive?.receivedBps
    return bps === undefined ? undefined : bps / 1_000
  },
  roundTrip({ figures }, _, trackId) {
    const ofTrack = trackId === undefined ? undefined : tracksOf(figures, 'sent', trackId)[0]?.roundTripMs
    return ofTrack ?? largest([figures.send?.roundTripMs, figures.receive?.roundTripMs])
  },
  jitter({ figures }, direction, trackId) {
    const tracks = tracksOf(figures, direction, trackId)
    return largest(
      tracks.flatMap(({ track, jitterMs }) => (trackId !== undefined || track.kind === 'audio' ? [jitterMs] : [])),
    )
  },
  frames: ({ figures }, direction, trackId) =>
    largest(pictures(tracksOf(figures, direction, trackId)).map(({ framesPerSecond }) => framesPerSecond)),
  height: ({ figures }, direction, trackId) =>
    largest(pictures(tracksOf(figures, direction, trackId)).map(({ height }) => height)),
}

function lossAt(samples: readonly Sample[], at: number, direction: Direction, trackId: string | undefined) {
  const nowMs = samples[at]?.atMs ?? 0
  const window = samples.slice(0, at + 1).filter(({ atMs }) => atMs > nowMs - lossOverMs)
  const streams = window
    .flatMap(({ figures }) => tracksOf(figures, direction, trackId))
    .flatMap((track) => track.streams.filter(({ lossShare }) => lossShare !== undefined))
  const expected = streams.reduce((sum, { packetsExpected }) => sum + packetsExpected, 0)
  const lost = streams.reduce((sum, { packetsLost }) => sum + packetsLost, 0)
  return expected === 0 ? undefined : (100 * Math.min(lost, expected)) / expected
}

function tracksOf(figures: Sample['figures'], direction: Direction, trackId: string | undefined): TrackFigures[] {
  const side = direction === 'sent' ? figures.local : figures.remote
  return [...side].flatMap(([id, track]) => (trackId === undefined || id === trackId ? [track] : []))
}

/** Those in which pictures flow. */
function pictures(tracks: readonly TrackFigures[]): StreamFigures[] {
  return tracks.flatMap(({ streams }) =>
    streams.filter(({ height, bitrateBps }) => height !== undefined && bitrateBps !== 0),
  )
}

function directionOf(samples: readonly Sample[], trackId: string): Direction {
  return samples.some(({ figures }) => figures.local.has(trackId)) ? 'sent' : 'received'
}

function withGaps(samples: readonly Sample[]): { atMs: number; at: number; sample: Sample | undefined }[] {
  return samples.flatMap((sample, at) => {
    const previous = samples[at - 1]
    const point = { atMs: sample.atMs, at, sample }
    if (!previous || sample.atMs - previous.atMs <= gapMs) return [point]
    return [{ atMs: previous.atMs + 1, at, sample: undefined }, point]
  })
}

function largest(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined)
  return known.length === 0 ? undefined : Math.max(...known)
}
