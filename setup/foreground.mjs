// Runs the program that all was set up for: it has our terminal, gets each signal once, and its ending is ours.
import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import path from 'node:path'
import { tied } from './program.mjs'

/** @type {NodeJS.Signals[]} */
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR2']

// On Ctrl-C we are told twice, by the terminal and by npm. The second would mean "end at once" to the server.
const echoMs = 250

/** Calls back when npm, which started us, was killed: it tells us nothing then, and nobody could end us any more. */
function onNpmGone(/** @type {() => void} */ react) {
  if (process.env.npm_lifecycle_event === undefined) return
  const npm = process.ppid
  const watching = setInterval(() => {
    if (process.ppid === npm) return
    clearInterval(watching)
    react()
  }, 1000)
  watching.unref()
}

/** @param {string[]} command @param {string} cwd */
export async function foreground(command, cwd) {
  const [file, ...args] = tied(command)
  // In a session of its own, the child hears of the terminal's signals only through us.
  // What was compiled once is kept: the next start is sooner, and needs no compiler of TypeScript in memory.
  const env = { NODE_COMPILE_CACHE: path.join(cwd, '.cache/compiled'), ...process.env }
  const child = spawn(file, args, { cwd, env, stdio: 'inherit', detached: true })
  /** @type {Map<string, number>} */
  const heard = new Map()
  for (const name of signals)
    process.on(name, () => {
      const now = performance.now()
      if (now - (heard.get(name) ?? Number.NEGATIVE_INFINITY) > echoMs) child.kill(name)
      heard.set(name, now)
    })
  onNpmGone(() => child.kill('SIGTERM'))
  const { code, by } = await new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, by) => resolve({ code, by }))
  })
  return by === null ? code : 128 + constants.signals[by]
}
