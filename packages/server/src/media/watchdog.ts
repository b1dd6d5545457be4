// Notices a worker that hangs: its process lives and answers nothing.

import { setTimeout as sleep } from 'node:timers/promises'

export interface WatchdogOptions {
  /** Something cheap that any sound worker answers. Rejects when the worker ends. */
  readonly ask: () => Promise<unknown>
  /** Pause between two questions. */
  readonly everyMs: number
  /** How long a question may stay unanswered while this process is awake itself. */
  readonly patienceMs: number
  /** Milliseconds. */
  readonly now: () => number
}

const slicesOfPatience = 12

/**
 * Resolves to true when the worker hangs, to false when `signal` ends the watch. Time counts in slices, and only as long as
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
  { patienceMs, now }: WatchdogOptions,
  signal: AbortSignal,
): Promise<boolean> {
  const sliceMs = patienceMs / slicesOfPatience
  let slices = 0
  while (slices < slicesOfPatience) {
    const beganMs = now()
    await pause(sliceMs, signal)
    if (question.answered || signal.aborted) return false
    slices = now() - beganMs <= 2 * sliceMs ? slices + 1 : 0
  }
  return true
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  // It ends early only with the watch.
  await sleep(ms, undefined, { signal, ref: false }).catch(() => undefined)
}
