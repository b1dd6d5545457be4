// Finds the processes that a test file started, however far down, by a mark in their environment; ends them by their ids.
import { readdirSync, readFileSync } from 'node:fs'

const variable = 'PARLEY_TEST_FILE'

export interface Started {
  pid: number
  command: string
}

/** The environment for a test file whose processes are to be found again. */
export const marked = (mark: string): NodeJS.ProcessEnv => ({ ...process.env, [variable]: mark })

/** All living processes with this mark; none where there is no /proc. */
export function processesOf(mark: string): Started[] {
  const found: Started[] = []
  for (const name of process.platform === 'linux' ? readdirSync('/proc') : []) {
    if (!/^\d+$/.test(name)) continue
    try {
      const environment = readFileSync(`/proc/${name}/environ`, 'utf8').split('\0')
      if (!environment.includes(`${variable}=${mark}`)) continue
      const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ').trim()
      if (command !== '') found.push({ pid: Number(name), command }) // a zombie has none
    } catch (error) {
      if (!isGone(error)) throw error
    }
  }
  return found
}

export function end(processes: Started[]): void {
  for (const { pid } of processes) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch (error) {
      if (!isGone(error)) throw error
    }
  }
}

/** The process has ended meanwhile, or is another user's and thus not ours. */
const isGone = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && ['ENOENT', 'ESRCH', 'EACCES', 'EPERM'].includes(String(error.code))
