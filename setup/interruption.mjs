// Turns Ctrl-C and its like into an AbortSignal, so that the running step ends what it started and leaves nothing half done.
import { Interrupted } from './failure.mjs'

/** @type {NodeJS.Signals[]} */
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']

/** Listens until close() is called: from then on the signals do again what they do by default. */
export function openInterruption() {
  const controller = new AbortController()
  const ends = signals.map((name) => {
    const heard = () => controller.abort(new Interrupted(name))
    process.on(name, heard)
    return () => process.off(name, heard)
  })
  return {
    signal: controller.signal,
    close() {
      for (const end of ends) end()
    },
  }
}
