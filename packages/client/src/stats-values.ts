// Reads values out of entries that come from a browser and may hold anything, or nothing.

import type { StatsEntry } from './api-stats.ts'

export function readNumber(entry: StatsEntry | undefined, name: string): number | undefined {
  const value = entry?.[name]
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined
}

/** Undefined where it is empty. */
export function readText(entry: StatsEntry | undefined, name: string): string | undefined {
  const value = entry?.[name]
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** Seconds, of `qualityLimitationDurations`. */
export function readDuration(entry: StatsEntry | undefined, reason: string): number | undefined {
  const durations = entry?.['qualityLimitationDurations']
  if (typeof durations !== 'object' || durations === null) return undefined
  const value: unknown = Reflect.get(durations, reason)
  return typeof value === 'number' ? value : undefined
}
