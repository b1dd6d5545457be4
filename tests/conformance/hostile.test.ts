// Messages that no honest client sends: each is answered or counted, and nobody else notices.

import assert from 'node:assert/strict'
import { afterEach, it } from 'node:test'
import { rpcErrors } from '@parley/protocol'
import { Packr } from 'msgpackr'
import { type Answer, wireCodec } from '../wire-client.ts'
import { freshRoom, inEachEncoding, placeAt, withServer } from './place.ts'
import { assertUnharmed } from './unharmed.ts'

const hour = { 'session.strikes': 1000, 'session.messagesPerSecond': 10_000, 'session.messageBurst': 10_000 }

withServer('malformed messages', hour, (server) => {
  inEachEncoding(
    () => server().wsUrl,
    (place) => {
      afterEach(() => assertUnharmed(server()))

      it('answers what is no message as unreadable', async () => {
        await using client = await place.guest()
        for (const bytes of unreadable[place.encoding]) {
          const seen = client.strays.length
          client.sendBytes(bytes)
          await client.until(
            `an answer to ${Buffer.from(bytes).toString('hex').slice(0, 40)}`,
            () => client.strays[seen],
          )
          assert.deepEqual(
            codes(client.strays.slice(seen)),
            [rpcErrors.parseError.code],
            Buffer.from(bytes).toString('hex').slice(0, 40),
          )
        }
        await client.call('session.ping', {})
      })

      it('takes only frames of its encoding', async () => {
        await using client = await place.guest()
        const ping = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'session.ping' })
        client.sendBytes(ping, place.encoding === 'json')
        assert.deepEqual(codes([await client.stray()]), [rpcErrors.parseError.code])
        await client.call('session.ping', {})
      })

      it('answers a message that is no request as such', async () => {
        await using client = await place.guest()
        const ping = { jsonrpc: '2.0', id: 1, method: 'session.ping' }
        const wrong: unknown[] = [
          null,
          true,
          7,
          'ping',
          [],
          [ping],
          [ping, ping],
          {},
          { method: 'session.ping', id: 2 },
        ]
        wrong.push(
          { ...ping, jsonrpc: '1.0' },
          { ...ping, jsonrpc: 2 },
          { jsonrpc: '2.0', id: 3 },
          { ...ping, method: 7 },
        )
        wrong.push(
          { ...ping, id: {} },
          { ...ping, id: [1] },
          { ...ping, id: true },
          { ...ping, id: null },
          { ...ping, id: 'x'.repeat(65) },
        )
        for (const message of wrong) {
          const seen = client.strays.length
          client.send(message)
          await client.until(`an answer to ${JSON.stringify(message)}`, () => client.strays[seen])
        }
        assert.deepEqual(new Set(codes(client.strays)), new Set([rpcErrors.invalidRequest.code]))
        assert.equal(client.strays.length, wrong.length)
      })

      it('answers numbers that are too large for a number', async () => {
        await using client = await place.guest()
        const room = freshRoom()
        await client.join(room)
        for (const limit of [Number.MAX_VALUE, 2 ** 53, -1, 0.5, 2 ** 64, -(2 ** 63)]) {
          const answer = await client.request('chat.history', { room, limit })
          assert.equal('error' in answer && answer.error.code, rpcErrors.invalidParams.code)
        }
        for (const before of [Number.MAX_SAFE_INTEGER, 2 ** 53, 2 ** 60])
          await client.request('chat.history', { room, before })
        client.send({ jsonrpc: '2.0', id: Number.POSITIVE_INFINITY, method: 'session.ping' })
        if (place.encoding === 'json') client.sendBytes('{"jsonrpc":"2.0","id":1e309,"method":"session.ping"}')
        await client.stray()
      })

      it('survives nesting as deep as a message is long', async () => {
        await using client = await place.guest()
        for (const bytes of deep[place.encoding]) client.sendBytes(bytes)
        for (const nested of [nest(1000), nest(10_000)]) client.sendBytes(jsonOrPack(place.encoding, nested))
        await client.call('session.ping', {})
      })

      it('lets nobody touch the prototype of all objects', async () => {
        await using client = await place.guest()
        const room = freshRoom()
        await client.join(room)
        for (const key of ['__proto__', 'constructor', 'prototype']) {
          for (const poison of [{ room }, { text: 'poison' }, { polluted: true }, { prototype: { polluted: true } }]) {
            const message = `{"jsonrpc":"2.0","id":"${crypto.randomUUID()}","method":"chat.send","params":{"room":"${room}","${key}":${JSON.stringify(poison)}},"${key}":${JSON.stringify(poison)}}`
            const { id } = JSON.parse(message)
            client.sendBytes(place.encoding === 'json' ? message : packEntries(message))
            const answer = await client.answer(id, 'chat.send')
            assert.equal(
              'error' in answer && answer.error.code,
              rpcErrors.invalidParams.code,
              'a text was found that nobody sent',
            )
          }
        }
        // Another call of another session lacks the text too: nothing was inherited.
        await using other = await place.guest()
        await other.join(room)
        const answer = await other.request('chat.send', { room })
        assert.equal('error' in answer && answer.error.code, rpcErrors.invalidParams.code)
        assert.deepEqual((await other.call('chat.history', { room })).messages, [])
      })

      it('finds no methods in what objects inherit', async () => {
        await using client = await place.guest()
        for (const method of ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf']) {
          const answer = await client.request(method, { room: 'kitchen' })
          assert.equal('error' in answer && answer.error.code, rpcErrors.methodNotFound.code)
        }
        await client.request('room.join', { room: { toString: 'foo' } })
        await client.request('room.join', { toString: 'foo', valueOf: null, hasOwnProperty: 1 })
      })

      it('answers each of two calls with the same id', async () => {
        await using client = await place.guest()
        client.send({ jsonrpc: '2.0', id: 'same', method: 'room.burn' })
        client.send({ jsonrpc: '2.0', id: 'same', method: 'room.join' })
        await client.until('both answers', () => (client.strays.length === 2 ? true : undefined))
        assert.deepEqual(
          new Set(codes(client.strays)),
          new Set([rpcErrors.methodNotFound.code, rpcErrors.invalidParams.code]),
        )
      })

      it('says nothing about what asks for no answer', async () => {
        await using client = await place.guest()
        client.send({ jsonrpc: '2.0', method: 'session.ping' })
        client.send({ jsonrpc: '2.0', method: 'room.burn', params: {} })
        client.send({ jsonrpc: '2.0', method: 'room.join', params: { room: 5 } })
        client.send({ jsonrpc: '2.0', method: 'chat.send', params: { room: 'not joined', text: 'x' } })
        await client.call('session.ping', {})
        assert.deepEqual(client.strays, [])
      })
    },
  )

  it('takes no extension type of MessagePack for a message', async () => {
    const place = placeAt(() => server().wsUrl, 'msgpack')
    await using client = await place.guest()
    const packr = new Packr({ useRecords: false, moreTypes: true, structuredClone: true })
    const cyclic: Record<string, unknown> = { jsonrpc: '2.0', id: 'c', method: 'session.ping' }
    cyclic['params'] = cyclic
    const extensions = [
      new Map([[1, 2]]),
      new Set([1]),
      /a+/,
      new Error('x'),
      new Date(),
      new Uint8Array(9),
      2n ** 90n,
      cyclic,
    ]
    for (const extension of extensions) client.sendBytes(packr.pack(extension))
    for (const extension of extensions) {
      client.sendBytes(packr.pack({ jsonrpc: '2.0', id: 'x', method: 'chat.send', params: extension }))
      client.sendBytes(packr.pack({ jsonrpc: '2.0', id: extension, method: 'session.ping' }))
    }
    for (let type = 0; type < 256; type += 1) client.sendBytes(Buffer.from([0xd6, type, 1, 2, 3, 4]))
    await client.call('session.ping', {})
    assert.ok(client.strays.every((answer) => 'error' in answer || answer.id === 'c'))
  })
})

const unreadable = {
  json: ['', '{', 'nonsense', "{'a': 1}", '{"a":1}}', '\u0000', '[1,', '{"jsonrpc":"2.0",', 'NaN', '\ufeff'].map(
    (text) => Buffer.from(text),
  ),
  msgpack: [
    [],
    [0x81],
    [0x93, 1],
    [0xdb, 0xff, 0xff, 0xff, 0xff, 1],
    [0xdd, 0xff, 0xff, 0xff, 0xff],
    [0xdd, 0x01, 0xff, 0xff, 0xff],
    [0xdf, 0xff, 0xff, 0xff, 0xff],
    [0xc6, 0xff, 0xff, 0xff, 0xff],
    [0x80, 0x80],
    ...Array.from({ length: 10 }, () => Array.from({ length: 1000 }, () => [0xdd, 0x01, 0xff, 0xff, 0xff]).flat()),
  ].map((bytes) => Buffer.from(bytes)),
}

const deep = {
  json: ['['.repeat(60_000), '{"a":'.repeat(12_000), `${'['.repeat(30_000)}${']'.repeat(30_000)}`].map((text) =>
    Buffer.from(text),
  ),
  msgpack: [
    Buffer.alloc(60_000, 0x91),
    Buffer.alloc(60_000, 0x81),
    Buffer.concat([Buffer.alloc(60_000, 0x91), Buffer.from([0xc0])]),
  ],
}

function nest(depth: number): string {
  return `{"jsonrpc":"2.0","id":"deep","method":"room.join","params":${'['.repeat(depth)}${']'.repeat(depth)}}`
}

/** The same message in the encoding of the socket, without a parser of ours that would not survive it. */
function jsonOrPack(encoding: 'json' | 'msgpack', text: string): Buffer {
  if (encoding === 'json') return Buffer.from(text)
  const depth = text.split('[').length - 1
  const head = wireCodec('msgpack').encode({ jsonrpc: '2.0', id: 'deep', method: 'room.join', params: 0 })
  return Buffer.concat([head.subarray(0, -1), Buffer.alloc(depth - 1, 0x91), Buffer.from([0x90])])
}

/** JSON to MessagePack with keys that an object of JavaScript would swallow. */
function packEntries(text: string): Buffer {
  const asMaps = JSON.parse(text, (_, value) =>
    typeof value === 'object' && value !== null ? new Map(Object.entries(value)) : value,
  )
  return new Packr({ useRecords: false }).pack(asMaps)
}

function codes(answers: readonly Answer[]): (number | undefined)[] {
  return answers.map((answer) => ('error' in answer ? answer.error.code : undefined))
}
