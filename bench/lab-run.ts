// A run of the load lab by its own command, with its report, and how much memory its processes of clients took.

import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { childrenOf } from '../packages/lab/src/machine/processes.ts'
import type { Scenario } from '../packages/lab/src/options.ts'
import type { LabReport } from '../packages/lab/src/report/lab-report.ts'
import { endWithUs } from './ending.ts'
import { pssMegabytes } from './process-use.ts'

const main = join(import.meta.dirname, '../packages/lab/src/main.ts')
const lookMs = 1_000

export interface LabRunOptions {
  /** Default: conference. */
  readonly scenario?: Scenario
  readonly url: string
  readonly clients: number
  readonly room: string
  readonly roomsOf: number
  /** With all clients there. */
  readonly durationS: number
  readonly rampUpS: number
  /** Default: what the lab thinks right. */
  readonly processes?: number
  readonly audioOnly?: boolean
}

export interface LabOutcome {
  readonly report: LabReport
  /** The most that its processes of clients held together. */
  readonly pssMegabytes: number
}

/** @throws {Error} when the lab could not run; a run that failed or is invalid is one all the same */
export async function runLab(options: LabRunOptions): Promise<LabOutcome> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-bench-'))
  const child = spawn(process.execPath, [main, ...argumentsOf(options), '--out', folder], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const release = child.pid === undefined ? () => {} : endWithUs(child.pid)
  let pss = 0
  const looking = setInterval(() => {
    const generators = child.pid === undefined ? [] : childrenOf(child.pid)
    pss = Math.max(
      pss,
      generators.reduce((sum, pid) => sum + pssMegabytes(pid), 0),
    )
  }, lookMs)
  try {
    const [printed, said] = await Promise.all([text(child.stdout), text(child.stderr), ended])
    if (printed === '') throw new Error(`the lab did not run: ${said}`)
    return { report: JSON.parse(printed), pssMegabytes: pss }
  } finally {
    clearInterval(looking)
    child.kill('SIGKILL')
    release()
    await rm(folder, { recursive: true, force: true })
  }
}

function argumentsOf(options: LabRunOptions): string[] {
  const { scenario = 'conference', url, clients, room, roomsOf, durationS, rampUpS, processes, audioOnly } = options
  const flags = {
    server: url,
    clients,
    room,
    'rooms-of': roomsOf,
    duration: durationS,
    'ramp-up': rampUpS,
    seed: 42,
    ...(processes === undefined ? {} : { processes }),
  }
  return [
    'run',
    scenario,
    ...(audioOnly ? ['--audio-only'] : []),
    '--json',
    '--quiet',
    ...Object.entries(flags).map(([name, value]) => `--${name}=${value}`),
  ]
}
