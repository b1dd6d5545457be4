// Lets packets go when their time has come: one timer for all of them, in order of time.

export interface Departures {
  /** Does it at this time, or at once when that has passed. */
  at(timeMs: number, deliver: () => void): void
  /** What still waits never goes. */
  close(): void
}

export function openDepartures(now: () => number): Departures {
  /** By time; of the same time, in order of coming. */
  let waiting: { readonly timeMs: number; readonly deliver: () => void }[] = []
  let timer: NodeJS.Timeout | undefined
  const depart = () => {
    timer = undefined
    const nowMs = now()
    let count = 0
    while (count < waiting.length && (waiting[count]?.timeMs ?? 0) <= nowMs) count++
    const due = waiting.slice(0, count)
    waiting = waiting.slice(count)
    for (const { deliver } of due) deliver()
    schedule()
  }
  const schedule = () => {
    const [next] = waiting
    clearTimeout(timer)
    timer = next === undefined ? undefined : setTimeout(depart, Math.max(0, next.timeMs - now()))
  }
  return {
    at(timeMs, deliver) {
      if (timeMs <= now() && waiting.length === 0) return deliver()
      const at = waiting.findLastIndex((other) => other.timeMs <= timeMs) + 1
      waiting.splice(at, 0, { timeMs, deliver })
      if (at === 0) schedule()
    },
    close() {
      waiting = []
      clearTimeout(timer)
    },
  }
}
