// Bytes that are no proper WebSocket or HTTP: each ends its own connection, and nobody else notices.

import assert from 'node:assert/strict'
import { afterEach, it } from 'node:test'
import { placeAt, withAnyServer } from './place.ts'
import { RawSocket } from './raw-socket.ts'
import { assertUnharmed, upgraded } from './unharmed.ts'

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
