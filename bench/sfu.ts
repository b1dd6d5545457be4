// What a forwarded packet costs: Parley beside a bare mediasoup script with the same clients, in turns. `npm run bench:sfu`

import { setTimeout as pause } from 'node:timers/promises'
import { Crews } from './crew/crew.ts'
import type { CrewTotals, Member } from './crew/messages.ts'
import { endWhenAsked } from './ending.ts'
import { openBareServer, openRealServer, type Server } from './peers/servers.ts'
import { cpuMicros } from './process-use.ts'
import { comparison, figure, loadNow, median, type Result, readFlags, report, say } from './results.ts'

interface Scene {
  readonly name: '1to50' | 'room10'
  /** One process each. */
  readonly groups: readonly (readonly Member[])[]
  /** How many receive each packet. */
  readonly receivers: number
}

interface Side {
  readonly server: Server
  readonly crews: Crews
}

interface Slice {
  readonly workerMicros: number
  readonly allMicros: number
  readonly delivered: number
  readonly perSecond: number
}

const goals = { worker: 1.02, all: 1.05, delivered: 0.999, perSecond: 30_000 }
const seed = 42
/** When nothing more has come in this time, everything has; on a loaded machine the clients may read late. */
const quietMs = 300
const longestDrainMs = 5_000
const warmUpMs = 1_000
/** Video packets of about 1000 bytes; with 50 of voice these make 640 and 370 packets/s for each receiver. */
const videoBps = { '1to50': 5_100_000, room10: 2_700_000 }

const flags = readFlags(process.argv.slice(2))
endWhenAsked()
// Each round has servers and clients of its own: what one meets by chance, such as its estimate of bandwidth, stays with it.
const [rounds, pairs, sliceMs] = flags.quick ? [1, 3, 700] : [4, 4, 2_000]

await report([...(await measure(scene1to50())), ...(await measure(sceneRoom10()))], flags)

function scene1to50(): Scene {
  const publisher = { name: 'publisher', room: '1to50', videoBps: videoBps['1to50'], views: false }
  const receivers = Array.from({ length: 50 }, (_, n) => ({ name: `receiver ${n}`, room: '1to50', views: true }))
  return { name: '1to50', groups: [[publisher], receivers], receivers: 50 }
}

function sceneRoom10(): Scene {
  const members = Array.from({ length: 10 }, (_, n) => {
    return { name: `member ${n}`, room: 'room10', videoBps: videoBps.room10, views: true }
  })
  return { name: 'room10', groups: [members.slice(0, 5), members.slice(5)], receivers: 9 }
}

interface Slices {
  readonly ours: Slice[]
  readonly bare: Slice[]
}

async function measure(scene: Scene): Promise<Result[]> {
  const slices: Slices = { ours: [], bare: [] }
  for (let round = 1; round <= rounds; round++) {
    const before = slices.ours.length
    await measureRound(scene, slices)
    const since = { ours: slices.ours.slice(before), bare: slices.bare.slice(before) }
    say(`sfu ${scene.name} ${round}/${rounds}: ${told(since.ours)} | bare ${told(since.bare)} | ${loadNow()}`)
  }
  return resultsOf(scene, slices)
}

/** Both servers stand and are joined all the time; only one of them has anything to forward. */
async function measureRound(scene: Scene, slices: Slices): Promise<void> {
  await using ours = await openSide(scene, openRealServer)
  await using bare = await openSide(scene, openBareServer)
  for (const side of [ours, bare]) await slice(scene, side, warmUpMs)
  for (let pair = 0; pair < pairs; pair++) {
    // A B, B A, …: what changes slowly on the machine meets both alike.
    for (const which of pair % 2 === 0 ? (['ours', 'bare'] as const) : (['bare', 'ours'] as const))
      slices[which].push(await slice(scene, which === 'ours' ? ours : bare, sliceMs))
  }
}

async function openSide({ groups }: Scene, open: () => Promise<Server>): Promise<Side & AsyncDisposable> {
  await using opened = new AsyncDisposableStack()
  const server = opened.use(await open())
  const crews = opened.use(await Crews.open(server.url, seed, groups))
  await crews.join(false)
  const held = opened.move()
  return { server, crews, [Symbol.asyncDispose]: () => held.disposeAsync() }
}

/** Sends for so long, and counts until the last packet has come: no edge is cut. */
async function slice({ receivers }: Scene, { server, crews }: Side, durationMs: number): Promise<Slice> {
  const use = () => ({ worker: cpuMicros(server.workerPid), node: cpuMicros(server.pid) })
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
  const workerMicros = (useAfter.worker - useBefore.worker) / received
  return {
    workerMicros,
    allMicros: workerMicros + (useAfter.node - useBefore.node) / received,
    delivered: received / ((after.sent - before.sent) * receivers),
    perSecond: received / seconds,
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

function told(slices: readonly Slice[]): string {
  const of = (what: keyof Slice) => median(slices.map((each) => each[what]))
  return `${of('workerMicros').toFixed(2)} µs at ${of('perSecond').toFixed(0)}/s, ${(of('delivered') * 100).toFixed(2)} %`
}

function resultsOf({ name }: Scene, { ours, bare }: Slices): Result[] {
  const of = (slices: readonly Slice[], what: keyof Slice) => slices.map((each) => each[what])
  const peer = (what: keyof Slice) => ({ name: 'bare mediasoup', values: of(bare, what) })
  const worst = (slices: readonly Slice[]) => `${(Math.min(...of(slices, 'delivered')) * 100).toFixed(2)} %`
  say(`sfu ${name}: in the worst slice ${worst(ours)} were delivered, ${worst(bare)} by the bare script`)
  return [
    comparison(`sfu.cpuPerPacket.${name}`, of(ours, 'workerMicros'), 'µs', peer('workerMicros'), {
      goal: goals.worker,
    }),
    comparison(`sfu.cpuPerPacketAll.${name}`, of(ours, 'allMicros'), 'µs', peer('allMicros'), { goal: goals.all }),
    figure(`sfu.delivered.${name}`, of(ours, 'delivered'), 'share', { goal: goals.delivered, atLeast: true }),
    figure(`sfu.packetsPerSecond.${name}`, of(ours, 'perSecond'), '1/s', { goal: goals.perSecond, atLeast: true }),
  ]
}
