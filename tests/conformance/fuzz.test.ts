// Twenty thousand messages that were honest before chance changed them: the server answers or ends sockets, and lives.
// PARLEY_TEST_FUZZ_SEED repeats a run; PARLEY_TEST_FUZZ_MESSAGES makes it longer.

import assert from 'node:assert/strict'
import { it } from 'node:test'
import type { Encoding } from '@parley/protocol'
import { type WireClient, wireCodec } from '../wire-client.ts'
import { camera, fingerprint, microphone } from './media-parameters.ts'
import { freshRoom, inEachEncoding, withServer } from './place.ts'

const seed = Number(process.env['PARLEY_TEST_FUZZ_SEED'] ?? 20_261_120)
const messagesPerEncoding = Number(process.env['PARLEY_TEST_FUZZ_MESSAGES'] ?? 20_000) / 2
/** Messages of one socket before it is asked whether it is still served. */
const batch = 250
const free = { 'session.strikes': 1_000_000, 'session.messagesPerSecond': 1_000_000, 'session.messageBurst': 1_000_000 }

withServer('fuzz', free, (server) => {
  inEachEncoding(
    () => server().wsUrl,
    (place) => {
      it(`survives ${messagesPerEncoding} mutations of honest messages (seed ${seed})`, {
        timeout: 120_000,
      }, async () => {
        const random = mulberry32(seed + place.encoding.length)
        let sockets = 0
        for (let sent = 0; sent < messagesPerEncoding; ) {
          await using client = await place.socket({ unaware: true })
          await client.hello()
          sockets += 1
          const messages = await honest(client)
          for (; sent < messagesPerEncoding && client.webSocket.readyState === client.webSocket.OPEN; sent += 1) {
            client.sendBytes(mutate(messages, place.encoding, random))
            if (sent % batch === batch - 1 && !(await served(client))) break
          }
        }
        assert.ok(sockets < messagesPerEncoding / 10, `${sockets} sockets were ended by messages alone`)
      })
    },
  )

  it('and is as well as before', async () => {
    const health = await fetch(`${server().url}/health`, { signal: AbortSignal.timeout(1000) })
    assert.equal(health.status, 200)
    const faults = (await server().metrics()).filter(({ labels, value }) => labels['outcome'] === 'fault' && value > 0)
    assert.deepEqual(faults, [])
    const errors = server().log.filter(({ level }) => level === 'error')
    assert.deepEqual(errors, [])
  })
})

/** One of each call that an honest client makes, in a room that it is in. */
async function honest(client: WireClient): Promise<unknown[]> {
  const room = freshRoom()
  const { rtpCapabilities } = client.greeting ?? assert.fail()
  const { media } = await client.join(room, { rtpCapabilities })
  const transport = media.topology === 'sfu' ? media.send.id : ''
  const { track } = await client.call('track.publish', microphone(room))
  const calls: [string, object][] = [
    ['session.hello', { protocol: 1, client: { name: 'x', version: '1' }, capabilities: ['sfu'], name: 'Ada' }],
    ['session.refresh', { token: 'a.b.c' }],
    ['session.ping', {}],
    ['room.join', { room: `${room} too`, rtpCapabilities }],
    ['room.leave', { room: `${room} too` }],
    ['room.participants', { room, limit: 10 }],
    ['room.view', { room, view: [{ track, width: 640, height: 360, priority: 2 }] }],
    ['transport.connect', { room, transport, dtlsParameters: fingerprint }],
    ['subscription.ready', { room, subscriptions: [track] }],
    ['track.publish', camera(room)],
    ['track.setMuted', { room, track, muted: true }],
    ['track.unpublish', { room, track }],
    ['chat.send', { room, text: 'Hello', key: 'key-12345' }],
    ['chat.history', { room, before: 5, limit: 5 }],
  ]
  return calls.map(([method, params], index) => ({ jsonrpc: '2.0', id: `fuzz ${index}`, method, params }))
}

/** Whether the socket still answers; one that was ended by the rules (bad UTF-8) is no failure. */
async function served(client: WireClient): Promise<boolean> {
  const answer = await client.request('session.ping').catch((error: Error) => {
    if (/closed with/.test(error.message)) return undefined
    throw error
  })
  client.strays.length = 0
  return answer !== undefined
}

type Random = () => number

/** Either a value inside the message is exchanged for a strange one, or its bytes are damaged. */
function mutate(messages: readonly unknown[], encoding: Encoding, random: Random): Buffer {
  const message = structuredClone(pick(messages, random))
  const codec = wireCodec(encoding)
  if (random() < 0.6) {
    for (let count = 1 + Math.floor(random() * 3); count > 0; count -= 1) exchange(message, random)
    return codec.encode(message)
  }
  const bytes = codec.encode(message)
  for (let count = 1 + Math.floor(random() * 4); count > 0; count -= 1) damage(bytes, encoding, random)
  return random() < 0.3 ? bytes.subarray(0, Math.floor(random() * bytes.length)) : bytes
}

const strange: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  0.5,
  2 ** 31,
  2 ** 53,
  2 ** 62,
  1e308,
  '',
  ' ',
  'x'.repeat(5000),
  '\u202e<b>',
  '../../etc/passwd',
  "'; drop table messages;--",
  '__proto__',
  'constructor',
  '{{7*7}}',
  '2.0',
  'room.join',
  [],
  [[[[[[]]]]]],
  {},
  { __proto__: null, toString: 1 },
  Array.from({ length: 500 }, () => 0),
  { length: 1e9 },
  JSON.parse('{"then": 1, "__proto__": 2}'),
]

/** Walks down to some place in the message and puts something else there, takes it away, or adds to it. */
function exchange(value: unknown, random: Random): void {
  if (!isTree(value)) return
  const keys = Object.keys(value)
  const key = keys.length === 0 ? 'new' : pick(keys, random)
  const inner = value[key]
  const choice = random()
  if (isTree(inner) && choice < 0.75) exchange(inner, random)
  else if (choice < 0.85) value[key] = structuredClone(pick(strange, random))
  else if (choice < 0.93) delete value[key]
  else value[String(pick(['extra', 'constructor', 'toString', 'id'], random))] = structuredClone(pick(strange, random))
}

/** In JSON the bytes stay ASCII, since bad UTF-8 rightly ends the socket; that has tests of its own. */
function damage(bytes: Buffer, encoding: Encoding, random: Random): void {
  const at = Math.floor(random() * bytes.length)
  bytes[at] = encoding === 'json' ? 0x20 + Math.floor(random() * 0x5f) : Math.floor(random() * 256)
}

function pick<T>(list: readonly T[], random: Random): T {
  const found = list[Math.floor(random() * list.length)]
  if (found === undefined) throw new Error('there is nothing to pick from')
  return found
}

function isTree(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

/** A small generator with a seed (Tommy Ettinger's mulberry32), since Math.random has none. */
function mulberry32(start: number): Random {
  let state = start
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
