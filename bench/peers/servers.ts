// The two servers of a comparison, Parley and the bare script, each a process of its own with one worker.

import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { openParley } from '../../tests/parley-process.ts'
import { endWithUs } from '../ending.ts'
import { workerOf } from '../process-use.ts'

export interface Server extends AsyncDisposable {
  readonly name: 'parley' | 'bare mediasoup' | 'janus'
  readonly url: string
  readonly pid: number
  readonly workerPid: number
}

const bareProgram = join(import.meta.dirname, 'bare-mediasoup.ts')

/** With the settings that it has by default, but for its ports. */
export async function openRealServer(): Promise<Server> {
  const parley = await openParley({ settings: { 'media.workers': 1 } })
  const release = endWithUs(parley.pid)
  return {
    name: 'parley',
    url: parley.wsUrl,
    pid: parley.pid,
    workerPid: workerOf(parley.pid),
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
    workerPid: workerOf(child.pid),
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM')
      await ended
      release()
    },
  }
}
