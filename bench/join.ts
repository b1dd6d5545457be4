// How soon a joiner receives: one after the other beside the bare script, and 50 at once. `npm run bench:join`

import type { JoinTimes } from './crew/messages.ts'
import { openStage } from './crew/stage.ts'
import { endWhenAsked } from './ending.ts'
import { openBareServer, openRealServer } from './peers/servers.ts'
import { comparison, figure, loadNow, quantile, type Result, readFlags, report, say } from './results.ts'

const goals = { ratio: 1.25, crowdMs: 500, signalingMs: 200 }
const crowdSize = 50

interface Crowd {
  readonly firstPacketMs: readonly number[]
  readonly answersMs: readonly number[]
}

const flags = readFlags(process.argv.slice(2))
endWhenAsked()
const [joiners, crowds] = flags.quick ? [10, 2] : [60, 9]

await using ours = await openRealServer()
await using bare = await openBareServer()
await report([...(await oneByOne()), ...(await atOnce())], flags)

/** Each joiner alone: a new process would measure how code is compiled, so the same one comes again and again. */
async function oneByOne(): Promise<Result[]> {
  const times = { ours: [] as JoinTimes[], bare: [] as JoinTimes[] }
  const [atOurs, atBare] = await Promise.all([openStage(ours.url, 'singles'), openStage(bare.url, 'singles')])
  await using _atOurs = atOurs
  await using _atBare = atBare
  // The first ones pay for what is done once: they are not counted.
  const warmUps = 2
  for (let n = -warmUps; n < joiners; n++) {
    for (const which of n % 2 === 0 ? (['ours', 'bare'] as const) : (['bare', 'ours'] as const)) {
      const stage = which === 'ours' ? atOurs : atBare
      const [joiner] = await stage.arrive(1)
      if (n >= 0 && joiner !== undefined) times[which].push(joiner)
    }
    if (n >= 0 && (n + 1) % 10 === 0) say(`join ${n + 1}/${joiners}: ${told(times.ours)} | bare ${told(times.bare)}`)
  }
  const of = (which: 'ours' | 'bare', what: keyof JoinTimes) => times[which].map((each) => each[what])
  const against = (what: keyof JoinTimes) => ({ name: 'bare mediasoup', values: of('bare', what) })
  return [
    comparison('join.firstPacket', of('ours', 'firstPacketMs'), 'ms', against('firstPacketMs'), { goal: goals.ratio }),
    comparison('join.answered', of('ours', 'joinMs'), 'ms', against('joinMs')),
  ]
}

async function atOnce(): Promise<Result[]> {
  const rounds = { ours: [] as Crowd[], bare: [] as Crowd[] }
  const [atOurs, atBare] = await Promise.all([openStage(ours.url, 'crowds'), openStage(bare.url, 'crowds')])
  await using _atOurs = atOurs
  await using _atBare = atBare
  for (let round = -1; round < crowds; round++) {
    for (const which of ['ours', 'bare'] as const) {
      const stage = which === 'ours' ? atOurs : atBare
      const arrived = await stage.arrive(crowdSize)
      const answersMs = await stage.answers()
      if (round >= 0) rounds[which].push({ firstPacketMs: arrived.map((each) => each.firstPacketMs), answersMs })
    }
    if (round >= 0)
      say(
        `join ${crowdSize} at once ${round + 1}/${crowds}: ${p95s(rounds.ours)} ms | bare ${p95s(rounds.bare)} ms | ${loadNow()}`,
      )
  }
  const p95 = (which: 'ours' | 'bare') => rounds[which].map(({ firstPacketMs }) => quantile(firstPacketMs, 0.95))
  const p99 = (which: 'ours' | 'bare') => rounds[which].map(({ answersMs }) => quantile(answersMs, 0.99))
  const peer = (values: readonly number[]) => ({ name: 'bare mediasoup', values })
  return [
    comparison('join.crowdRatio', p95('ours'), 'ms P95', peer(p95('bare'))),
    figure('join.crowd', p95('ours'), 'ms P95', { goal: goals.crowdMs }),
    figure('join.signaling', p99('ours'), 'ms P99', { goal: goals.signalingMs }),
  ]
}

function told(times: readonly JoinTimes[]): string {
  const of = (what: keyof JoinTimes) =>
    quantile(
      times.map((each) => each[what]),
      0.5,
    ).toFixed(0)
  return `joined ${of('joinMs')}, first packet ${of('firstPacketMs')} ms`
}

function p95s(crowds: readonly Crowd[]): string {
  return quantile(crowds.at(-1)?.firstPacketMs ?? [], 0.95).toFixed(0)
}
