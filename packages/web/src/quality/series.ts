// The figures of the last minutes as lines to plot, of everything, of one person or of one track. Pure.

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

/** @param chosen of these tracks, which go one way; undefined: of all. Plots about which nothing is known are left out. */
export function plotsOf(history: readonly Sample[], chosen: readonly string[] | undefined): Plot[] {
  const samples = history.filter(({ figures }) => figures.spanMs !== undefined)
  const lastMs = samples.at(-1)?.atMs ?? 0
  const points = withGaps(samples)
  const seconds = points.map(({ atMs }) => (atMs - lastMs) / 1_000)
  const one = chosen && directionOf(samples, chosen)
  return plotNames.flatMap((name): Plot[] => {
    // To the server and back is one way.
    const directions = one ? [one] : name === 'roundTrip' ? (['sent'] as const) : (['sent', 'received'] as const)
    const lines = directions
      .map((direction) => ({
        direction,
        values: points.map(({ sample, at }) => {
          if (sample === undefined) return null
          const value = name === 'loss' ? lossAt(samples, at, direction, chosen) : read[name](sample, direction, chosen)
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
type Chosen = readonly string[] | undefined
type Read = (sample: Sample, direction: Direction, chosen: Chosen) => number | undefined

const read: Readonly<Record<Exclude<PlotName, 'loss'>, Read>> = {
  bitrate({ figures }, direction, chosen) {
    const line = direction === 'sent' ? figures.send?.sentBps : figures.receive?.receivedBps
    const bps = chosen ? total(tracksOf(figures, direction, chosen)) : line
    return bps === undefined ? undefined : bps / 1_000
  },
  roundTrip({ figures }, _, chosen) {
    const ofTracks = chosen && largest(tracksOf(figures, 'sent', chosen).map(({ roundTripMs }) => roundTripMs))
    return ofTracks ?? largest([figures.send?.roundTripMs, figures.receive?.roundTripMs])
  },
  jitter({ figures }, direction, chosen) {
    const tracks = tracksOf(figures, direction, chosen)
    const voices = tracks.filter(({ track }) => track.kind === 'audio' || chosen?.length === 1)
    return largest(voices.map(({ jitterMs }) => jitterMs))
  },
  frames: ({ figures }, direction, chosen) =>
    largest(pictures(tracksOf(figures, direction, chosen)).map(({ framesPerSecond }) => framesPerSecond)),
  height: ({ figures }, direction, chosen) =>
    largest(pictures(tracksOf(figures, direction, chosen)).map(({ height }) => height)),
}

function lossAt(samples: readonly Sample[], at: number, direction: Direction, chosen: Chosen) {
  const nowMs = samples[at]?.atMs ?? 0
  const window = samples.slice(0, at + 1).filter(({ atMs }) => atMs > nowMs - lossOverMs)
  const streams = window
    .flatMap(({ figures }) => tracksOf(figures, direction, chosen))
    .flatMap((track) => track.streams.filter(({ lossShare }) => lossShare !== undefined))
  const expected = streams.reduce((sum, { packetsExpected }) => sum + packetsExpected, 0)
  const lost = streams.reduce((sum, { packetsLost }) => sum + packetsLost, 0)
  return expected === 0 ? undefined : (100 * Math.min(lost, expected)) / expected
}

function tracksOf(figures: Sample['figures'], direction: Direction, chosen: Chosen): TrackFigures[] {
  const side = direction === 'sent' ? figures.local : figures.remote
  return [...side].flatMap(([id, track]) => ((chosen?.includes(id) ?? true) ? [track] : []))
}

/** Those in which pictures flow. */
function pictures(tracks: readonly TrackFigures[]): StreamFigures[] {
  return tracks.flatMap(({ streams }) =>
    streams.filter(({ height, bitrateBps }) => height !== undefined && bitrateBps !== 0),
  )
}

function directionOf(samples: readonly Sample[], chosen: readonly string[]): Direction {
  return samples.some(({ figures }) => chosen.some((id) => figures.local.has(id))) ? 'sent' : 'received'
}

function withGaps(samples: readonly Sample[]): { atMs: number; at: number; sample: Sample | undefined }[] {
  return samples.flatMap((sample, at) => {
    const previous = samples[at - 1]
    const point = { atMs: sample.atMs, at, sample }
    if (!previous || sample.atMs - previous.atMs <= gapMs) return [point]
    return [{ atMs: previous.atMs + 1, at, sample: undefined }, point]
  })
}

function total(tracks: readonly TrackFigures[]): number | undefined {
  const known = tracks.flatMap(({ bitrateBps }) => bitrateBps ?? [])
  return known.length === 0 ? undefined : known.reduce((sum, bps) => sum + bps, 0)
}

function largest(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined)
  return known.length === 0 ? undefined : Math.max(...known)
}
