// The levels of a stress test: how many come, and how slowly.

import { LabError } from '../exit-codes.ts'
import { limits } from '../limits.ts'

export interface Level {
  readonly clients: number
  readonly rampUpS: number
}

/** More at once would test the rush at the door, and not the rooms. */
const ARRIVALS_PER_SECOND = 10
const LEAST_RAMP_UP_S = 3

/** `10 50 100`, also with commas. @throws {LabError} usage */
export function readLevels(text: string): Level[] {
  const words = text.split(/[\s,]+/).filter((word) => word !== '')
  if (words.length === 0) throw new LabError('usage', 'no level: give numbers of clients, such as "10 50 100"')
  return words.map((word) => {
    const clients = Number(word)
    const { min, max } = limits.clients
    if (!/^\d+$/.test(word) || clients < min || clients > max)
      throw new LabError('usage', `“${word}” is no number of clients from ${min} to ${max}`)
    return { clients, rampUpS: Math.max(LEAST_RAMP_UP_S, Math.ceil(clients / ARRIVALS_PER_SECOND)) }
  })
}
