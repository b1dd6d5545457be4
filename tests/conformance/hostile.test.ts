// Bytes and messages that no honest client sends: each is answered or ends its socket, and nobody else notices.

import assert from 'node:assert/strict'
import { afterEach, it } from 'node:test'
import { closeCodes, rpcErrors } from '@parley/protocol'
import { Packr } from 'msgpackr'
import type { Parley } from '../parley-process.ts'
import { type Answer, refused, wireCodec } from '../wire-client.ts'
import { freshRoom, inEachEncoding, placeAt, withAnyServer, withServer } from './place.ts'
import { RawSocket } from './raw-socket.ts'

const hour = { 'session.strikes': 1000 }

withAnyServer('frames', {}, (server) => {
  const place = placeAt(() => server().wsUrl)
  afterEach(() => assertUnharmed(server()))

  it('takes a message of the largest size, and ends a socket that sends one byte more', async () => {
    await using client = await place.socket()
    const { maxMessageBytes } = await client.hello()
    assert.equal(maxMessageBytes, 65_536)
    const empty = JSON.stringify({ jsonrpc: '2.0', id: 'big', method: 'session.ping', params: { pad: '' } })
    const padded = (bytes: number) => empty.replace('""', `"${'x'.repeat(bytes - empty.length)}"`)
    client.sendBytes(padded(maxMessageBytes))
    assert.ok('result' in (await client.answer('big', 'session.ping')))
    client.sendBytes(padded(maxMessageBytes + 1))
    assert.equal((await client.closed).code, 1009)
  })

  it('does not wait for a gigabyte that was only announced', async () => {
    await using raw = await upgraded(server())
    raw.frame({ payload: 'x', announcedLength: 1n << 30n })
    assert.equal(await raw.closeCode(), 1009)
  })

  it('does not gather fragments without end', async () => {
    await using raw = await upgraded(server())
    raw.frame({ payload: 'x'.repeat(1000), fin: false })
    for (let count = 0; count < 100; count += 1) raw.frame({ opcode: 0, payload: 'x'.repeat(1000), fin: false })
    assert.equal(await raw.closeCode(), 1009)
  })

  it('survives a hundred thousand empty fragments', async () => {
    await using raw = await upgraded(server())
    raw.frame({ fin: false })
    for (let count = 0; count < 100_000; count += 1) raw.frame({ opcode: 0, fin: false })
    raw.frame({ opcode: 0, fin: true })
    await raw.until('an answer or an end', () => raw.text !== '' || raw.socket.destroyed)
  })

  it('ends a socket whose text is not UTF-8', async () => {
    await using raw = await upgraded(server())
    raw.frame({ payload: Buffer.from([0x22, 0xc3, 0x28, 0x22]) })
    assert.equal(await raw.closeCode(), 1007)
  })

  const broken = {
    'that is not masked': { payload: '{}', masked: false },
    'with reserved bits': { payload: '{}', rsv: 2 },
    'that says it is compressed, which nobody agreed on': { payload: '{}', rsv: 4 },
    'with an unknown opcode': { opcode: 3 },
    'with a continuation of nothing': { opcode: 0, payload: 'x' },
    'with a fragmented ping': { opcode: 9, fin: false },
    'with a ping that is too long': { opcode: 9, payload: 'x'.repeat(126) },
  }
  for (const [what, frame] of Object.entries(broken)) {
    it(`ends a socket that sends a frame ${what}`, async () => {
      await using raw = await upgraded(server())
      raw.frame(frame)
      assert.equal(await raw.closeCode(), 1002)
    })
  }

  it('does not agree to compression', async () => {
    await using client = await place.socket({ perMessageDeflate: true })
    assert.equal(client.webSocket.extensions, '')
  })

  it('ends what is not HTTP, and half-open connections with it', async () => {
    for (const bytes of [
      'nonsense\r\n\r\n',
      '\u0016\u0003\u0001\u0000',
      'GET / HTTP/9.9\r\n\r\n',
      `GET /${'x'.repeat(20_000)} HTTP/1.1\r\n`,
    ]) {
      await using raw = await RawSocket.open(server().port, true)
      raw.write(bytes)
      await raw.ended
      await assertLetGo(raw)
    }
  })

  it('ends a connection that asks for an upgrade elsewhere, also when the other side keeps it open', async () => {
    await using raw = await RawSocket.open(server().port, true)
    raw.request('GET /elsewhere HTTP/1.1', 'Connection: Upgrade', 'Upgrade: websocket')
    await raw.ended
    assert.match(raw.text, /^HTTP\/1.1 404 /)
    await assertLetGo(raw)
  })

  it('answers targets that are no URL', async () => {
    for (const target of [
      '//',
      'http://[',
      '//[::',
      'http://',
      '/%',
      '/%00',
      '/r/%E0%A4%A',
      '*',
      `/${'%2e%2e/'.repeat(200)}`,
    ]) {
      for (const headers of [[], ['Connection: Upgrade', 'Upgrade: websocket']]) {
        await using raw = await RawSocket.open(server().port)
        raw.request(`GET ${target} HTTP/1.1`, 'Connection: close', ...headers)
        await raw.ended
        assert.match(raw.text, /^HTTP\/1.1 (200|400|404) /, target)
      }
    }
  })

  it('ends a connection whose headers do not come', { timeout: 30_000 }, async () => {
    await using slow = await RawSocket.open(server().port, true)
    await using silent = await RawSocket.open(server().port, true)
    const since = Date.now()
    slow.write('GET /ws HTTP/1.1\r\nHost: 127.0.0.1\r\n')
    const dripping = setInterval(() => slow.write('X-Slow: 1\r\n'), 1000)
    await Promise.all([slow.ended, silent.ended]).finally(() => clearInterval(dripping))
    assert.ok(Date.now() - since < 14_000, `it took ${Date.now() - since} ms`)
    await Promise.all([assertLetGo(slow), assertLetGo(silent)])
  })
})

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

withServer('strikes', { 'session.strikes': 3 }, (server) => {
  inEachEncoding(
    () => server().wsUrl,
    (place) => {
      it('end a socket after as many malformed messages as the server forgives', async () => {
        await using other = await place.guest()
        await using client = await place.guest()
        const room = freshRoom()
        await client.join(room)
        await other.join(room)
        // Refusals are no offence.
        for (let count = 0; count < 5; count += 1)
          await assert.rejects(client.join(room), refused('room.alreadyJoined'))
        client.send('nonsense')
        client.send({ jsonrpc: '2.0', method: 'room.burn' })
        await client.call('session.ping', {})
        client.send({ jsonrpc: '2.0', id: 'x', method: 'room.join', params: { room: 5 } })
        assert.equal((await client.closed).code, closeCodes.misbehaved.code)
        await other.heard('room.participantLeft')
        await assertUnharmed(server())
      })
    },
  )

  it('end a session too, whatever it still sends while its socket is being closed', async () => {
    const place = placeAt(() => server().wsUrl)
    await using other = await place.guest()
    await using raw = await upgraded(server())
    const room = freshRoom()
    await other.join(room)
    raw.hello()
    await raw.until('hello', () => raw.text.includes('"hello"'))
    raw.send({ jsonrpc: '2.0', id: 'join', method: 'room.join', params: { room } })
    await raw.until('join', () => raw.text.includes('"join"'))
    for (let strike = 0; strike < 3; strike += 1) raw.frame({ payload: 'nonsense' })
    raw.send({ jsonrpc: '2.0', id: 'late', method: 'chat.send', params: { room, text: 'too late' } })
    assert.equal(await raw.closeCode(), closeCodes.misbehaved.code)
    // It never answers the closing handshake, and is not waited for.
    await other.heard('room.participantLeft')
    assert.deepEqual((await other.call('chat.history', { room })).messages, [])
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

async function upgraded(parley: Parley): Promise<RawSocket> {
  const raw = await RawSocket.open(parley.port)
  await raw.upgrade()
  return raw
}

/** The server holds nothing any more: what is written now is answered with a reset. */
async function assertLetGo(raw: RawSocket): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  raw.socket.once('close', resolve)
  const writing = setInterval(() => raw.socket.writable && raw.write('x'), 20)
  const late = setTimeout(resolve, 3000)
  await promise
  clearInterval(writing)
  clearTimeout(late)
  assert.ok(raw.socket.destroyed, 'the server keeps its half of a connection that it has ended')
}

async function assertUnharmed(parley: Parley): Promise<void> {
  const health = await fetch(`${parley.url}/health`, { signal: AbortSignal.timeout(1000) })
  assert.equal(health.status, 200)
  assert.deepEqual(await health.json(), { status: 'ok' })
  const faults = (await parley.metrics()).filter(({ labels, value }) => labels['outcome'] === 'fault' && value > 0)
  assert.deepEqual(faults, [])
  assert.deepEqual(
    parley.log.filter(({ level }) => level === 'error'),
    [],
  )
}
