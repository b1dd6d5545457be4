// How soon somebody is back whose network was away for five seconds, and what was lost meanwhile. `npm run bench:recovery`

import { setTimeout as pause } from 'node:timers/promises'
import { BadNetwork } from '../tests/e2e/bad-network.ts'
import { openBrowser, type TestBrowser, type Visitor } from '../tests/e2e/browser.ts'
import { openParley } from '../tests/parley-process.ts'
import { WireClient } from '../tests/wire-client.ts'
import { endWhenAsked, endWithUs } from './ending.ts'
import { figure, loadNow, quantile, type Result, readFlags, report, say } from './results.ts'

const goals = { mediaMs: 2_000, p95Ms: 1_000, lost: 0 }
const outageMs = 5_000
const talkEveryMs = 250

interface Return {
  /** Until the picture moves for who was away, and of who was away for the other. */
  readonly receivesMs: number
  readonly isSeenMs: number
  /** Until the last word that was said meanwhile is read. */
  readonly readsMs: number
  /** Words that were not read, or twice, or out of order; connections made anew; others told that it had left. */
  readonly wrongs: number
}

const flags = readFlags(process.argv.slice(2))
endWhenAsked()
const rounds = flags.quick ? 3 : 24
await using browser = await openBrowser()
const outages: Return[] = []
const moves: number[] = []
await using server = await openParley()
endWithUs(server.pid)
await using network = await BadNetwork.open(server)
await using witness = await WireClient.open(server.wsUrl)
await witness.hello({ name: 'Witness' })
await witness.join('recovery')
const [ada, bob] = await enter(browser)
for (let round = 1; round <= rounds; round++) {
  const outage = await loseNetwork(round)
  outages.push(outage)
  moves.push(await changeAddress(round))
  const { receivesMs, isSeenMs, readsMs, wrongs } = outage
  say(
    `recovery ${round}/${rounds}: receives ${receivesMs} ms, is seen ${isSeenMs} ms, reads ${readsMs} ms, wrong ${wrongs}; ` +
      `other address ${moves.at(-1)} ms | ${loadNow()}`,
  )
}
await report(results(), flags)

async function enter(from: TestBrowser): Promise<[Visitor, Visitor]> {
  const away = await network.visitor(from, 'Ada')
  const other = await from.visitor('Bob')
  await Promise.all([away.join(network.origin, 'recovery'), other.join(server.url, 'recovery')])
  await Promise.all([away.seesMoving('Bob'), other.seesMoving('Ada'), away.openChat()])
  return [away, other]
}

async function loseNetwork(round: number): Promise<Return> {
  const [connections, lefts] = [await ada.connectionCount(), witness.told('room.participantLeft').length]
  network.goDown()
  const downAt = Date.now()
  const said: string[] = []
  while (Date.now() < downAt + outageMs) {
    said.push(`word ${round}/${said.length}.`)
    await witness.call('chat.send', { room: 'recovery', text: said.at(-1) ?? '' })
    await pause(talkEveryMs)
  }
  const [received, seen, read] = [ada.videoAdvancesAt(), bob.videoAdvancesAt(), ada.readsAt(said.at(-1) ?? '')]
  await Promise.race([Promise.all([received, seen, read]), pause(20)])
  const backAt = network.comeBack()
  const [receivedAt, seenAt, readAt] = await Promise.all([received, seen, read])
  const heard = await ada.texts(new RegExp(`word ${round}/\\d+\\.`, 'g'))
  const wrongs =
    (heard.join() === said.join() ? 0 : 1 + Math.abs(heard.length - said.length)) +
    ((await ada.connectionCount()) - connections) +
    (witness.told('room.participantLeft').length - lefts)
  await Promise.all([ada.decodesVideoOf(1), bob.decodesVideoOf(1)])
  return { receivesMs: receivedAt - backAt, isSeenMs: seenAt - backAt, readsMs: readAt - backAt, wrongs }
}

/** The NAT gives her another port, of another address; her browser says that the network changed. */
async function changeAddress(round: number): Promise<number> {
  await network.udp.changeAddress(`127.0.0.${10 + (round % 100)}`)
  const changedAt = Date.now()
  await ada.page.evaluate(() => window.dispatchEvent(new Event('online')))
  const at = await Promise.all([ada.videoAdvancesAt(), bob.videoAdvancesAt()])
  await Promise.all([ada.decodesVideoOf(1), bob.decodesVideoOf(1)])
  return Math.max(...at) - changedAt
}

function results(): Result[] {
  const media = outages.map(({ receivesMs, isSeenMs }) => Math.max(receivesMs, isSeenMs))
  const reads = outages.map(({ readsMs }) => readsMs)
  return [
    figure('recovery.media', media, 'ms'),
    of('recovery.mediaP95', media, 0.95, goals.p95Ms),
    of('recovery.mediaMax', media, 1, goals.mediaMs),
    of('recovery.factsP95', reads, 0.95, goals.p95Ms),
    of('recovery.addressP95', moves, 0.95, goals.p95Ms),
    {
      ...of(
        'recovery.lost',
        outages.map(({ wrongs }) => wrongs),
        1,
        goals.lost,
      ),
      unit: 'facts',
    },
  ]
}

function of(name: string, values: readonly number[], share: number, goal: number): Result {
  return { ...figure(name, [quantile(values, share)], 'ms', { goal }), runs: values.length }
}
