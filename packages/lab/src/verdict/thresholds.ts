// From when on the generator is not to be believed; each number with its reason.

export const LATE_MS = 20

interface Threshold {
  readonly limit: number
  readonly because: string
}

export const thresholds = {
  /** What counts as late in `lateShare`: one Opus packet; then two leave together, and the jitter is ours. */
  lateMs: LATE_MS,
  scheduleErrorP99Ms: {
    limit: 20,
    because: 'one Opus packet: beyond it the jitter that receivers see is made here',
  },
  lateShare: {
    limit: 0.05,
    because: 'the P99 of all processes hides a single one that is late; this looks at the worst',
  },
  loopLagP99Ms: {
    limit: 50,
    because: 'answers are timed by the event loop: a quarter of the 200 ms that signaling may take at P99',
  },
  loopLagMaxMs: {
    limit: 1_000,
    because: 'receivers report each 100 ms and servers adapt to that: a second of silence changes what they send',
  },
  loopUse: {
    limit: 0.95,
    because: 'an event loop without a pause has a queue, and every figure contains it',
  },
  waitShare: {
    limit: 0.5,
    because:
      'of a thread that packets pass: then it waits for longer than it works, and they queue before it. 300 listeners in time had 0.17, 1000 who heard up to 1.6 s late 0.57, and 5 s late 0.7',
  },
  unsentShare: {
    limit: 0.01,
    because: 'load that was not sent was not carried; within 1 % capacity figures stay what they say',
  },
  ownDropShare: {
    limit: 0.000_1,
    because: 'a tenth of the 0.1 % of loss that a server may cause',
  },
  stealShare: {
    limit: 0.1,
    because: 'beyond it latencies are those of a neighbour on the same host',
  },
  missedJoinShare: {
    limit: 0.01,
    because: 'the ramp-up was not the one that the report names',
  },
  busyShare: {
    limit: 0.9,
    because: 'a note only: server and generator on one machine then wait for each other; the symptoms above decide',
  },
  othersShare: {
    limit: 0.1,
    because: 'a note only: what an idle desktop uses stays below it',
  },
  steadySeconds: {
    limit: 3,
    because: 'a note only: fewer samples have no percentiles',
  },
} as const satisfies Record<string, Threshold | number>

/** A join that begins later than this was not carried out as planned. */
export const MISSED_JOIN_MS = 1_000
