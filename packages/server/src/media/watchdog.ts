// Notices a worker that hangs: its process lives and answers nothing.

import { setTimeout as sleep } from 'node:timers/promises'

export interface WatchdogOptions {
  /** Something cheap that any sound worker answers. Rejects when the worker ends. */
  readonly ask: () => Promise<unknown>
  /** Pause between two questions. */
  readonly everyMs: number
  /** How long a question may stay unanswered while this process is awake itself, and the worker stands still. */
  readonly patienceMs: number
  /** How long the worker has worked or waited for a processor, in ms; undefined: not known, it is taken to stand still. */
  readonly activityMs: () => number | undefined
  /** Milliseconds. */
  readonly now: () => number
}

const slicesOfPatience = 12
/** A worker that has too much to do answers late, and is the last that should be killed; one that spins never does. */
const busyPatience = 10
/** Of a slice: less than this is no work. */
const stillShare = 0.02

/**
 * Resolves to true when the worker hangs, to false when `signal` ends the watch. A worker that does nothing hangs after
 * `patienceMs`, one that is busy after ten times as long. Time counts in slices, and only as long as
 * each of them ends when it should: a late one says that this process, or the whole machine, stood still, and then the
 * answer may long be there unread. So a stall of ours gives a worker its full time again and never costs it its life.
 */
export async function untilHung(options: WatchdogOptions, signal: AbortSignal): Promise<boolean> {
  const { ask, everyMs } = options
  while (!signal.aborted) {
    const question = { answered: false }
    const settle = () => {
      question.answered = true
    }
    // A worker that has ended is no concern of ours: whoever waits for its end sees it.
    ask().then(settle, settle)
    if (await staysUnanswered(question, options, signal)) return true
    await pause(everyMs, signal)
  }
  return false
}

async function staysUnanswered(
  question: { readonly answered: boolean },
  { patienceMs, activityMs, now }: WatchdogOptions,
  signal: AbortSignal,
): Promise<boolean> {
  const sliceMs = patienceMs / slicesOfPatience
  let [still, silent] = [0, 0]
  while (still < slicesOfPatience && silent < slicesOfPatience * busyPatience) {
    const [beganMs, beforeMs] = [now(), activityMs()]
    await pause(sliceMs, signal)
    if (question.answered || signal.aborted) return false
    const wasAwake = now() - beganMs <= 2 * sliceMs
    const workedMs = (activityMs() ?? 0) - (beforeMs ?? 0)
    silent = wasAwake ? silent + 1 : 0
    still = wasAwake && workedMs <= sliceMs * stillShare ? still + 1 : 0
  }
  return true
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  // It ends early only with the watch.
  await sleep(ms, undefined, { signal, ref: false }).catch(() => undefined)
}
