// What it costs that a room spans two workers: the same room on two and on one, with the same packets, in turns. `npm run bench:pipe`

import { type Scene, Side, type Slice } from './crew/side.ts'
import { endWhenAsked } from './ending.ts'
import { openRealServer, type Server } from './peers/servers.ts'
import { comparison, figure, loadNow, median, type Result, readFlags, report, say } from './results.ts'

type Which = 'two workers' | 'one worker'

const goals = { cpu: 1.11, busiest: 0.55, delivered: 0.999 }
const warmUpMs = 1_000
/** Packets/s for each deliverer as in `bench:sfu`: these make about 30,000 received ones each second. */
const videoBps = { '1to50': 5_100_000, room20: 270_000 }

/** So that everybody is heard. */
const everybody = { 'rooms.loudestAbove': 20 }

const opens: ReadonlyMap<Which, () => Promise<Server>> = new Map<Which, () => Promise<Server>>([
  ['two workers', () => openRealServer({ ...everybody, 'media.workers': 2, 'media.spreadAbove': 0 })],
  ['one worker', () => openRealServer(everybody)],
])

const flags = readFlags(process.argv.slice(2))
endWhenAsked()
// As in `bench:sfu`: rounds with fresh servers, since what one meets by chance stays with it.
const [rounds, pairs, sliceMs] = flags.quick ? [1, 3, 700] : [4, 4, 2_000]

await report([...(await measure(scene1to50())), ...(await measure(sceneRoom20()))], flags)

function scene1to50(): Scene {
  const publisher = { name: 'publisher', room: '1to50', videoBps: videoBps['1to50'], views: false }
  const receivers = Array.from({ length: 50 }, (_, n) => ({ name: `receiver ${n}`, room: '1to50', views: true }))
  return { name: '1to50', groups: [[publisher], receivers], receivers: 50 }
}

/** About as small as a room that spans two workers by itself. */
function sceneRoom20(): Scene {
  const members = Array.from({ length: 20 }, (_, n) => {
    return { name: `member ${n}`, room: 'room20', videoBps: videoBps.room20, views: true }
  })
  return { name: 'room20', groups: [members.slice(0, 10), members.slice(10)], receivers: 19 }
}

async function measure(scene: Scene): Promise<Result[]> {
  const slices = new Map<Which, Slice[]>([...opens.keys()].map((which) => [which, []]))
  for (let round = 1; round <= rounds; round++) {
    const ofRound = await measureRound(scene)
    for (const [which, more] of ofRound) slices.get(which)?.push(...more)
    const told = [...ofRound].map(([which, more]) => `${which} ${tell(more)}`)
    say(`pipe ${scene.name} ${round}/${rounds}: ${told.join(' | ')} | ${loadNow()}`)
  }
  return resultsOf(scene, slices)
}

/** Both servers stand and are joined all the time; only one of them has anything to forward. */
async function measureRound(scene: Scene): Promise<ReadonlyMap<Which, Slice[]>> {
  await using opened = new AsyncDisposableStack()
  const sides: [Which, Side][] = []
  for (const [which, open] of opens) sides.push([which, opened.use(await Side.open(scene, open))])
  for (const [, side] of sides) await side.slice(warmUpMs)
  const slices = new Map(sides.map(([which]): [Which, Slice[]] => [which, []]))
  for (let pair = 0; pair < pairs; pair++) {
    for (const [which, side] of pair % 2 === 0 ? sides : sides.toReversed())
      slices.get(which)?.push(await side.slice(sliceMs))
  }
  return slices
}

function tell(slices: readonly Slice[]): string {
  const of = (what: keyof Slice) => median(slices.map((each) => each[what]))
  const share = (what: keyof Slice) => `${(of(what) * 100).toFixed(2)} %`
  return `${of('workerMicros').toFixed(2)} µs at ${of('perSecond').toFixed(0)}/s, busiest ${share('busiest')}, delivered ${share('delivered')}`
}

function resultsOf({ name }: Scene, slices: ReadonlyMap<Which, Slice[]>): Result[] {
  const of = (which: Which, what: keyof Slice) => (slices.get(which) ?? []).map((each) => each[what])
  const worst = (which: Which) => `${which} ${(Math.min(...of(which, 'delivered')) * 100).toFixed(2)} %`
  say(`pipe ${name}: delivered in the worst slice: ${worst('two workers')}, ${worst('one worker')}`)
  const beside = (what: keyof Slice) => ({ name: 'one worker', values: of('one worker', what) })
  const two = (what: keyof Slice) => of('two workers', what)
  return [
    comparison(`pipe.cpuPerPacket.${name}`, two('workerMicros'), 'µs', beside('workerMicros'), { goal: goals.cpu }),
    comparison(`pipe.cpuPerPacketAll.${name}`, two('allMicros'), 'µs', beside('allMicros')),
    figure(`pipe.busiest.${name}`, two('busiest'), 'share', { goal: goals.busiest }),
    figure(`pipe.delivered.${name}`, two('delivered'), 'share', { goal: goals.delivered, atLeast: true }),
    figure(`pipe.packetsPerSecond.${name}`, two('perSecond'), '1/s'),
  ]
}
