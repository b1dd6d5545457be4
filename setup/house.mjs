// Knows where things are (the clone, the user's cache, the logs) and carries out steps in it.
import { accessSync, constants, mkdirSync } from 'node:fs'
import { homedir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { adviceFor, Interrupted, SetUpFailure } from './failure.mjs'
import { withLock } from './lock.mjs'

/**
 * @typedef {object} Step
 * @property {string} title
 * @property {string} lock the file that keeps other set-ups out
 * @property {() => string | undefined} ready is quick, and says why there is nothing to do
 * @property {(say: (doing: string) => void) => Promise<string>} make does the work and says what it did
 */
/** @typedef {ReturnType<typeof openHouse>} House */

/** @param {string} folder */
function writable(folder) {
  try {
    mkdirSync(folder, { recursive: true })
    accessSync(folder, constants.W_OK)
    return folder
  } catch (cause) {
    const advice = 'Make it writable, or name another with XDG_CACHE_HOME.'
    throw new SetUpFailure(`the cache folder ${folder} cannot be written`, { advice, cause })
  }
}

/**
 * @param {AbortSignal} signal
 * @param {ReturnType<import('./progress.mjs').openProgress>} progress
 */
export function openHouse(signal, progress) {
  const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
  const cache = writable(path.join(process.env.XDG_CACHE_HOME || path.join(homedir(), '.cache'), 'parley'))
  const own = path.join(root, '.cache/setup')
  return {
    root,
    cache,
    /** What belongs to this clone alone. */
    own,
    logs: path.join(own, 'logs'),
    signal,
    /** @param {Step} step */
    step: ({ title, lock, ready, make }) =>
      progress.step(title, async (say) => {
        signal.throwIfAborted()
        const there = ready()
        if (there !== undefined) return { note: there, worked: false }
        const onWait = (/** @type {number} */ pid) => say(`waiting for another set-up (process ${pid})`)
        try {
          const note = await withLock(lock, { signal, onWait }, async () => ready() ?? (await make(say)))
          return { note, worked: true }
        } catch (error) {
          if (signal.aborted) throw signal.reason
          if (error instanceof SetUpFailure || error instanceof Interrupted) throw error
          throw new SetUpFailure(error.message, {
            advice: adviceFor(error.message),
            details: error.stack,
            cause: error,
          })
        }
      }),
  }
}
