// A run that was written down: the part of lab.json by which it is compared, read back and checked.

import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { type Static, Type } from 'typebox'
import { Compile } from 'typebox/compile'
import { LabError } from '../exit-codes.ts'
import { fileNames } from '../report/files.ts'
import { FORMAT } from '../report/lab-report.ts'

const Percentiles = Type.Object({ p50: Type.Number(), p95: Type.Number(), p99: Type.Number() })
const Share = Type.Object({ cpu: Type.Number() })

const SavedSchema = Type.Object({
  format: Type.Literal(FORMAT),
  startedAt: Type.String(),
  verdict: Type.Object({ valid: Type.Boolean() }),
  options: Type.Record(Type.String(), Type.Unknown()),
  machine: Type.Object({ cores: Type.Number(), model: Type.String(), memoryBytes: Type.Number() }),
  clients: Type.Object({ planned: Type.Number(), connected: Type.Number(), errors: Type.Number() }),
  media: Type.Object({
    receiveRatio: Type.Optional(Type.Object({ expected: Type.Number(), measured: Type.Number() })),
    packetsExpected: Type.Number(),
    packetsLost: Type.Number(),
    drops: Type.Object({ lab: Type.Number() }),
    latencyMs: Type.Object({ audio: Type.Optional(Percentiles), video: Type.Optional(Percentiles) }),
  }),
  connecting: Type.Object({ connectedMs: Type.Optional(Percentiles) }),
  signaling: Type.Record(Type.String(), Type.Object({ p99: Type.Optional(Type.Number()) })),
  server: Type.Object({ rssMaxBytes: Type.Number(), processes: Type.Array(Type.Object({ cpuMean: Type.Number() })) }),
  seconds: Type.Array(
    Type.Object({
      phase: Type.String(),
      packetsSent: Type.Number(),
      packetsReceived: Type.Number(),
      server: Type.Object({ processes: Type.Array(Share) }),
    }),
  ),
})
export type Saved = Static<typeof SavedSchema> & {
  /** Where it was read. */
  readonly path: string
}

const validator = Compile(SavedSchema)

/** @param place a lab.json, or the folder it is in @throws {LabError} usage: it is none, or of another version */
export function readSaved(place: string): Saved {
  const path = isFolder(place) ? join(place, fileNames.report) : place
  const content = readJson(path)
  if (validator.Check(content)) return { ...content, path }
  const [problem] = validator.Errors(content)
  const where = problem?.instancePath.slice(1).replaceAll('/', '.') || 'it'
  throw new LabError('usage', `${path} is no report of this version of the lab: ${where} ${problem?.message ?? ''}`)
}

/** How the machine is told from others. */
export function machineOf({ machine }: Saved): string {
  return `${machine.cores} × ${machine.model}, ${Math.round(machine.memoryBytes / 1e9)} GB`
}

/** What was run, without what may differ from run to run. */
export function workOf({ options }: Saved): string {
  const changing = ['server', 'serverPid', 'out', 'json', 'quiet', 'ownsHost', 'metricsToken', 'credentials', 'room']
  const same = Object.entries(options).filter(([name]) => !changing.includes(name))
  return JSON.stringify(Object.fromEntries(same.toSorted(([a], [b]) => a.localeCompare(b))))
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    throw new LabError('usage', `${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`)
  }
}

function isFolder(place: string): boolean {
  return statSync(place, { throwIfNoEntry: false })?.isDirectory() === true
}
