// Runs a program of the set-up with its output in a log file, ends it with us, and turns its failure into words.
import { spawn } from 'node:child_process'
import { closeSync, existsSync, mkdirSync, openSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { adviceFor, SetUpFailure } from './failure.mjs'

const patienceMs = 3000
const lastLines = 30

/** The part of util-linux that has the kernel end a child when its parent is killed. */
const setpriv = ['/usr/bin/setpriv', '/bin/setpriv'].find((file) => existsSync(file))

/** A command line whose program gets SIGTERM when this process dies, however it dies. @param {string[]} command */
export const tied = (command) =>
  setpriv === undefined || process.platform !== 'linux' ? command : [setpriv, '--pdeathsig', 'TERM', '--', ...command]

/** @param {string} log */
const lastWords = (log) => readFileSync(log, 'utf8').trimEnd().split('\n').slice(-lastLines).join('\n')

/**
 * @param {{ signal: AbortSignal, logs: string }} house
 * @param {string} name of the log file
 * @param {string[]} command
 * @param {object} [options]
 * @param {string} [options.cwd]
 * @param {NodeJS.ProcessEnv} [options.env]
 * @param {number} [options.timeoutMs]
 * @param {boolean} [options.finish] is not stopped half-way, neither by Ctrl-C nor by our own end
 * @param {(line: string) => void} [options.onStatus] gets the lines that the program writes to descriptor 3
 */
export async function program(house, name, command, { cwd, env, timeoutMs, finish = false, onStatus } = {}) {
  house.signal.throwIfAborted()
  mkdirSync(house.logs, { recursive: true })
  const log = path.join(house.logs, `${name}.log`)
  // What must be finished goes on even when we are killed.
  const [file, ...args] = finish ? command : tied(command)
  const output = openSync(log, 'w')
  // A session of its own: the terminal's Ctrl-C reaches only us, and we end the whole group.
  const child = spawn(file, args, {
    cwd,
    env: { ...(env ?? process.env), NO_COLOR: '1', FORCE_COLOR: '0' },
    detached: true,
    stdio: ['ignore', output, output, onStatus ? 'pipe' : 'ignore'],
  })
  closeSync(output)
  const statusLines = onStatus && createInterface({ input: child.stdio[3] }).on('line', onStatus)

  let timedOut = false
  const signalGroup = (/** @type {NodeJS.Signals} */ signal) => {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
    process.kill(-child.pid, signal)
  }
  /** @type {NodeJS.Timeout | undefined} */
  let killing
  const stop = () => {
    signalGroup('SIGTERM')
    killing = setTimeout(signalGroup, patienceMs, 'SIGKILL')
  }
  const timer =
    timeoutMs &&
    setTimeout(() => {
      timedOut = true
      stop()
    }, timeoutMs)
  if (!finish) house.signal.addEventListener('abort', stop, { once: true })
  try {
    const { code, by } = await new Promise((resolve, reject) => {
      child.once('error', reject)
      child.once('exit', (code, by) => resolve({ code, by }))
    })
    house.signal.throwIfAborted()
    if (code === 0) return
    const words = lastWords(log)
    const ending = timedOut
      ? `took longer than ${timeoutMs / 1000} s`
      : by
        ? `was ended by ${by}`
        : `ended with ${code}`
    throw new SetUpFailure(`${path.basename(command[0])} (${name}) ${ending}`, {
      advice: adviceFor(words),
      details: `${words}\n(all of it: ${log})`,
    })
  } finally {
    clearTimeout(timer)
    clearTimeout(killing)
    statusLines?.close()
    house.signal.removeEventListener('abort', stop)
  }
}
