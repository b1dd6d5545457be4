// Percentiles of a few values, or of a histogram of many.

import { Histogram, type HistogramData } from '../rtp/histogram.ts'

export interface Percentiles {
  readonly count: number
  readonly p50: number
  readonly p95: number
  readonly p99: number
  readonly max: number
}

/** By the nearest rank; undefined of nothing. */
export function percentilesOf(values: readonly number[]): Percentiles | undefined {
  if (values.length === 0) return undefined
  const sorted = values.toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0
  return { count: sorted.length, p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) }
}

/** Of a histogram in µs, in ms; undefined of an empty one. */
export function percentilesMs(histogram: Histogram): Percentiles | undefined {
  if (histogram.count === 0) return undefined
  const at = (share: number) => histogram.percentile(share) / 1_000
  return { count: histogram.count, p50: at(0.5), p95: at(0.95), p99: at(0.99), max: histogram.max / 1_000 }
}

export function mergedOf(...parts: readonly HistogramData[]): Histogram {
  const all = new Histogram()
  for (const part of parts) all.merge(part)
  return all
}
