// Measures appends: one caller after another, and 100 at once. `node bench/store.ts URL…`, with empty databases.

import { setImmediate as turn } from 'node:timers/promises'
import { quiet } from '../packages/server/src/log/log.ts'
import { openStore, type Store } from '../packages/server/src/store/store.ts'

const rounds = 5
const roundMs = 1000

interface Round {
  readonly perSecond: number
  readonly cpuMicrosEach: number
  readonly tookMs: number[]
}

async function measure(store: Store, callers: number): Promise<Round> {
  const rooms = await Promise.all(Array.from({ length: 10 }, (_, n) => store.rooms.open(`bench ${n}`, 'bench')))
  const tookMs: number[] = []
  const cpu = process.cpuUsage()
  const begun = performance.now()
  const call = async (caller: number): Promise<void> => {
    for (let n = 0; performance.now() - begun < roundMs; n++) {
      const { name: room, epoch } = rooms[(caller + n) % rooms.length] ?? { name: '', epoch: 0 }
      const key = `${callers}-${caller}-${begun}-${n}`
      const text = 'A message of a usual length, such as people write to each other.'
      const from = performance.now()
      await store.messages.append({ room, epoch, person: `person-${caller}`, name: 'Somebody', text, key })
      tookMs.push(performance.now() - from)
      // As between two messages of a socket; without it SQLite, which never waits, would let nobody else run.
      if (store.kind === 'sqlite') await turn()
    }
  }
  await Promise.all(Array.from({ length: callers }, (_, caller) => call(caller)))
  const { user, system } = process.cpuUsage(cpu)
  const seconds = (performance.now() - begun) / 1000
  return { perSecond: tookMs.length / seconds, cpuMicrosEach: (user + system) / tookMs.length, tookMs }
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN
const quantile = (sorted: number[], q: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? 0

for (const url of process.argv.slice(2)) {
  await using store = await openStore({ url, log: quiet, now: Date.now })
  await measure(store, 10)
  for (const callers of [1, 100]) {
    const results: Round[] = []
    for (let round = 0; round < rounds; round++) results.push(await measure(store, callers))
    const took = results.flatMap((result) => result.tookMs).sort((a, b) => a - b)
    const [p50, p99, p999, max] = [0.5, 0.99, 0.999, 1].map((q) => `${quantile(took, q).toFixed(3)} ms`)
    const perSecond = median(results.map((result) => result.perSecond)).toFixed(0)
    const cpu = median(results.map((result) => result.cpuMicrosEach)).toFixed(0)
    process.stdout.write(
      `${store.kind}, ${callers} at once: ${perSecond} appends/s, P50 ${p50}, P99 ${p99}, P99.9 ${p999}, max ${max}; ` +
        `${cpu} µs CPU of this process each\n`,
    )
  }
}
