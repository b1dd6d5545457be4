// Circuit breaker: while the database is away, calls fail at once, and one probe at a time finds out when it is back.

import { Refusal } from '@parley/protocol'
import type { Log } from '../log/log.ts'

/** fault: ours, thrown on. busy: it answers but cannot do this now. away: it does not answer. */
export type Failure = 'fault' | 'busy' | 'away'

export interface BreakerOptions {
  readonly judge: (error: unknown) => Failure
  /** Resolves when the database answers; bounded in time. */
  readonly probe: () => Promise<unknown>
  /** Called each time the database is found away: what still waits for it should stop. */
  readonly cut: () => void
  readonly retryEveryMs: number
  readonly log: Log
}

export interface Breaker {
  /** Whether the last operation reached the database and could be done. */
  readonly available: boolean
  /** Runs the work, or refuses with `store.unavailable`. */
  run<T>(work: () => Promise<T>): Promise<T>
  close(): void
}

export function createBreaker({ judge, probe, cut, retryEveryMs, log }: BreakerOptions): Breaker {
  let away: { readonly error: unknown } | undefined
  let busy = false
  let closed = false
  let timer: NodeJS.Timeout | undefined
  // Counts the returns: work that began before one says nothing about the database after it.
  let returns = 0

  function open(error: unknown): void {
    if (away !== undefined || closed) return
    away = { error }
    log.error('the database is away; what must be stored is refused until it is back', { error })
    cut()
    void look()
  }

  async function look(): Promise<void> {
    try {
      await probe()
    } catch (error) {
      // Expected while it is away; the line that says so was written when it went.
      log.debug('the database is still away', { error })
      if (!closed) timer = setTimeout(look, retryEveryMs)
      return
    }
    if (closed) return
    away = undefined
    returns += 1
    log.info('the database is back')
  }

  return {
    get available() {
      return away === undefined && !busy && !closed
    },
    async run(work) {
      if (closed) throw new Refusal('store.unavailable', 'the server is stopping')
      if (away !== undefined) throw new Refusal('store.unavailable', undefined, { cause: away.error })
      const returnsBefore = returns
      try {
        const result = await work()
        busy = false
        return result
      } catch (error) {
        const failure = judge(error)
        busy = failure === 'busy'
        if (failure === 'fault') throw error
        if (failure === 'away' && returns === returnsBefore) open(error)
        throw new Refusal('store.unavailable', undefined, { cause: error })
      }
    },
    close() {
      closed = true
      clearTimeout(timer)
    },
  }
}
