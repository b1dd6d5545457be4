// What it costs a server of 1,000 rooms and 5,000 sessions to answer those who run it: `node bench/admin.ts`
//
// A call's processor time is the most that it can have held up everybody else; its round trip also waits for other programs.

import type { CallName, Params } from '@parley/protocol'
import { WireClient } from '../tests/wire-client.ts'
import { endWhenAsked } from './ending.ts'
import { openRealServer } from './peers/servers.ts'
import { cpuMicros } from './process-use.ts'
import { figure, quantile, type Result, readFlags, report, say } from './results.ts'

const goalMs = 20
const key = { name: 'bench', secret: 'a secret of more than thirty-two characters' }

const flags = readFlags(process.argv.slice(2))
endWhenAsked()
const [rooms, sessions, calls] = flags.quick ? [200, 1000, 20] : [1000, 5000, 60]

await using server = await openRealServer({
  'auth.keys': `${key.name}=${key.secret}`,
  'auth.guests': true,
  'auth.guestsCreate': true,
  'media.workers': 0,
  'http.connectionsPerAddress': 20_000,
  'http.socketsPerAddress': 20_000,
  'session.detachedPerAddress': 20_000,
  'rooms.opensPerAddress': 100_000,
  'rooms.opensPerPerson': 100_000,
  'session.messagesPerSecond': 10_000,
})
const clients: WireClient[] = []
const { signToken } = await import('../packages/server/src/access/tokens.ts')
const token = await signToken({ person: 'root', admin: true, ttlSeconds: 3600 }, key, Date.now())
try {
  for (let first = 0; first < sessions; first += 100) {
    clients.push(...(await Promise.all(Array.from({ length: 100 }, (_, at) => enter(first + at)))))
    if (clients.length % 1000 === 0) say(`${clients.length} sessions`)
  }
  await report(await measure(), flags)
} finally {
  await Promise.all(clients.map((client) => client[Symbol.asyncDispose]()))
}

async function enter(at: number): Promise<WireClient> {
  const client = await WireClient.open(server.url)
  await client.hello({ name: `Person ${at}` })
  await client.join(`room ${at % rooms}`)
  return client
}

async function measure(): Promise<Result[]> {
  await using admin = await WireClient.open(server.url)
  await admin.hello({ token })
  const results: Result[] = []
  const ask = async <M extends CallName>(method: M, params: Params<M>, what = '') => {
    const tookMs: number[] = []
    await admin.call(method, params)
    const before = cpuMicros(server.pid)
    for (let call = 0; call < calls; call += 1) {
      const begun = performance.now()
      await admin.call(method, params)
      tookMs.push(performance.now() - begun)
    }
    const cpuMs = (cpuMicros(server.pid) - before) / 1000 / calls
    const name = `${method}${what}`
    results.push(figure(`${name}, processor time`, [cpuMs], 'ms', { goal: goalMs }))
    results.push(figure(`${name}, round trip`, tookMs, 'ms'))
    say(`${name}: 95 of 100 within ${quantile(tookMs, 0.95).toFixed(1)} ms`)
  }
  await ask('server.stats', {})
  await ask('session.list', { limit: 50 })
  await ask('session.list', { limit: 200 }, ', 200 of them')
  await ask('session.list', { search: 'person 49' }, ', searched')
  await ask('session.list', { room: 'room 7' }, ', of one room')
  await ask('room.listOpen', { limit: 50 })
  await ask('room.listOpen', { limit: 200 }, ', 200 of them')
  await ask('room.list', { limit: 50 })
  await ask('room.list', { limit: 200 }, ', 200 of them')
  await ask('account.list', {})
  await ask('ban.listAll', {})
  return results
}
