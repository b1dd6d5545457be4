// What a forwarded packet costs: Parley beside a bare mediasoup script and Janus with the same packets, in turns. `npm run bench:sfu`

import { type Scene, Side, type Slice } from './crew/side.ts'
import { endWhenAsked } from './ending.ts'
import { enterOwnNetwork } from './own-network.ts'
import { janusMissing, janusName, openJanus } from './peers/janus.ts'
import { janusProfiles } from './peers/janus-srtp.ts'
import { openBareServer, openRealServer, type Server } from './peers/servers.ts'
import { comparison, figure, loadNow, median, type Result, readFlags, report, say } from './results.ts'

type Which = 'parley' | 'bare mediasoup' | 'janus'
type Slices = Readonly<Record<Which, Slice[]>>

const goals = { worker: 1.02, all: 1.05, janus: 0.45, delivered: 0.999, perSecond: 30_000 }
const warmUpMs = 1_000
/** Video packets of about 1000 bytes; with 50 of voice these make 640 and 370 packets/s for each receiver. */
const videoBps = { '1to50': 5_100_000, room10: 2_700_000 }

const flags = readFlags(process.argv.slice(2))
const withoutJanus = janusMissing() ?? enterOwnNetwork()
if (withoutJanus !== undefined) say(`sfu: Janus is not measured: ${withoutJanus}`)
endWhenAsked()
// Each round has servers and clients of its own: what one meets by chance, such as its estimate of bandwidth, stays with it.
const [rounds, pairs, sliceMs] = flags.quick ? [1, 3, 700] : [4, 4, 2_000]
const opens = new Map<Which, () => Promise<Server>>([
  ['parley', () => openRealServer()],
  ['bare mediasoup', openBareServer],
])
if (withoutJanus === undefined) opens.set('janus', openJanus)

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

async function measure(scene: Scene): Promise<Result[]> {
  const slices: Slices = { parley: [], 'bare mediasoup': [], janus: [] }
  for (let round = 1; round <= rounds; round++) {
    const ofRound = await measureRound(scene)
    for (const [which, more] of ofRound) slices[which].push(...more)
    const told = [...ofRound].map(([which, more]) => `${which} ${tell(more)}`)
    say(`sfu ${scene.name} ${round}/${rounds}: ${told.join(' | ')} | ${loadNow()}`)
  }
  return resultsOf(scene, slices)
}

/** All servers stand and are joined all the time; only one of them has anything to forward. */
async function measureRound(scene: Scene): Promise<ReadonlyMap<Which, Slice[]>> {
  await using opened = new AsyncDisposableStack()
  const sides: [Which, Side][] = []
  for (const [which, open] of opens) sides.push([which, opened.use(await Side.open(scene, open))])
  for (const [, side] of sides) await side.slice(warmUpMs)
  if (opens.has('janus')) say(`sfu ${scene.name}: Janus encrypts with ${[...(await janusProfiles())].join(', ')}`)
  const slices = new Map(sides.map(([which]): [Which, Slice[]] => [which, []]))
  for (let pair = 0; pair < pairs; pair++) {
    // A B, B A, …: what changes slowly on the machine meets all alike.
    for (const [which, side] of pair % 2 === 0 ? sides : sides.toReversed())
      slices.get(which)?.push(await side.slice(sliceMs))
  }
  return slices
}

function tell(slices: readonly Slice[]): string {
  const of = (what: keyof Slice) => median(slices.map((each) => each[what]))
  return `${of('workerMicros').toFixed(2)} µs at ${of('perSecond').toFixed(0)}/s, ${(of('delivered') * 100).toFixed(2)} %`
}

function resultsOf({ name }: Scene, slices: Slices): Result[] {
  const of = (which: Which, what: keyof Slice) => slices[which].map((each) => each[what])
  const worst = [...opens.keys()].map((which) => `${which} ${(Math.min(...of(which, 'delivered')) * 100).toFixed(2)} %`)
  say(`sfu ${name}: delivered in the worst slice: ${worst.join(', ')}`)
  const micros = of('parley', 'workerMicros')
  const bare = (what: keyof Slice) => ({ name: 'bare mediasoup', values: of('bare mediasoup', what) })
  const results = [
    comparison(`sfu.cpuPerPacket.${name}`, micros, 'µs', bare('workerMicros'), { goal: goals.worker }),
    comparison(`sfu.cpuPerPacketAll.${name}`, of('parley', 'allMicros'), 'µs', bare('allMicros'), { goal: goals.all }),
    figure(`sfu.delivered.${name}`, of('parley', 'delivered'), 'share', { goal: goals.delivered, atLeast: true }),
    figure(`sfu.packetsPerSecond.${name}`, of('parley', 'perSecond'), '1/s', { goal: goals.perSecond, atLeast: true }),
  ]
  if (!opens.has('janus')) return results
  const janus = { name: janusName(), values: of('janus', 'workerMicros') }
  return [...results, comparison(`sfu.janus.${name}`, micros, 'µs', janus, { goal: goals.janus })]
}
