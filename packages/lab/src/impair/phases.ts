// A bad network that changes: one state after another, each for a while.

import { type Static, Type } from 'typebox'
import { Compile } from 'typebox/compile'
import { LabError } from '../exit-codes.ts'
import { Description, readDescription } from './described.ts'
import type { Impairment } from './impairment.ts'
import type { TcpState } from './tcp-relay.ts'
import { readMs } from './units.ts'

const Amount = Type.Union([Type.Number(), Type.String()])
const TcpWord = Type.Union([Type.Literal('open'), Type.Literal('stalled'), Type.Literal('cut')])

export const PhasesSchema = Type.Array(
  Type.Object(
    {
      for: Type.Optional(Amount),
      up: Type.Optional(Description),
      down: Type.Optional(Description),
      both: Type.Optional(Description),
      tcp: Type.Optional(TcpWord),
      address: Type.Optional(Type.Union([Type.Literal('change'), Type.String({ format: 'ipv4' })])),
    },
    { additionalProperties: false },
  ),
  { minItems: 1, maxItems: 1_000 },
)
const validator = Compile(PhasesSchema)

export interface Phase {
  /** Absent: until the end. */
  readonly lastsMs: number | undefined
  readonly up: Impairment
  readonly down: Impairment
  readonly tcp: TcpState
  /** When it begins: `change` shows clients at another port, an address at that one. */
  readonly address: string | undefined
}

/** @throws {LabError} usage, with the place in the list and what is wrong there */
export function readPhases(list: unknown): Phase[] {
  if (!validator.Check(list)) {
    const [first] = validator.Errors(list)
    throw new LabError('usage', `a phase is wrong at ${first?.instancePath || '/'}: ${first?.message ?? 'not a list'}`)
  }
  return list.map((phase, index) => {
    try {
      return readPhase(phase, index === list.length - 1)
    } catch (error) {
      throw new LabError('usage', `phase ${index + 1}: ${error instanceof Error ? error.message : String(error)}`)
    }
  })
}

function readPhase(phase: Static<typeof PhasesSchema>[number], isLast: boolean): Phase {
  const { up, down, both, tcp = 'open', address } = phase
  if (phase.for === undefined && !isLast) throw new RangeError('only the last one may last until the end: say `for`')
  if (both !== undefined && (up ?? down) !== undefined) throw new RangeError('`both` leaves nothing to `up` and `down`')
  return {
    lastsMs: phase.for === undefined ? undefined : readMs(phase.for),
    up: readDescription(up ?? both ?? {}),
    down: readDescription(down ?? both ?? {}),
    tcp,
    address,
  }
}
