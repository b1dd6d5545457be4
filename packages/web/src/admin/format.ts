// Numbers, times and amounts as people of this page's locale read them.

import { locale } from '../language.ts'

const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 })
const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 })
const moment = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' })
const clock = new Intl.DateTimeFormat(locale, { timeStyle: 'medium' })

export const formatCount = (value: number) => whole.format(value)
export const formatShare = (value: number) => percent.format(value)
const load = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 })
/** 1: a whole core. */
export const formatLoad = (value: number) => load.format(value)
export const formatMoment = (iso: string) => moment.format(new Date(iso))
export const formatClock = (atMs: number) => clock.format(atMs)
export const formatMs = (value: number) => `${new Intl.NumberFormat(locale, digits(value)).format(value)} ms`
export const formatBytes = (value: number) => inUnits(value, ['B', 'kB', 'MB', 'GB', 'TB'])
export const formatBps = (value: number) => inUnits(value, ['bit/s', 'kbit/s', 'Mbit/s', 'Gbit/s'])

/** The two largest units that say something: `3 days 4 hr`. */
export function formatDuration(seconds: number): string {
  const parts = [
    ['day', Math.floor(seconds / 86_400)],
    ['hour', Math.floor(seconds / 3600) % 24],
    ['minute', Math.floor(seconds / 60) % 60],
    ['second', Math.floor(seconds) % 60],
  ] as const
  const first = parts.findIndex(([unit, value]) => value > 0 || unit === 'second')
  return parts
    .slice(first, first + 2)
    .filter(([, value], place) => value > 0 || place === 0)
    .map(([unit, value]) => new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'narrow' }).format(value))
    .join(' ')
}

function inUnits(value: number, units: readonly string[]): string {
  const step = Math.min(units.length - 1, value < 1000 ? 0 : Math.floor(Math.log10(value) / 3))
  const scaled = value / 1000 ** step
  return `${new Intl.NumberFormat(locale, digits(scaled)).format(scaled)} ${units[step] ?? ''}`
}

function digits(value: number): Intl.NumberFormatOptions {
  return { maximumFractionDigits: value !== 0 && Math.abs(value) < 10 ? 1 : 0 }
}
