// What one person and one address may have of everything, and what happens when too many come at once.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { closeCodes } from '@parley/protocol'
import { WebSocket } from 'ws'
import { openParley, type Parley } from '../parley-process.ts'
import { refused, WireClient } from '../wire-client.ts'
import { limitLeaving, openFiles, setOpenFiles } from './open-files.ts'
import { eventually, freshRoom, inEachEncoding, placeAt, withAnyServer } from './place.ts'
import { RawSocket } from './raw-socket.ts'
import { assertUnharmed } from './unharmed.ts'

const roomy = { 'rooms.opensPerPerson': 1000, 'rooms.opensPerAddress': 1000 }

withAnyServer('WebSockets of one address', { 'http.socketsPerAddress': 3 }, (server) => {
  it('are so many; one more is told to come back (429), before anything is made for it', async () => {
    await using opened = await open(server(), 3)
    const before = await server().stats()
    assert.deepEqual(await knock(server().wsUrl), { status: 429, retryAfter: '5' })
    const after = await server().stats()
    assert.deepEqual([after.totalConnections, after.sessions], [before.totalConnections, before.sessions])
    assert.equal(await refusedFor(server(), 'socketsPerAddress'), 1)
    await opened.all[0]?.close(1000)
    await eventually('a place', async () => (await server().stats()).connections === 2)
    await using late = await WireClient.open(server().wsUrl)
    await late.hello()
  })

  it('are counted apart from those of another address', async () => {
    await using _opened = await open(server(), 3)
    await using other = await WireClient.open(server().wsUrl, { localAddress: '127.0.0.2' })
    await other.hello()
  })

  it('cost nothing when they were no good: a bad handshake, a foreign origin', async () => {
    for (let count = 0; count < 6; count += 1) {
      await using raw = await RawSocket.open(server().port)
      raw.request('GET /ws HTTP/1.1', 'Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13')
      await raw.ended
      assert.match(raw.text, /^HTTP\/1\.1 400/)
      await using foreign = await WireClient.open(server().wsUrl, { origin: 'https://evil.example' })
      assert.equal((await foreign.closed).code, closeCodes.originRefused.code)
    }
    await using _opened = await open(server(), 3)
    await assertUnharmed(server())
  })
})

withAnyServer(
  'behind a trusted proxy',
  { 'http.socketsPerAddress': 2, 'http.trustedProxies': ['127.0.0.1'] },
  (server) => {
    const from = (address: string) => ({ headers: { 'x-forwarded-for': address } })

    it('clients are counted by the address that the proxy names, an IPv6 /64 as one', async () => {
      await using stack = new AsyncDisposableStack()
      for (const address of ['203.0.113.7', '203.0.113.7', '198.51.100.1, 203.0.113.8', '2001:db8::1', '2001:db8::2'])
        stack.use(await WireClient.open(server().wsUrl, from(address)))
      for (const address of ['203.0.113.7', '203.0.113.1, 203.0.113.7', '2001:db8::ffff:3'])
        assert.equal((await knock(server().wsUrl, from(address))).status, 429, address)
      stack.use(await WireClient.open(server().wsUrl, from('2001:db8:0:1::1')))
    })

    it('the log shows them', async () => {
      await using client = await WireClient.open(server().wsUrl, from('203.0.113.99'))
      await client.hello()
      await eventually('the line', () => server().log.some(({ address }) => address === '203.0.113.99'))
    })
  },
)

withAnyServer('rooms that one person has founded', { 'rooms.perPerson': 2 }, (server) => {
  it('are so many, created or joined, until one is deleted', async () => {
    await using ada = await placeAt(() => server().wsUrl).guest('Ada')
    const [one, two, three] = [freshRoom(), freshRoom(), freshRoom()]
    await ada.call('room.create', { room: one })
    await ada.join(two)
    await assert.rejects(ada.call('room.create', { room: three }), refused('session.quota'))
    await assert.rejects(ada.join(three), refused('session.quota'))
    await using bob = await placeAt(() => server().wsUrl).guest('Bob')
    await bob.join(three)
    await ada.join(three)
    await ada.call('room.delete', { room: one })
    await ada.call('room.create', { room: freshRoom() })
  })
})

withAnyServer('a client that writes its own X-Forwarded-For', { 'http.socketsPerAddress': 1 }, (server) => {
  it('is who it is', async () => {
    await using _first = await WireClient.open(server().wsUrl)
    assert.equal((await knock(server().wsUrl, { headers: { 'x-forwarded-for': '203.0.113.7' } })).status, 429)
  })
})

withAnyServer(
  'a storm of connections',
  { 'http.socketsPerSecond': 50, 'http.connectionsPerAddress': 10_000 },
  (server) => {
    it('is let in as fast as the server takes it; the others are told to come back, and who is there does not notice', async () => {
      await using calm = await WireClient.open(server().wsUrl)
      await calm.hello()
      const room = freshRoom()
      await calm.join(room)
      const storm = Array.from({ length: 300 }, () => knock(server().wsUrl))
      const pings = []
      for (let count = 0; count < 20; count += 1) {
        const from = performance.now()
        await calm.call('session.ping', {})
        pings.push(performance.now() - from)
      }
      const answers = await Promise.all(storm)
      const accepted = answers.filter(({ status }) => status === 101).length
      assert.ok(accepted >= 49, `${accepted} were let in`)
      assert.ok(accepted < 250, `${accepted} were let in`)
      assert.deepEqual(
        [...new Set(answers.map(({ status }) => status))].sort(),
        [101, 503],
        'each is accepted or cleanly refused',
      )
      assert.ok(answers.every(({ status, retryAfter }) => status === 101 || retryAfter === '5'))
      assert.ok(Math.max(...pings) < 2000, `a ping took ${Math.max(...pings)} ms`)
      await calm.call('chat.send', { room, text: 'still here' })
      await assertUnharmed(server())
      await eventually('the storm to be over', async () => (await server().stats()).connections === 1)
    })
  },
)

withAnyServer(
  'connections that never become anything',
  { 'http.headersMs': 600, 'http.connectionsPerAddress': 8 },
  (server) => {
    it('are ended when their headers do not come: silent, slow, or with TLS where there is none', async () => {
      const raws = await Promise.all(Array.from({ length: 6 }, () => RawSocket.open(server().port)))
      await using stack = new AsyncDisposableStack()
      for (const raw of raws) stack.use(raw)
      const [silent, slow, half, longwinded, , upgrading] = raws
      assert.ok(silent && slow && half && longwinded && upgrading)
      const letters = 'GET /health HTTP/1.1\r\nHost: localhost\r\nX-Pad: '.split('')
      const dripping = setInterval(() => slow.write(letters.shift() ?? 'x'), 50)
      const headers = setInterval(() => longwinded.write('X-Pad: x\r\n'), 50)
      half.write('GET /ws HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n')
      longwinded.write('GET /health HTTP/1.1\r\nHost: localhost\r\n')
      upgrading.write('GET /ws HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: ')
      await Promise.all(raws.map((raw) => raw.ended))
      clearInterval(dripping)
      clearInterval(headers)
      await assertUnharmed(server())
    })

    it('are so many for one address; another is served', async () => {
      const idle = await Promise.all(Array.from({ length: 8 }, () => RawSocket.open(server().port)))
      await using stack = new AsyncDisposableStack()
      for (const raw of idle) stack.use(raw)
      await eventually('all to be counted', async () => {
        await using raw = await RawSocket.open(server().port)
        await Promise.race([raw.ended, new Promise((resolve) => setTimeout(resolve, 100))])
        return /^HTTP\/1\.1 429 .*retry-after: 5/s.test(raw.text)
      })
      await using other = await WireClient.open(server().wsUrl, { localAddress: '127.0.0.3' })
      await other.hello()
    })

    it('become no such when they are WebSockets', async () => {
      await eventually('the idle ones to be ended', async () => {
        const answer = await fetch(`${server().url}/health`).catch(() => undefined)
        return answer?.ok ?? false
      })
      await using _opened = await open(server(), 20)
      await assertUnharmed(server())
    })
  },
)

withAnyServer('the bound of all connections', { 'http.connections': 16 }, (server) => {
  it('leaves some to HTTP: who watches the server is answered when it is full', async () => {
    await using _opened = await open(server(), 14)
    assert.deepEqual(await knock(server().wsUrl), { status: 503, retryAfter: '5' })
    await assertUnharmed(server())
    assert.equal(await refusedFor(server(), 'full'), 1)
  })
})

withAnyServer('sessions of one person', { 'session.perPerson': 3, 'session.graceMs': 60_000 }, (server) => {
  inEachEncoding(
    () => server().wsUrl,
    (place) => {
      it('are so many, those without a socket too; one that ends makes room', async () => {
        await using stack = new AsyncDisposableStack()
        const first = stack.use(await place.socket())
        const { guest = '' } = await first.hello({ capabilities: ['resume'] })
        const second = stack.use(await place.socket())
        await second.hello({ guest })
        const third = stack.use(await place.socket())
        await third.hello({ guest })
        first.webSocket.terminate()
        await first.closed
        const fourth = stack.use(await place.socket())
        await assert.rejects(fourth.hello({ guest }), refused('session.quota'))
        await fourth.hello() // as somebody else
        await second.close(1000)
        const fifth = stack.use(await place.socket())
        await eventually('a place', () => fifth.hello({ guest }).then(() => true, refused('session.quota')))
        await third.close(1000)
      })
    },
  )
})

withAnyServer('rooms that are opened', { 'rooms.opensPerPerson': 3, 'rooms.opensPerAddress': 8 }, (server) => {
  it('are so many for one person within a while; rooms that are open can be joined', async () => {
    const place = placeAt(() => server().wsUrl)
    await using host = await place.guest()
    const known = freshRoom()
    await host.join(known)
    await using client = await place.guest()
    for (let count = 0; count < 3; count += 1) {
      const room = freshRoom()
      await client.join(room)
      await client.call('room.leave', { room })
    }
    await assert.rejects(client.join(freshRoom()), refused('session.quota'))
    await client.join(known)
  })

  it('are so many for one address, however many guests come from there', async () => {
    const refusals = []
    for (let count = 0; count < 8; count += 1) {
      await using client = await WireClient.open(server().wsUrl)
      await client.hello()
      await client.join(freshRoom()).catch((error) => refusals.push(refused('session.quota')(error)))
    }
    assert.ok(refusals.length >= 3, `${refusals.length} were refused`)
    await using other = await WireClient.open(server().wsUrl, { localAddress: '127.0.0.2' })
    await other.hello()
    await other.join(freshRoom())
    const { rooms } = await server().stats()
    assert.ok(rooms <= 10, `${rooms} rooms are open`)
  })
})

describe('descriptors', () => {
  it('that run out end no server: it takes nobody new, keeps who is there, and goes on when there are some', async () => {
    await using parley = await openParley({ settings: roomy })
    await using calm = await WireClient.open(parley.wsUrl)
    await calm.hello()
    const room = freshRoom()
    await calm.join(room)
    const limits = await openFiles(parley.pid)
    await setOpenFiles(parley.pid, limitLeaving(20, limits.open), limits.hard)
    const raws = await Promise.all(Array.from({ length: 60 }, () => RawSocket.open(parley.port)))
    await using stack = new AsyncDisposableStack()
    for (const raw of raws) stack.use(raw)
    // The kernel has taken them all; the server can take some and ends the others.
    await eventually('connections to be ended', () =>
      raws.some(({ socket }) => socket.readableEnded || socket.destroyed),
    )
    await calm.call('chat.send', { room, text: 'still here' })
    await calm.call('session.ping', {})
    await setOpenFiles(parley.pid, limits.soft, limits.hard)
    for (const raw of raws) raw.socket.destroy()
    await eventually('the server to take connections again', async () => {
      const health = await fetch(`${parley.url}/health`).catch(() => undefined)
      return health?.ok ?? false
    })
    await using late = await WireClient.open(parley.wsUrl)
    await late.hello()
    await late.join(room)
    await assertUnharmed(parley)
  })
})

/** So many guests. */
async function open(parley: Parley, count: number): Promise<{ all: WireClient[] } & AsyncDisposable> {
  const stack = new AsyncDisposableStack()
  const all = []
  for (let at = 0; at < count; at += 1) all.push(stack.use(await WireClient.open(parley.wsUrl)))
  for (const client of all) await client.hello()
  return {
    all,
    [Symbol.asyncDispose]: async () => {
      await stack.disposeAsync()
      await eventually('all to be gone', async () => (await parley.stats()).connections === 0)
    },
  }
}

/** Asks for a WebSocket and lets it go at once: what was answered. */
async function knock(
  url: string,
  options: { headers?: Record<string, string> } = {},
): Promise<{ status: number; retryAfter?: string }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ status: number; retryAfter?: string }>()
  const webSocket = new WebSocket(url, options)
  webSocket.once('open', () => {
    resolve({ status: 101 })
    webSocket.terminate()
  })
  webSocket.once('unexpected-response', (request, response) => {
    const { statusCode = 0, headers } = response
    resolve({
      status: statusCode,
      ...(headers['retry-after'] === undefined ? {} : { retryAfter: headers['retry-after'] }),
    })
    request.destroy()
  })
  webSocket.on('error', reject)
  return await promise
}

async function refusedFor(parley: Parley, reason: string): Promise<number> {
  const samples = await parley.metrics()
  return (
    samples.find(({ name, labels }) => name === 'parley_connections_refused_total' && labels['reason'] === reason)
      ?.value ?? 0
  )
}
