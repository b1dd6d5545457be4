// Time as the lab measures it: one monotonic clock for all processes of a host, and the wall clock for RTCP.

export interface Clock {
  /** Microseconds of the host's CLOCK_MONOTONIC: comparable between processes of one host, and never going back. */
  nowUs(): number
  /** Microseconds since 1970 at a moment of `nowUs`. Does not follow the wall clock when that is set anew. */
  toUnixUs(nowUs: number): number
}

export function systemClock(): Clock {
  // performance.now() is the same clock from the start of the process on, and costs less to ask.
  const offsetUs = Number(process.hrtime.bigint() / 1_000n) - performance.now() * 1_000
  const toUnixUs = Date.now() * 1_000 - (offsetUs + performance.now() * 1_000)
  return {
    nowUs: () => offsetUs + performance.now() * 1_000,
    toUnixUs: (nowUs) => nowUs + toUnixUs,
  }
}
