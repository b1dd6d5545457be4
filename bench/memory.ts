// What an idle session holds in the heap beyond its bare WebSocket, and what an idle server takes. `npm run bench:memory`

import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { endWhenAsked, endWithUs } from './ending.ts'
import type { Heap } from './peers/gauge.ts'
import { openRealServer } from './peers/servers.ts'
import { cpuMicros, rssMegabytes } from './process-use.ts'
import { comparison, figure, loadNow, median, type Result, readFlags, report, say } from './results.ts'

const goals = { ownBytes: 1024, idleRssMegabytes: 150, idleCpuPercent: 0.5 }
/** After the start, until what is done once is done. */
const settleMs = 5_000
const lookEveryMs = 5_000

const flags = readFlags(process.argv.slice(2))
endWhenAsked()
const [rounds, sessions, idleMs] = flags.quick ? [1, 1_000, 20_000] : [3, 4_000, 60_000]
await report([...(await heapOfSessions()), ...(await idleServer())], flags)

/** Beside the bare listener, round by round, each with new processes. */
async function heapOfSessions(): Promise<Result[]> {
  const each = { parley: [] as Heap[], bare: [] as Heap[] }
  for (let round = 1; round <= rounds; round += 1) {
    each.parley.push(await perSession('gauged-parley.ts'))
    each.bare.push(await perSession('bare-ws.ts'))
    const [ours, bare] = [each.parley.at(-1), each.bare.at(-1)]
    say(
      `memory ${round}/${rounds}: ${ours?.usedBytes.toFixed(0)} B a session | bare ${bare?.usedBytes.toFixed(0)} B | ${loadNow()}`,
    )
  }
  const of = (heaps: readonly Heap[], what: keyof Heap) => heaps.map((heap) => heap[what])
  const bare = median(of(each.bare, 'usedBytes'))
  return [
    comparison('memory.session', of(each.parley, 'usedBytes'), 'B', {
      name: 'bare ws',
      values: of(each.bare, 'usedBytes'),
    }),
    figure(
      'memory.ownPerSession',
      of(each.parley, 'usedBytes').map((bytes) => bytes - bare),
      'B',
      { goal: goals.ownBytes },
    ),
    comparison('memory.sessionBuffers', of(each.parley, 'externalBytes'), 'B', {
      name: 'bare ws',
      values: of(each.bare, 'externalBytes'),
    }),
  ]
}

/** What one more session costs: the heap with all of them, less that without any, by their number. */
async function perSession(program: string): Promise<Heap> {
  await using server = await start(join('peers', program), [], ['--expose-gc'])
  const { url } = await told<{ url: string }>(server.child)
  // One that comes and goes has code compiled, and structures grown, that are there once.
  await using warm = await start(join('crew', 'idlers.ts'), [url, '500'])
  await told(warm.child)
  const before = await ask(server.child)
  await using crowd = await start(join('crew', 'idlers.ts'), [url, String(sessions)])
  await told(crowd.child)
  const after = await ask(server.child)
  return {
    usedBytes: (after.usedBytes - before.usedBytes) / sessions,
    externalBytes: (after.externalBytes - before.externalBytes) / sessions,
  }
}

/** As `npm start` has it the second time: with its defaults, workers too; of these only Node counts here. */
async function idleServer(): Promise<Result[]> {
  process.env['NODE_COMPILE_CACHE'] = join(import.meta.dirname, '../.cache/compiled')
  await (await openRealServer())[Symbol.asyncDispose]()
  await using server = await openRealServer({ 'media.workers': 'auto' })
  await pause(settleMs)
  const rss: number[] = []
  const [cpuBefore, from] = [cpuMicros(server.pid), performance.now()]
  while (performance.now() - from < idleMs) {
    await pause(lookEveryMs)
    rss.push(rssMegabytes(server.pid))
  }
  const percent = (cpuMicros(server.pid) - cpuBefore) / (performance.now() - from) / 10
  return [
    figure('memory.idleRss', rss, 'MB', { goal: goals.idleRssMegabytes }),
    figure('memory.idleCpu', [percent], '%', { goal: goals.idleCpuPercent }),
  ]
}

async function start(
  program: string,
  args: readonly string[],
  execArgv: readonly string[] = [],
): Promise<{ child: ChildProcess } & AsyncDisposable> {
  const child = fork(join(import.meta.dirname, program), [...args], { execArgv: [...execArgv] })
  const release = child.pid === undefined ? () => {} : endWithUs(child.pid)
  return {
    child,
    async [Symbol.asyncDispose]() {
      release()
      if (child.exitCode !== null || child.signalCode !== null) return
      const ended = once(child, 'exit')
      if (child.connected) child.disconnect()
      await ended
    },
  }
}

async function ask(child: ChildProcess): Promise<Heap> {
  const answer = told<Heap>(child)
  child.send('gauge')
  return await answer
}

/** The next message; rejects when the process ends instead. */
async function told<T>(child: ChildProcess): Promise<T> {
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`${child.spawnargs.at(1)} ended with ${code}`)
  })
  const [message] = await Promise.race([once(child, 'message'), ended])
  ended.catch(() => undefined) // it ends later, as it should
  return message
}
