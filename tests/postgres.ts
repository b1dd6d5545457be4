// Opens a real PostgreSQL of Debian's in a fresh folder, on a free port, and ends it: for the whole run or for one test.
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, closeSync, existsSync, globSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { promisify } from 'node:util'

const run = promisify(execFile)
const readyMs = 30_000

export interface Postgres extends AsyncDisposable {
  /** Of the database "postgres"; its user may make others. */
  url: string
  /** Ends it in good order and removes its folder. */
  stop: () => Promise<void>
  /** Starts it with the data it had, after ending it if it runs; the address stays. */
  restart: () => Promise<void>
  /** It hangs: connections stay and get no answer. */
  pause: () => void
  resume: () => void
  /** It dies as in a crash; restart() brings it back. */
  kill: () => Promise<void>
}

interface User {
  /** What goes before a command line: it has its user, and ends when we are killed. */
  prefix: string[]
  uid?: number
  gid?: number
}

/** PostgreSQL refuses to run as root; Debian's package brings a user for it. */
async function findUser(): Promise<User> {
  const tied = ['setpriv', '--pdeathsig', 'INT']
  if (process.getuid?.() !== 0) return { prefix: [...tied, '--'] }
  const id = async (flag: string) => Number((await run('id', [flag, 'postgres'])).stdout)
  const prefix = [...tied, '--reuid', 'postgres', '--regid', 'postgres', '--init-groups', '--']
  return { prefix, uid: await id('-u'), gid: await id('-g') }
}

function findPrograms(): string {
  const found = globSync('/usr/lib/postgresql/*/bin/postgres').sort((a, b) =>
    a.localeCompare(b, 'en', { numeric: true }),
  )
  const newest = found.at(-1)
  if (newest === undefined)
    throw new Error('PostgreSQL is missing. Install it: sudo apt-get install --no-install-recommends -y postgresql')
  return path.dirname(newest)
}

async function freePort(): Promise<number> {
  await using server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no TCP port')
  return address.port
}

const alive = (pid: number): boolean => existsSync(`/proc/${pid}`)

function send(signal: NodeJS.Signals, pids: number[]): void {
  for (const pid of pids) {
    try {
      process.kill(pid, signal)
    } catch (error) {
      if (alive(pid)) throw error
    }
  }
}

/** A folder of our own, named after us; those of processes that were killed are removed. */
function openFolder({ uid, gid }: User): string {
  const prefix = path.join(tmpdir(), 'parley-postgres-')
  for (const folder of globSync(`${prefix}*`))
    if (!alive(Number.parseInt(folder.slice(prefix.length), 10))) rmSync(folder, { recursive: true, force: true })
  const folder = mkdtempSync(`${prefix}${process.pid}-`)
  if (uid !== undefined && gid !== undefined) chownSync(folder, uid, gid)
  return folder
}

const isRunning = (child: ChildProcess) => child.exitCode === null && child.signalCode === null

/** The children of a process: PostgreSQL has one for each connection. */
const childrenOf = (pid: number): number[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number)

export async function openPostgres(): Promise<Postgres> {
  const programs = findPrograms()
  const user = await findUser()
  const folder = openFolder(user)
  const data = path.join(folder, 'data')
  const log = path.join(folder, 'log')
  const command = (name: string, args: string[]) => [...user.prefix, path.join(programs, name), ...args]

  const [initdb = '', ...options] = command('initdb', [
    '-D',
    data,
    '-U',
    'parley',
    '-A',
    'trust',
    '-E',
    'UTF8',
    '--no-locale',
  ])
  await run(initdb, [...options, '--no-sync'], { cwd: folder })
  const port = await freePort()
  let server: ChildProcess | undefined

  /** The eighth line of the file says so, as pg_ctl reads it; the first is the process that wrote it. */
  function isReady(pid: number): boolean {
    const file = path.join(data, 'postmaster.pid')
    const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []
    return lines[0] === String(pid) && lines[7]?.trim() === 'ready'
  }

  async function start(): Promise<void> {
    const output = openSync(log, 'a')
    const [file = '', ...args] = command('postgres', ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', folder])
    const child = spawn(file, args, { cwd: folder, stdio: ['ignore', output, output] })
    closeSync(output)
    server = child
    for (const until = Date.now() + readyMs; Date.now() < until && isRunning(child); await wait(20))
      if (child.pid !== undefined && isReady(child.pid)) return
    throw new Error(`PostgreSQL did not start:\n${readFileSync(log, 'utf8')}`)
  }

  function processes(): number[] {
    if (server?.pid === undefined) throw new Error('PostgreSQL does not run')
    return [server.pid, ...childrenOf(server.pid)]
  }

  async function end(signal: NodeJS.Signals): Promise<void> {
    if (server === undefined || !isRunning(server)) return
    const ended = once(server, 'exit')
    const pids = processes()
    server.kill(signal)
    send('SIGCONT', pids) // in case it was paused
    await ended
    while (pids.some(alive)) await wait(20) // after a crash, those of the connections take a moment to notice
  }

  const stop = async () => {
    await end('SIGINT')
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    await start()
  } catch (error) {
    await stop()
    throw error
  }
  return {
    url: `postgres://parley@127.0.0.1:${port}/postgres`,
    stop,
    restart: async () => {
      await end('SIGINT')
      await start()
    },
    pause: () => send('SIGSTOP', processes()),
    resume: () => send('SIGCONT', processes()),
    kill: () => end('SIGKILL'),
    [Symbol.asyncDispose]: stop,
  }
}
