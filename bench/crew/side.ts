// One of the servers beside each other, with its clients: it forwards in slices, and each tells what a packet took.

import { setTimeout as pause } from 'node:timers/promises'
import type { Server } from '../peers/servers.ts'
import { cpuMicros } from '../process-use.ts'
import { Crews } from './crew.ts'
import type { CrewTotals, Member } from './messages.ts'

export interface Scene {
  /** As results call it. */
  readonly name: string
  /** One process each. */
  readonly groups: readonly (readonly Member[])[]
  /** How many receive each packet. */
  readonly receivers: number
}

/** CPU in µs for each packet that was received. */
export interface Slice {
  readonly workerMicros: number
  readonly allMicros: number
  /** Of the busiest worker in the CPU of all; 1 where there is one. */
  readonly busiest: number
  readonly delivered: number
  readonly perSecond: number
}

const seed = 42
/** When nothing more has come in this time, everything has; on a loaded machine the clients may read late. */
const quietMs = 300
const longestDrainMs = 5_000

export class Side implements AsyncDisposable {
  readonly #scene: Scene
  readonly #server: Server
  readonly #crews: Crews

  private constructor(scene: Scene, server: Server, crews: Crews) {
    this.#scene = scene
    this.#server = server
    this.#crews = crews
  }

  /** All have joined, and are silent. */
  static async open(scene: Scene, openServer: () => Promise<Server>): Promise<Side> {
    await using opened = new AsyncDisposableStack()
    const server = opened.use(await openServer())
    const speaks = server.name === 'janus' ? 'janus' : 'parley'
    const crews = opened.use(await Crews.open(server.url, seed, scene.groups, speaks))
    await crews.join(false)
    opened.move()
    return new Side(scene, server, crews)
  }

  /** Sends for so long, and counts until the last packet has come: no edge is cut. */
  async slice(durationMs: number): Promise<Slice> {
    const crews = this.#crews
    const use = () => ({ workers: this.#server.workerPids.map(cpuMicros), node: cpuMicros(this.#server.pid) })
    const before = await crews.totals()
    const useBefore = use()
    const begun = performance.now()
    await crews.send(true)
    await pause(durationMs)
    await crews.send(false)
    const seconds = (performance.now() - begun) / 1_000
    const after = await drained(crews)
    const useAfter = use()
    const received = after.received - before.received
    const ofWorkers = useAfter.workers.map((micros, index) => micros - (useBefore.workers[index] ?? 0))
    const ofAllWorkers = ofWorkers.reduce((sum, micros) => sum + micros, 0)
    const workerMicros = ofAllWorkers / received
    return {
      workerMicros,
      allMicros: workerMicros + (useAfter.node - useBefore.node) / received,
      busiest: Math.max(...ofWorkers) / ofAllWorkers,
      delivered: received / ((after.sent - before.sent) * this.#scene.receivers),
      perSecond: received / seconds,
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#crews[Symbol.asyncDispose]()
    await this.#server[Symbol.asyncDispose]()
  }
}

async function drained(crews: Crews): Promise<CrewTotals> {
  const deadline = performance.now() + longestDrainMs
  let last = await crews.totals()
  while (true) {
    await pause(quietMs)
    const now = await crews.totals()
    if (now.received === last.received || performance.now() > deadline) return now
    last = now
  }
}
