// How a server did under load: good, warning or critical, by the limits of requirement ALERT-14 and two of our own.

export type Grade = 'good' | 'warning' | 'critical'

export interface Outcome {
  /** 0–1. */
  readonly connectionSuccess: number
  readonly errors: number
  /** Packets received for each one sent; in a room of 10 that all look at: 9. Undefined: nothing was sent, or to nobody. */
  readonly receiveRatio: number | undefined
  /** Received against what should have been received, 0–1; undefined where that is not known. */
  readonly delivered: number | undefined
  /** Share of packets that were lost on the way, before repair; without those that we dropped ourselves.
   * Undefined where a bad network of ours lost some on purpose. */
  readonly loss: number | undefined
  /** Share of one core of the busiest process of the server; undefined where it cannot be seen. */
  readonly serverCpu: number | undefined
  readonly serverRssBytes: number | undefined
}

export interface GradedFigure {
  readonly name: keyof Outcome
  readonly value: number
  readonly grade: Grade
}

const GIB = 1024 ** 3

/** Larger is better: good from `good` on, critical below `critical`. */
const rising = (good: number, critical: number) => (value: number) =>
  value >= good ? 'good' : value < critical ? 'critical' : 'warning'
/** Smaller is better: good below or at `good`, critical above `critical`. */
const falling = (good: number, critical: number) => (value: number) =>
  value <= good ? 'good' : value > critical ? 'critical' : 'warning'

const rules: Readonly<Record<keyof Outcome, (value: number) => Grade>> = {
  connectionSuccess: rising(1, 0.9),
  errors: falling(0, 10),
  receiveRatio: rising(0.4, 0.1),
  // A subscription that never began is no loss, and shows only here.
  delivered: rising(0.99, 0.9),
  loss: falling(0.001, 0.02),
  serverCpu: falling(0.7, 0.9),
  serverRssBytes: falling(GIB, 4 * GIB),
}

const names = [
  'connectionSuccess',
  'errors',
  'receiveRatio',
  'delivered',
  'loss',
  'serverCpu',
  'serverRssBytes',
] as const

export function grade(outcome: Outcome): GradedFigure[] {
  return names.flatMap((name) => {
    const value = outcome[name]
    return value === undefined ? [] : [{ name, value, grade: rules[name](value) }]
  })
}
