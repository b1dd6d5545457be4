// The servers of a comparison, Parley and the bare script, each a process of its own with its workers.

import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { openParley, type Settings } from '../../tests/parley-process.ts'
import { endWithUs } from '../ending.ts'
import { workersOf } from '../process-use.ts'

export interface Server extends AsyncDisposable {
  readonly name: 'parley' | 'bare mediasoup' | 'janus'
  readonly url: string
  readonly pid: number
  readonly workerPids: readonly number[]
}

const bareProgram = join(import.meta.dirname, 'bare-mediasoup.ts')

/** With the settings that it has by default, but for its ports and its one worker. */
export async function openRealServer(settings: Settings = {}): Promise<Server> {
  const parley = await openParley({ settings: { 'media.workers': 1, ...settings } })
  const release = endWithUs(parley.pid)
  return {
    name: 'parley',
    url: parley.wsUrl,
    pid: parley.pid,
    workerPids: workersOf(parley.pid),
    async [Symbol.asyncDispose]() {
      await parley[Symbol.asyncDispose]()
      release()
    },
  }
}

/** @throws {Error} when it ends instead of listening */
export async function openBareServer(): Promise<Server> {
  const child = spawn(process.execPath, [bareProgram], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const { promise: line, resolve } = Promise.withResolvers<string>()
  createInterface({ input: child.stdout }).once('line', resolve)
  const first = await Promise.race([line, ended])
  if (first === undefined || child.pid === undefined) throw new Error('the bare script did not start')
  const release = endWithUs(child.pid)
  const { port } = JSON.parse(first)
  return {
    name: 'bare mediasoup',
    url: `ws://127.0.0.1:${port}/ws`,
    pid: child.pid,
    workerPids: workersOf(child.pid),
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM')
      await ended
      release()
    },
  }
}
