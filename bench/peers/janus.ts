// Janus as Debian packages it, as a server beside Parley; it leaves loopback out, so it needs a network of our own.

import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { endWithUs } from '../ending.ts'
import { janusUrl, writeJanusSettings } from './janus-settings.ts'
import { JanusSocket } from './janus-socket.ts'
import type { Server } from './servers.ts'

const program = '/usr/bin/janus'
const readyMs = 10_000
const lookMs = 50

/** Why it cannot be started; undefined when it can. */
export function janusMissing(): string | undefined {
  if (existsSync(program)) return undefined
  return 'it is missing; sudo apt-get update && sudo apt-get install --no-install-recommends -y janus'
}

/** As `Janus 1.1.2`. */
export function janusName(): string {
  // It tells its version and then fails, as it knows no such option.
  const told = spawnSync(program, ['--version'], { encoding: 'utf8' }).stdout
  return `Janus ${/\d+\.\d+\.\d+/.exec(told)?.[0] ?? ''}`.trim()
}

/** In a network that `enterOwnNetwork` made. @throws {Error} when it ends instead of listening */
export async function openJanus(): Promise<Server> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-bench-janus-'))
  await writeJanusSettings(folder)
  // It ends with us however we end, as whoever still runs in our network keeps that.
  const child = spawn('/usr/bin/setpriv', ['--pdeathsig', 'KILL', program, '-F', folder], { stdio: 'ignore' })
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const { pid } = child
  if (pid === undefined) throw new Error('Janus did not start')
  const release = endWithUs(pid)
  const end = async () => {
    child.kill('SIGKILL')
    await ended
    release()
  }
  try {
    await ready(() => child.exitCode !== null)
  } catch (error) {
    await end()
    throw error
  } finally {
    // It reads them only when it starts.
    await rm(folder, { recursive: true, force: true })
  }
  return { name: 'janus', url: janusUrl, pid, workerPids: [pid], [Symbol.asyncDispose]: end }
}

async function ready(hasEnded: () => boolean): Promise<void> {
  const deadline = performance.now() + readyMs
  while (true) {
    try {
      const socket = await JanusSocket.open(janusUrl)
      return socket.close()
    } catch (error) {
      // Not yet.
      if (hasEnded() || performance.now() > deadline) throw error
    }
    await pause(lookMs)
  }
}
