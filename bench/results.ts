// What all benchmarks have in common to the outside: their flags, their lines while they run, and the results as JSON.

import { writeFile } from 'node:fs/promises'
import { loadavg } from 'node:os'
import { parseArgs } from 'node:util'

export interface Flags {
  /** At most 45 s. */
  readonly quick: boolean
  /** Where the results go as JSON. */
  readonly json: string | undefined
}

/** See docs/benchmarks.md. */
export interface Result {
  readonly name: string
  readonly value: number
  readonly unit: string
  readonly peer?: string
  readonly peerValue?: number
  readonly ratio?: number
  readonly goal?: number
  readonly met?: boolean
  readonly runs: number
}

/** @throws {TypeError} a flag that there is not */
export function readFlags(args: readonly string[]): Flags {
  const options = { quick: { type: 'boolean', default: false }, json: { type: 'string' } } as const
  const { values } = parseArgs({ args: [...args], options })
  return { quick: values.quick, json: values.json }
}

export interface Goal {
  readonly goal?: number
  /** The value may be less (default), or must be more. */
  readonly atLeast?: boolean
}

/** A figure that stands for itself: medians of `values`. */
export function figure(name: string, values: readonly number[], unit: string, goal: Goal = {}): Result {
  const value = round(median(values))
  return { name, value, unit, ...judge(value, goal), runs: values.length }
}

export interface Peer {
  readonly name: string
  readonly values: readonly number[]
}

/** A figure beside its peer's of the same run: the goal is of their ratio. */
export function comparison(name: string, values: readonly number[], unit: string, peer: Peer, goal: Goal = {}): Result {
  const [value, peerValue] = [round(median(values)), round(median(peer.values))]
  const ratio = round(median(values) / median(peer.values))
  return { name, value, unit, peer: peer.name, peerValue, ratio, ...judge(ratio, goal), runs: values.length }
}

function judge(measured: number, { goal, atLeast = false }: Goal): Pick<Result, 'goal' | 'met'> {
  return goal === undefined ? {} : { goal, met: atLeast ? measured >= goal : measured <= goal }
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}

/** Between the two nearest; NaN of nothing. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (sorted.length - 1) * share
  const [below, above] = [sorted[Math.floor(at)] ?? Number.NaN, sorted[Math.ceil(at)] ?? Number.NaN]
  return below + (above - below) * (at - Math.floor(at))
}

function round(value: number): number {
  return Number(value.toPrecision(5))
}

/** A line for who waits. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`)
}

export function loadNow(): string {
  return `load average ${loadavg()
    .map((load) => load.toFixed(1))
    .join(' ')}`
}

/** Prints the results and writes them where `--json` says. */
export async function report(results: readonly Result[], { json }: Flags): Promise<void> {
  for (const each of results) process.stdout.write(`${lineOf(each)}\n`)
  process.stdout.write(`${loadNow()}\n`)
  if (json !== undefined) await writeFile(json, `${JSON.stringify(results, null, 2)}\n`)
}

function lineOf({ name, value, unit, peer, peerValue, ratio, goal, met, runs }: Result): string {
  const beside = peer === undefined ? '' : `, ${peer} ${peerValue} ${unit}, ratio ${ratio}`
  const judged = goal === undefined ? '' : `, goal ${goal}: ${met ? 'met' : 'NOT met'}`
  return `${name}: ${value} ${unit}${beside}${judged} (${runs} runs)`
}
