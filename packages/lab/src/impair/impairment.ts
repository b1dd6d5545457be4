// What a bad network does to the packets of one direction, as data.

/** Each packet is lost with the same probability. */
export interface UniformLoss {
  readonly kind: 'uniform'
  /** 0–1. */
  readonly rate: number
}

/** Losses come in bursts: a good and a bad state, with a loss rate each (Gilbert 1960, Elliott 1963). */
export interface GilbertElliottLoss {
  readonly kind: 'gilbertElliott'
  /** Probability, with each packet, of going from good to bad and back. */
  readonly toBad: number
  readonly toGood: number
  readonly lossInGood: number
  readonly lossInBad: number
}

export interface Impairment {
  readonly loss?: UniformLoss | GilbertElliottLoss
  readonly delayMs?: number
  /** Each packet waits up to so much longer; without `reorder` none overtakes another. */
  readonly jitterMs?: number
  /** With this probability a packet does not wait for those before it: it skips the delay. */
  readonly reorder?: number
  /** With this probability a packet arrives twice. */
  readonly duplicate?: number
  /** The line carries so much; what is more queues. */
  readonly rateBps?: number
  /** What does not fit into the queue is lost. Default: what the line carries in 200 ms. */
  readonly queueBytes?: number
  /** Nothing passes. */
  readonly outage?: boolean
}

export const noImpairment: Impairment = {}

/** @throws {RangeError} probabilities beyond 0–1, or amounts below 0 */
export function checkImpairment(impairment: Impairment): Impairment {
  const { loss, reorder, duplicate, delayMs, jitterMs, rateBps, queueBytes } = impairment
  const lossRates = loss === undefined ? {} : { ...loss, kind: 0 }
  for (const [name, value] of Object.entries({ reorder, duplicate, ...lossRates }))
    if (value !== undefined && !(value >= 0 && value <= 1))
      throw new RangeError(`${name} is a probability, not ${value}`)
  for (const [name, value] of Object.entries({ delayMs, jitterMs, queueBytes }))
    if (value !== undefined && !(value >= 0)) throw new RangeError(`${name} is at least 0, not ${value}`)
  if (rateBps !== undefined && !(rateBps > 0)) throw new RangeError(`rateBps is more than 0, not ${rateBps}`)
  return impairment
}
