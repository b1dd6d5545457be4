// Processes of lab clients in the hands of a benchmark.

import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'
import { generatorFlags } from '../../packages/lab/src/swarm/generator-process.ts'
import type { Answered, Answers, CrewPlan, CrewTotals, JoinTimes, Member, Question } from './messages.ts'

const program = join(import.meta.dirname, 'child.ts')
const answerMs = 30_000

/** Clients in one process. */
export class Crew implements AsyncDisposable {
  readonly #child: ChildProcess
  readonly #waiting = new Map<number, { resolve(answer: never): void; reject(error: Error): void }>()
  readonly #ended: Promise<void>
  #lastId = 0

  private constructor() {
    this.#child = fork(program, [], { execArgv: [...generatorFlags], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
    this.#child.on('message', (message: Answered) => {
      const waiting = this.#waiting.get(message.id)
      this.#waiting.delete(message.id)
      if ('error' in message) waiting?.reject(new Error(`a process of clients: ${message.error}`))
      else waiting?.resolve(message.answer as never)
    })
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#ended = promise
    this.#child.on('close', (code, signal) => {
      for (const { reject } of this.#waiting.values())
        reject(new Error(`a process of clients ended: ${signal ?? code}`))
      this.#waiting.clear()
      resolve()
    })
  }

  static async open(plan: CrewPlan): Promise<Crew> {
    const crew = new Crew()
    await crew.ask({ ask: 'begin', plan })
    return crew
  }

  /** @throws {Error} when the process fails at it, has ended, or takes too long */
  async ask<Q extends Question>(question: Q): Promise<Answers[Q['ask']]> {
    const id = ++this.#lastId
    const { promise, resolve, reject } = Promise.withResolvers<Answers[Q['ask']]>()
    const timer = setTimeout(() => reject(new Error(`clients took too long: ${question.ask}`)), answerMs)
    this.#waiting.set(id, { resolve, reject })
    this.#child.send({ ...question, id }, (error) => {
      if (error) reject(error)
    })
    return await promise.finally(() => clearTimeout(timer))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.kill('SIGKILL')
    await this.#ended
  }
}

/** Several processes as one. */
export class Crews implements AsyncDisposable {
  readonly #crews: readonly Crew[]

  private constructor(crews: readonly Crew[]) {
    this.#crews = crews
  }

  static async open(
    url: string,
    seed: number,
    groups: readonly (readonly Member[])[],
    server: CrewPlan['server'] = 'parley',
  ): Promise<Crews> {
    const opening = groups.map((members, index) => Crew.open({ server, url, seed: seed + index, members }))
    const opened = await Promise.allSettled(opening)
    const crews = new Crews(opened.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : [])))
    const failed = opened.find((each) => each.status === 'rejected')
    if (failed === undefined) return crews
    await crews[Symbol.asyncDispose]()
    throw failed.reason
  }

  async join(sends: boolean): Promise<void> {
    // In order: whoever publishes is there when the others come.
    for (const crew of this.#crews) await crew.ask({ ask: 'join', sends })
  }

  async send(on: boolean): Promise<void> {
    await Promise.all(this.#crews.map((crew) => crew.ask({ ask: 'send', on })))
  }

  async totals(): Promise<CrewTotals> {
    const all = await Promise.all(this.#crews.map((crew) => crew.ask({ ask: 'totals' })))
    const sum = (of: (each: CrewTotals) => number) => all.reduce((total, each) => total + of(each), 0)
    return {
      sent: sum(({ sent }) => sent),
      received: sum(({ received }) => received),
      unrecovered: sum(({ unrecovered }) => unrecovered),
      cpuMs: sum(({ cpuMs }) => cpuMs),
      answersMs: all.flatMap(({ answersMs }) => answersMs),
      errors: all.flatMap(({ errors }) => errors),
    }
  }

  /** In the first process: these come at once, receive something each, and go. */
  async visit(members: readonly Member[], waitMs: number): Promise<readonly JoinTimes[]> {
    const [first] = this.#crews
    return (await first?.ask({ ask: 'visit', members, waitMs })) ?? []
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#crews.map((crew) => crew[Symbol.asyncDispose]()))
  }
}
