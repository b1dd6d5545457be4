// How soon media is back when a media worker is killed, and what others lose by it. `npm run bench:worker-death`

import { setTimeout as pause } from 'node:timers/promises'
import { openEngine } from '../packages/lab/src/rtc/engine.ts'
import { MediaRoom } from '../tests/media-room.ts'
import { openParley, type Settings } from '../tests/parley-process.ts'
import { endWhenAsked, endWithUs } from './ending.ts'
import { figure, loadNow, quantile, type Result, readFlags, report, say } from './results.ts'

const goals = { backMs: 1_000, othersLost: 0 }
const people = 4
/** In which whatever was lost has been missed. */
const afterwardsMs = 500

interface Scene {
  readonly name: string
  readonly settings: Settings
  /** The first of them has a part on the first worker, which is killed; the second has none. */
  readonly rooms: readonly string[]
}

const scenes: readonly Scene[] = [
  { name: 'onlyWorker', settings: { 'media.workers': 1 }, rooms: ['one'] },
  { name: 'twoRooms', settings: { 'media.workers': 2 }, rooms: ['one', 'other'] },
  { name: 'spreadRoom', settings: { 'media.workers': 2, 'media.spreadAbove': 0 }, rooms: ['one'] },
]

interface Death {
  /** Until everybody in the room has everybody's voice and picture again. */
  readonly backMs: number
  /** By the second room: packets that it missed and transports that it opened anew. */
  readonly othersLost: number
}

const flags = readFlags(process.argv.slice(2))
endWhenAsked()
const kills = flags.quick ? 2 : 20
const engine = await openEngine({ seed: 7 })
const deaths = new Map<Scene, Death[]>(scenes.map((scene) => [scene, []]))
for (let turn = 1; turn <= kills; turn += 1) {
  for (const scene of scenes) deaths.get(scene)?.push(await killOne(scene))
  const told = [...deaths].map(([{ name }, all]) => `${name} ${all.at(-1)?.backMs.toFixed(0)} ms`)
  say(`worker-death ${turn}/${kills}: ${told.join(', ')} | ${loadNow()}`)
}
await report([...deaths].flatMap(resultsOf), flags)

/** Each death has a server of its own: a worker that dies again and again is not started at once any more. */
async function killOne({ settings, rooms }: Scene): Promise<Death> {
  await using opened = new AsyncDisposableStack()
  const server = opened.use(await openParley({ settings }))
  opened.defer(endWithUs(server.pid))
  const open = async (name: string) =>
    opened.use(await MediaRoom.open({ url: server.wsUrl, engine, name, people, onError: () => {} }))
  const [concerned, other] = [await open(rooms[0] ?? ''), rooms[1] === undefined ? undefined : await open(rooms[1])]
  const before = other?.missing
  const [{ pid } = { pid: undefined }] = (await server.stats()).workers
  if (pid === undefined) throw new Error('there is no worker to be killed')
  process.kill(pid, 'SIGKILL')
  const backMs = await concerned.back(concerned.nowUs)
  await pause(afterwardsMs)
  const after = other?.missing
  const packets = (after?.packets ?? 0) - (before?.packets ?? 0)
  return { backMs, othersLost: packets + (after?.transports ?? 0) - (before?.transports ?? 0) }
}

function resultsOf([{ name, rooms }, all]: [Scene, readonly Death[]]): Result[] {
  const backMs = all.map((death) => death.backMs)
  const p95 = {
    ...figure(`workerDeath.back.${name}`, [quantile(backMs, 0.95)], 'ms', { goal: goals.backMs }),
    runs: all.length,
  }
  say(
    `worker-death ${name}: median ${quantile(backMs, 0.5).toFixed(0)} ms, longest ${Math.max(...backMs).toFixed(0)} ms`,
  )
  if (rooms.length === 1) return [p95]
  const lost = all.reduce((sum, { othersLost }) => sum + othersLost, 0)
  return [
    p95,
    { ...figure(`workerDeath.othersLost.${name}`, [lost], 'packets', { goal: goals.othersLost }), runs: all.length },
  ]
}
