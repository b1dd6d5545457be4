// The real server as a child process, on free ports: started, watched, killed and restarted by tests.

import { type ChildProcessByStdio, execFile, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { promisify } from 'node:util'

/** By the setting's path: `{ 'rooms.capacity': 2, 'http.allowedOrigins': ['https://a.example'] }`. */
export type Settings = Readonly<Record<string, string | number | boolean | readonly string[]>>

export interface ParleyOptions {
  readonly settings?: Settings
  /** Without one: an SQLite file that goes with the process. */
  readonly storeUrl?: string
  /** Called when the process has ended for good. */
  readonly remove?: () => Promise<void>
  /** Further flags of `serve`; they win over `settings`. */
  readonly flags?: readonly string[]
}

export interface Exit {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

/** A structured line of the server's log. */
export interface LogLine {
  readonly level: string
  readonly message: string
  readonly [fact: string]: unknown
}

export interface Sample {
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}

export interface Stats {
  readonly connections: number
  readonly totalConnections: number
  readonly sessions: number
  readonly rooms: number
  readonly participants: number
  readonly tracks: number
  readonly workers: readonly {
    readonly pid: number | undefined
    readonly alive: boolean
    readonly port: number
    readonly routers: number
  }[]
  readonly [figure: string]: unknown
}

/** Another checkout's, while this one's server is being worked on. */
const main = process.env['PARLEY_TEST_SERVER'] ?? join(import.meta.dirname, '../packages/server/src/main.ts')
const startMs = 30_000
const endMs = 10_000

/** What every test wants unless it says otherwise: free ports, one worker, no wait before sockets are closed. */
const usual: Settings = {
  'http.port': 0,
  'media.port': 0,
  'media.workers': 1,
  'operations.drainMs': 0,
  // While several people build the web app at once, each tries their own build.
  'http.webRoot': process.env['PARLEY_TEST_WEB_ROOT'] ?? '',
}

/** Starts the server and resolves when it is ready; rejects with what it printed when it ends instead. */
export async function openParley(options: ParleyOptions = {}): Promise<Parley> {
  const { storeUrl, remove = async () => {} } = options.storeUrl === undefined ? await makeSqliteFile() : options
  const parley = new Parley({ ...usual, ...options.settings, 'store.url': storeUrl ?? '' }, options.flags ?? [], remove)
  try {
    await parley.start()
  } catch (error) {
    await parley[Symbol.asyncDispose]()
    throw error
  }
  return parley
}

async function makeSqliteFile(): Promise<Required<Pick<ParleyOptions, 'storeUrl' | 'remove'>>> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-'))
  return {
    storeUrl: `sqlite:${join(folder, 'parley.db')}`,
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}

export class Parley implements AsyncDisposable {
  /** Since the first start, over restarts. */
  readonly log: LogLine[] = []
  /** Lines that were not structured. */
  readonly printed: string[] = []
  #settings: Settings
  readonly #flags: readonly string[]
  readonly #remove: () => Promise<void>
  #running: Running | undefined

  constructor(settings: Settings, flags: readonly string[], remove: () => Promise<void>) {
    this.#settings = settings
    this.#flags = flags
    this.#remove = remove
  }

  get pid(): number {
    return this.#process.pid
  }

  /** `http://127.0.0.1:PORT`, or https. */
  get url(): string {
    return this.#process.url
  }

  get wsUrl(): string {
    return `${this.url.replace(/^http/, 'ws')}/ws`
  }

  get storeUrl(): string {
    return String(this.#settings['store.url'])
  }

  get port(): number {
    return Number(new URL(this.url).port)
  }

  /** Settles when the process that runs now (or ran last) has ended. */
  get exited(): Promise<Exit> {
    return this.#process.exited
  }

  /** Sends a signal to this one process; resolves when it has ended. */
  async kill(signal: NodeJS.Signals = 'SIGTERM'): Promise<Exit> {
    process.kill(this.pid, signal)
    return await this.exited
  }

  /** Ends it if it still runs, and starts it anew on the same port with the same store. */
  async restart(): Promise<void> {
    const { port } = this
    await this.#end()
    this.#settings = { ...this.#settings, 'http.port': port }
    await this.start()
  }

  async start(): Promise<void> {
    this.#running = await run(['serve', ...this.#flags], this.#settings, this.log, this.printed)
  }

  async stats(): Promise<Stats> {
    return JSON.parse(await this.#read('/stats'))
  }

  async metrics(): Promise<Sample[]> {
    return readSamples(await this.#read('/metrics'))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    try {
      await this.#end()
    } finally {
      await this.#remove()
    }
  }

  get #process(): Running {
    if (this.#running === undefined) throw new Error('the server was not started')
    return this.#running
  }

  /** A server that does not stop when it is asked to is killed, and that is an error. */
  async #end(): Promise<void> {
    if (this.#running === undefined || this.#running.ended()) return
    const deadline = setTimeout(() => process.kill(this.pid, 'SIGKILL'), endMs)
    const { signal } = await this.kill('SIGTERM')
    clearTimeout(deadline)
    if (signal === 'SIGKILL') throw new Error(`the server did not stop within ${endMs} ms of SIGTERM`)
  }

  async #read(path: string): Promise<string> {
    const token = this.#settings['operations.metricsToken']
    const headers = token === undefined ? {} : { authorization: `Bearer ${token}` }
    const response = await fetch(`${this.url}${path}`, { headers })
    const body = await response.text()
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${body}`)
    return body
  }
}

export interface Ending extends Exit {
  readonly stdout: string
  readonly stderr: string
}

/** Runs a command of the server that ends by itself, such as `token`, and hears it out. */
export async function runParley(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ending> {
  const options = { env: { ...cleanEnvironment(), ...env }, timeout: startMs }
  try {
    return { ...(await promisify(execFile)(process.execPath, [main, ...args], options)), code: 0, signal: null }
  } catch (error) {
    if (isEnding(error)) return error
    throw error
  }
}

/** An access token, made as an administrator would make it: `parley token`. */
export async function makeToken(key: string, ...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await runParley(['token', '--auth-keys', key, ...args])
  if (code !== 0) throw new Error(`no token was made: ${stderr}`)
  return stdout.trim()
}

interface Running {
  readonly pid: number
  readonly url: string
  readonly exited: Promise<Exit>
  ended(): boolean
}

async function run(args: readonly string[], settings: Settings, log: LogLine[], printed: string[]): Promise<Running> {
  const child = spawn(process.execPath, [main, ...args], {
    env: { ...cleanEnvironment(), ...variables(settings) },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const exited = exitOf(child)
  const { promise: ready, resolve } = Promise.withResolvers<string>()
  readLines(child.stdout, (line) => (line.startsWith('{') ? log.push(JSON.parse(line)) : printed.push(line)))
  readLines(child.stderr, (line) => {
    const url = /Parley is ready: (\S+)/.exec(line)?.[1]
    if (url === undefined) printed.push(line)
    else resolve(url.replace('localhost', '127.0.0.1'))
  })
  const timer = setTimeout(() => child.kill('SIGKILL'), startMs)
  const url = await Promise.race([ready, exited])
  clearTimeout(timer)
  if (typeof url !== 'string' || child.pid === undefined)
    throw new Error(`the server did not start:\n${[...printed, ...log.map((line) => JSON.stringify(line))].join('\n')}`)
  return { pid: child.pid, url, exited, ended: () => child.exitCode !== null || child.signalCode !== null }
}

/** `close`, not `exit`: when it settles, everything that was printed has been read. */
function exitOf(child: ChildProcessByStdio<null, Readable, Readable>): Promise<Exit> {
  const { promise, resolve, reject } = Promise.withResolvers<Exit>()
  child.once('error', reject)
  child.once('close', (code, signal) => resolve({ code, signal }))
  return promise
}

function readLines(stream: Readable, hear: (line: string) => void): void {
  createInterface({ input: stream }).on('line', (line) => {
    if (line.trim() !== '') hear(line)
  })
}

/** Ours, without the settings that somebody may have in the shell; marks of the test runner stay. */
function cleanEnvironment(): Record<string, string | undefined> {
  const entries = Object.entries(process.env)
  return Object.fromEntries(entries.filter(([name]) => !name.startsWith('PARLEY_') || name.startsWith('PARLEY_TEST_')))
}

/** `rooms.lingerMs` → `PARLEY_ROOMS_LINGER_MS`. */
function variables(settings: Settings): Record<string, string> {
  return Object.fromEntries(
    Object.entries(settings).map(([path, value]) => [
      `PARLEY_${path.replace('.', '_').replace(/[A-Z]/g, '_$&').toUpperCase()}`,
      Array.isArray(value) ? value.join(',') : String(value),
    ]),
  )
}

/** The Prometheus text format, as far as it concerns values. */
export function readSamples(text: string): Sample[] {
  return text.split('\n').flatMap((line) => {
    if (line === '' || line.startsWith('#')) return []
    const match = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$/.exec(line)
    if (match === null) throw new Error(`this is no line of /metrics: ${line}`)
    const [, name = '', labels = '', value = ''] = match
    const pairs = [...labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)",?/g)]
    return [
      { name, labels: Object.fromEntries(pairs.map(([, key = '', text = '']) => [key, text])), value: Number(value) },
    ]
  })
}

function isEnding(error: unknown): error is Ending {
  return error instanceof Error && 'stdout' in error && 'stderr' in error && 'code' in error
}
