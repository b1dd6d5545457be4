// A server for one level of a stress test: started for it, and ended after it.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { LabError } from '../exit-codes.ts'

export interface FreshServer extends AsyncDisposable {
  readonly pid: number
  /** Of its WebSocket. */
  readonly url: string
}

const START_MS = 30_000
const END_MS = 10_000
const own = join(import.meta.dirname, '../../../server/src/main.ts')

/** The server of this checkout: `serve`, and what is added to it. Every client of the lab comes from the same address. */
export function ownCommand(flags: readonly string[] = []): string[] {
  const sockets = ['--http-sockets-per-address', '10000', '--rooms-capacity', '5000']
  return [process.execPath, own, 'serve', ...sockets, ...flags]
}

/**
 * @param command a program and its arguments, which takes `--port`, `--media-port` and `--store` and says `Parley is ready: URL`
 * @throws {LabError} target: it did not start, with what it said
 */
export async function openServer([program = '', ...args]: readonly string[]): Promise<FreshServer> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-stress-'))
  const ownPlace = ['--port', '0', '--media-port', '0', '--store', `sqlite:${join(folder, 'db')}`]
  const child = spawn(program, [...args, ...ownPlace], { stdio: ['ignore', 'ignore', 'pipe'] })
  const ended = once(child, 'close')
  const said: string[] = []
  const ready = Promise.withResolvers<string>()
  createInterface({ input: child.stderr }).on('line', (line) => {
    const url = /Parley is ready: (\S+)/.exec(line)?.[1]
    if (url === undefined) said.push(line)
    else ready.resolve(url)
  })
  const end = async () => {
    child.kill('SIGTERM')
    const late = setTimeout(() => child.kill('SIGKILL'), END_MS)
    await ended
    clearTimeout(late)
    await rm(folder, { recursive: true, force: true })
  }
  const deadline = setTimeout(() => child.kill('SIGKILL'), START_MS)
  const url = await Promise.race([
    ready.promise,
    ended.then(
      () => undefined,
      (error: Error) => void said.push(error.message),
    ),
  ])
  clearTimeout(deadline)
  if (url === undefined || child.pid === undefined) {
    await rm(folder, { recursive: true, force: true })
    throw new LabError('target', `the server did not start: ${said.slice(-5).join(' | ') || `${program} said nothing`}`)
  }
  return { pid: child.pid, url: socketUrl(url), [Symbol.asyncDispose]: end }
}

function socketUrl(url: string): string {
  const socket = new URL('/ws', url.replace('localhost', '127.0.0.1'))
  socket.protocol = socket.protocol === 'https:' ? 'wss:' : 'ws:'
  return socket.href
}
