// How late the event loop is, measured only while somebody asks: a watch costs an idle server more than all else it does.

import { monitorEventLoopDelay, performance } from 'node:perf_hooks'

export interface LoopLag {
  /** Time that the loop has worked since the start; its rate is 1 when there is none left. */
  readonly busySeconds: number
  /** 99th percentile of the last seconds. */
  readonly lagMs: number
  readonly longestLagMs: number
}

const resolutionMs = 20
/** Answers within this time are of the same stretch, whoever asks. */
const stretchMs = 1_500
const restsAfterMs = 15_000

/** The first answer knows no lag yet. */
export function openLoopLag(clock: () => number): { read(): LoopLag } & Disposable {
  const histogram = monitorEventLoopDelay({ resolution: resolutionMs })
  let since: number | undefined
  let measured = { lagMs: 0, longestLagMs: 0 }
  let rest: NodeJS.Timeout | undefined

  const stop = () => {
    histogram.disable()
    since = undefined
    measured = { lagMs: 0, longestLagMs: 0 }
  }

  return {
    read() {
      clearTimeout(rest)
      rest = setTimeout(stop, restsAfterMs).unref()
      if (since === undefined) {
        histogram.enable()
        histogram.reset()
        since = clock()
      } else if (clock() - since >= stretchMs && histogram.count > 0) {
        const late = (nanoseconds: number) => Math.max(0, nanoseconds / 1e6 - resolutionMs)
        measured = { lagMs: late(histogram.percentile(99)), longestLagMs: late(histogram.max) }
        histogram.reset()
        since = clock()
      }
      return { busySeconds: performance.eventLoopUtilization().active / 1000, ...measured }
    },
    [Symbol.dispose]() {
      clearTimeout(rest)
      histogram.disable()
    },
  }
}
