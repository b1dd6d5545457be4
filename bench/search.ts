// Measures a search in a room of 100,000 messages, and how long it holds up everybody else. `node bench/search.ts URL…`, with
// empty databases.

import { monitorEventLoopDelay } from 'node:perf_hooks'
import { quiet } from '../packages/server/src/log/log.ts'
import { openStore, type Store } from '../packages/server/src/store/store.ts'

const messages = 100_000
const rounds = 9

const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN

async function fill(store: Store): Promise<string> {
  const { name: room, epoch } = await store.rooms.open('bench', 'bench')
  const person = { person: 'somebody', name: 'Somebody' }
  await store.messages.append({ room, epoch, ...person, text: 'The needle.' })
  for (let n = 0; n < messages; n += 1_000) {
    const texts = Array.from(
      { length: 1_000 },
      (_, at) => `A message of a usual Länge, such as people write; number ${n + at}.`,
    )
    await Promise.all(texts.map((text) => store.messages.append({ room, epoch, ...person, text })))
  }
  return room
}

for (const url of process.argv.slice(2)) {
  await using store = await openStore({ url, log: quiet, now: Date.now })
  const room = await fill(store)
  const searches = {
    'a word in every message': 'LÄNGE',
    'the first message': 'needle',
    nothing: 'nowhere to be found',
  }
  for (const [what, search] of Object.entries(searches)) {
    const tookMs: number[] = []
    const delay = monitorEventLoopDelay({ resolution: 1 })
    delay.enable()
    const cpu = process.cpuUsage()
    for (let round = 0; round < rounds; round += 1) {
      const begun = performance.now()
      await store.messages.search(room, { search, limit: 50 })
      tookMs.push(performance.now() - begun)
    }
    const { user, system } = process.cpuUsage(cpu)
    delay.disable()
    process.stdout.write(
      `${store.kind}, ${what}: ${median(tookMs).toFixed(1)} ms, ${((user + system) / 1000 / rounds).toFixed(1)} ms CPU of ` +
        `this process; the event loop waited at most ${(delay.max / 1e6).toFixed(1)} ms, P50 ${(delay.percentile(50) / 1e6).toFixed(1)} ms\n`,
    )
  }
}
