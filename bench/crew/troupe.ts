// The clients of one process: they come, send, are silent and are counted as they are asked to.

import { openEngine } from '../../packages/lab/src/rtc/engine.ts'
import { BenchClient, type CrewClient } from './client.ts'
import { JanusClient } from './janus-client.ts'
import type { Answers, CrewPlan, CrewTotals, JoinTimes, Member, Question } from './messages.ts'

const LOOK_MS = 2

export class Troupe {
  #open: ((member: Member) => CrewClient) | undefined
  #clients: readonly CrewClient[] = []
  #answersMs: number[] = []
  #errors: string[] = []

  async answer(asked: Question): Promise<Answers[Question['ask']]> {
    switch (asked.ask) {
      case 'begin':
        await this.#begin(asked.plan)
        return null
      case 'join':
        await Promise.all(this.#clients.map((client) => client.join(asked.sends)))
        return null
      case 'visit':
        return await this.#visit(asked.members, asked.waitMs)
      case 'send':
        await Promise.all(this.#clients.map((client) => client.send(asked.on)))
        return null
      case 'totals':
        return this.#totals()
    }
  }

  async #begin({ server, url, seed, members }: CrewPlan): Promise<void> {
    const engine = await openEngine({ seed, media: 'synthetic' })
    const onAnswer = (tookMs: number) => void this.#answersMs.push(tookMs)
    const onError = (error: Error) => void this.#errors.push(error.message)
    const Client = server === 'janus' ? JanusClient : BenchClient
    this.#open = (member) => new Client({ engine, url, member, onAnswer, onError })
    this.#clients = members.map(this.#open)
  }

  async #visit(members: readonly Member[], waitMs: number): Promise<JoinTimes[]> {
    const visitors = members.flatMap((member) => this.#open?.(member) ?? [])
    const deadline = performance.now() + waitMs
    await Promise.all(visitors.map((visitor) => visitor.join(false)))
    const times = () => visitors.map((visitor) => visitor.times())
    while (times().some(({ firstPacketMs }) => Number.isNaN(firstPacketMs))) {
      if (performance.now() > deadline) throw new Error(`a visitor has received nothing within ${waitMs} ms`)
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
    }
    const told = times()
    await Promise.all(visitors.map((visitor) => visitor.leave()))
    return told
  }

  #totals(): CrewTotals {
    const all = this.#clients.map(({ totals }) => totals)
    const sum = (of: (each: (typeof all)[number]) => number) => all.reduce((total, each) => total + of(each), 0)
    const { user, system } = process.cpuUsage()
    const told = { answersMs: this.#answersMs, errors: this.#errors }
    this.#answersMs = []
    this.#errors = []
    return {
      sent: sum(({ packetsSent }) => packetsSent),
      received: sum(({ packetsReceived }) => packetsReceived),
      unrecovered: sum(({ packetsUnrecovered }) => packetsUnrecovered),
      cpuMs: (user + system) / 1_000,
      ...told,
    }
  }
}
