// The child processes of a run: forked, given their clients, heard, and gone when it ends.

import { type ChildProcess, fork } from 'node:child_process'
import { setPriority } from 'node:os'
import { createInterface } from 'node:readline'
import { generatorFlags, listenerNiceness } from './generator-process.ts'
import type { Assignment, FromChild, ToChild } from './messages.ts'

export interface SwarmOptions {
  /** The program of a child. */
  readonly program: string
  readonly assignments: readonly Assignment[]
  readonly onMessage: (pid: number, message: FromChild) => void
  /** A process ended before it was done: `how` says by what. */
  readonly onDeath: (pid: number, assignment: Assignment, how: string) => void
}

/** To load the engine and the clips, on a machine that does so for many at a time. */
const READY_MS = 60_000
/** From a request to stop until it is not waited for any more. */
const STOP_MS = 10_000

export class Swarm {
  readonly #children: readonly Child[]

  constructor(options: SwarmOptions) {
    this.#children = options.assignments.map((assignment) => new Child(options, assignment))
  }

  /** Of those that live. */
  get pids(): number[] {
    return this.#children.filter(({ isAlive }) => isAlive).map(({ pid }) => pid)
  }

  /** Settles when each is ready, or has died trying. */
  async ready(): Promise<void> {
    await Promise.all(this.#children.map((child) => child.ready))
  }

  /** Settles when all processes have ended. */
  async ended(): Promise<void> {
    await Promise.all(this.#children.map((child) => child.ended))
  }

  /** `atUs`: zero of the plan, of CLOCK_MONOTONIC. */
  start(atUs: number): void {
    for (const child of this.#children) child.send({ type: 'start', atUs })
  }

  /** They stop sending, leave, tell what they have measured and end; who does not is killed. Idempotent. */
  stop(): void {
    for (const child of this.#children) child.stop()
  }

  /** Ends them now. `because`: their clients have failed, and this is why; without it somebody wanted it so. */
  kill(because?: string): void {
    for (const child of this.#children) child.kill(because)
  }
}

class Child {
  readonly pid: number
  readonly #forked: ChildProcess
  readonly #ready = Promise.withResolvers<void>()
  readonly #ended = Promise.withResolvers<void>()
  #isDone = false
  #isEnded = false
  #lastWords = ''
  #killedBecause: string | undefined
  #stopTimer: NodeJS.Timeout | undefined

  constructor({ program, onMessage, onDeath }: SwarmOptions, assignment: Assignment) {
    // Not the terminal's: what a process says when it dies belongs into the report, not across the table.
    this.#forked = fork(program, [], {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      execArgv: [...generatorFlags],
    })
    this.pid = this.#forked.pid ?? 0
    const sends = assignment.clients.some(({ publishes }) => publishes)
    // At once: threads inherit it from the one that starts them.
    if (!sends && this.#forked.pid !== undefined) setPriority(this.#forked.pid, listenerNiceness)
    const readyTimer = setTimeout(() => this.kill('it was not ready in time'), READY_MS)
    this.#forked.on('message', (message: FromChild) => {
      if (message.type === 'ready') this.#ready.resolve()
      if (message.type === 'done') this.#isDone = true
      onMessage(this.pid, message)
    })
    if (this.#forked.stderr) {
      createInterface({ input: this.#forked.stderr }).on('line', (line) => {
        if (/\S/.test(line) && !/^\s+at /.test(line)) this.#lastWords = line.trim()
      })
    }
    void this.#ready.promise.then(() => clearTimeout(readyTimer))
    const end = (how: string) => {
      if (this.#isEnded) return
      this.#isEnded = true
      clearTimeout(this.#stopTimer)
      if (!this.#isDone) onDeath(this.pid, assignment, how)
      this.#ready.resolve()
      this.#ended.resolve()
    }
    this.#forked.on('error', (error) => end(error.message))
    // `close`, not `exit`: by then its messages and its last words have been read.
    this.#forked.on('close', (code, signal) => end(this.#howItEnded(code, signal)))
    this.send({ type: 'assign', assignment })
  }

  get isAlive(): boolean {
    return !this.#isEnded
  }

  get ready(): Promise<void> {
    return this.#ready.promise
  }

  get ended(): Promise<void> {
    return this.#ended.promise
  }

  send(message: ToChild): void {
    // One that is about to end has no channel any more; `close` tells of it.
    if (this.#forked.connected) this.#forked.send(message, () => {})
  }

  stop(): void {
    this.send({ type: 'stop' })
    this.#stopTimer ??= setTimeout(() => this.kill('it did not stop in time'), STOP_MS)
  }

  kill(because?: string): void {
    if (this.#isEnded) return
    this.#killedBecause = because
    this.#isDone ||= because === undefined
    this.#forked.kill('SIGKILL')
  }

  #howItEnded(code: number | null, signal: NodeJS.Signals | null): string {
    if (this.#killedBecause !== undefined) return this.#killedBecause
    const how = signal ?? `exit code ${code}`
    return this.#lastWords === '' ? how : `${how}, ${this.#lastWords}`
  }
}
