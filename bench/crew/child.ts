// The main program of a process of clients: answers what the benchmark asks, and ends with it.

import { openEngine } from '../../packages/lab/src/rtc/engine.ts'
import { BenchClient } from './client.ts'
import type { Answered, Answers, Asked, CrewPlan, CrewTotals, JoinTimes, Member, Question } from './messages.ts'

const LOOK_MS = 2
let open: ((member: Member) => BenchClient) | undefined
let clients: readonly BenchClient[] = []
let answersMs: number[] = []
let errors: string[] = []

process.on('message', (asked: Asked) => {
  answer(asked).then(
    (answer) => tell({ id: asked.id, answer }),
    (error: unknown) => tell({ id: asked.id, error: error instanceof Error ? (error.stack ?? error.message) : '?' }),
  )
})
process.on('disconnect', () => process.exit(1))
// Ctrl-C reaches all processes of the terminal; the benchmark ends us.
process.on('SIGINT', () => {})

async function answer(asked: Question): Promise<Answers[Question['ask']]> {
  switch (asked.ask) {
    case 'begin':
      await begin(asked.plan)
      return null
    case 'join':
      await Promise.all(clients.map((client) => client.join(asked.sends)))
      return null
    case 'visit':
      return await visit(asked.members, asked.waitMs)
    case 'send':
      for (const client of clients) client.send(asked.on)
      return null
    case 'totals':
      return totals()
  }
}

async function begin({ url, seed, members }: CrewPlan): Promise<void> {
  const engine = await openEngine({ seed, media: 'synthetic' })
  const onAnswer = (tookMs: number) => void answersMs.push(tookMs)
  const onError = (error: Error) => void errors.push(error.message)
  open = (member) => new BenchClient({ engine, url, member, onAnswer, onError })
  clients = members.map(open)
}

async function visit(members: readonly Member[], waitMs: number): Promise<JoinTimes[]> {
  const visitors = members.flatMap((member) => open?.(member) ?? [])
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

function totals(): CrewTotals {
  const all = clients.map(({ platform }) => platform.media.totals)
  const sum = (of: (each: (typeof all)[number]) => number) => all.reduce((total, each) => total + of(each), 0)
  const { user, system } = process.cpuUsage()
  const told = { answersMs, errors }
  answersMs = []
  errors = []
  return {
    sent: sum(({ packetsSent }) => packetsSent),
    received: sum(({ packetsReceived }) => packetsReceived),
    unrecovered: sum(({ packetsUnrecovered }) => packetsUnrecovered),
    cpuMs: (user + system) / 1_000,
    ...told,
  }
}

function tell(message: Answered): void {
  // Without a channel the benchmark is gone, and `disconnect` ends us.
  if (process.connected) process.send?.(message)
}
