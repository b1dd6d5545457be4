// How many, how fast, how slowly, how long silent: every bound of a socket, a session and a room.

import assert from 'node:assert/strict'
import { it } from 'node:test'
import { closeCodes } from '@parley/protocol'
import { refused } from '../wire-client.ts'
import { note } from '../wire-seen.ts'
import { eventually, freshRoom, guests, inEachEncoding, placeAt, withAnyServer, withServer } from './place.ts'
import { encodeFrame, RawSocket } from './raw-socket.ts'

withServer('rooms with two seats', { 'rooms.capacity': 2, 'session.rooms': 2 }, (server) => {
  inEachEncoding(
    () => server().wsUrl,
    (place) => {
      it('are full when both are taken, and free again when one leaves', async () => {
        await using opened = await guests(place, 3)
        const [ada, bob, eve] = opened.all
        assert.ok(ada !== undefined && bob !== undefined && eve !== undefined)
        const room = freshRoom()
        await ada.join(room)
        await bob.join(room)
        await assert.rejects(eve.join(room), refused('room.full'))
        await bob.call('room.leave', { room })
        await eve.join(room)
        await assert.rejects(bob.join(room), refused('room.full'))
        eve.webSocket.terminate()
        await ada.heard('room.participantLeft', ({ participants }) => participants[0]?.reason === 'disconnected')
        await bob.join(room)
      })

      it('let in two of many that come at once', async () => {
        await using opened = await guests(place, 8)
        const room = freshRoom()
        const { rtpCapabilities } = opened.all[0]?.greeting ?? assert.fail()
        const joins = await Promise.allSettled(opened.all.map((client) => client.join(room, { rtpCapabilities })))
        assert.equal(joins.filter(({ status }) => status === 'fulfilled').length, 2)
        for (const join of joins) if (join.status === 'rejected') assert.ok(refused('room.full')(join.reason))
      })

      it('are two for one session', async () => {
        await using client = await place.guest()
        const [first, second, third] = [freshRoom(), freshRoom(), freshRoom()]
        const joins = await Promise.allSettled([first, second, third].map((room) => client.join(room)))
        assert.deepEqual(
          joins.map(({ status }) => status),
          ['fulfilled', 'fulfilled', 'rejected'],
        )
        await assert.rejects(client.join(third), refused('session.quota'))
        await client.call('room.leave', { room: first })
        await client.join(third)
      })
    },
  )
})

withAnyServer('the rate of messages', { 'session.messagesPerSecond': 20, 'session.messageBurst': 10 }, (server) => {
  inEachEncoding(
    () => server().wsUrl,
    (place) => {
      it('is bounded: what comes too fast is refused with its own id, and later calls are heard', async () => {
        await using client = await place.guest()
        const answers = await Promise.all(Array.from({ length: 30 }, () => client.request('session.ping')))
        const tooFast = answers.filter((answer) => 'error' in answer && answer.error.data?.reason === 'session.tooFast')
        assert.ok(tooFast.length >= 15 && tooFast.length < 30, `${tooFast.length} of 30 were too fast`)
        assert.deepEqual(client.strays, [])
        await eventually('calls to be heard again', async () => 'result' in (await client.request('session.ping')))
      })

      it('holds for each socket by itself', async () => {
        await using fast = await place.guest()
        await using calm = await place.guest()
        await Promise.all(Array.from({ length: 30 }, () => fast.request('session.ping')))
        await calm.call('session.ping', {})
      })
    },
  )
})

withAnyServer(
  'a socket that goes on much too fast',
  { 'session.messagesPerSecond': 1, 'session.messageBurst': 3 },
  (server) => {
    it('is closed, and may come back', async () => {
      await using fast = await placeAt(() => server().wsUrl).socket({ unaware: true })
      for (let count = 0; count < 30; count += 1) fast.send({ jsonrpc: '2.0', method: 'session.ping' })
      assert.equal((await fast.closed).code, closeCodes.tooFast.code)
    })
  },
)

withAnyServer('a socket that says no hello', { 'session.helloMs': 300 }, (server) => {
  inEachEncoding(
    () => server().wsUrl,
    (place) => {
      it('is closed, whatever else it says', async () => {
        await using silent = await place.socket()
        await using busy = await place.socket()
        const discovering = setInterval(() => busy.send({ jsonrpc: '2.0', method: 'rpc.discover' }), 50)
        const [first, second] = await Promise.all([silent.closed, busy.closed])
        clearInterval(discovering)
        assert.deepEqual([first.code, second.code], [closeCodes.helloLate.code, closeCodes.helloLate.code])
      })

      it('is not confused with one that has said it', async () => {
        await using late = await place.socket()
        await using client = await place.guest()
        assert.equal((await late.closed).code, closeCodes.helloLate.code)
        await client.call('session.ping', {})
      })
    },
  )
})

withAnyServer('the heartbeat', { 'session.heartbeatMs': 300, 'session.pongMs': 2000 }, (server) => {
  const place = placeAt(() => server().wsUrl)

  it('ends a socket that answers no pings, and tells the others', async () => {
    await using watcher = await place.guest()
    const room = freshRoom()
    await watcher.join(room)
    await using raw = await RawSocket.open(server().port)
    await raw.upgrade()
    await enter(raw, room)
    const { participants } = await watcher.heard('room.participantLeft')
    assert.equal(participants[0]?.reason, 'disconnected')
    await raw.ended
    const samples = await server().metrics()
    const lost = samples.find(({ labels }) => labels['reason'] === 'heartbeatMissed')
    assert.equal(lost?.value, 1)
    note('close', 'heartbeatMissed') // nobody is there to hear the code
  })

  it('keeps a silent socket that answers them', async () => {
    await using client = await place.guest()
    let pings = 0
    client.webSocket.on('ping', () => {
      pings += 1
    })
    await eventually('several pings', () => pings >= 4)
    await client.call('session.ping', {})
  })
})

const loud = { 'session.sendQueueBytes': 65_536, 'session.messagesPerSecond': 100_000, 'session.messageBurst': 100_000 }

withAnyServer('a slow reader', loud, (server) => {
  const place = placeAt(() => server().wsUrl)

  it('is given up, while the others get everything', async () => {
    await using speaker = await place.guest()
    await using listener = await place.guest()
    await using raw = await RawSocket.open(server().port)
    await raw.upgrade()
    const room = freshRoom()
    await speaker.join(room)
    await listener.join(room)
    await enter(raw, room)
    raw.socket.pause()
    const text = 'x'.repeat(4096)
    // More than the kernel's buffers take before anything has to wait in the server: some ten megabytes.
    const sent = 4000
    for (let count = 0; count < sent; count += 50)
      await Promise.all(Array.from({ length: 50 }, () => speaker.call('chat.send', { room, text })))
    const { participants } = await speaker.heard('room.participantLeft')
    assert.equal(participants[0]?.reason, 'disconnected')
    await listener.until('everything', () => (listener.told('chat.message').length === sent ? true : undefined))
    const closed = (await server().metrics()).filter(({ name }) => name === 'parley_sockets_closed_total')
    assert.equal(closed.find(({ labels }) => labels['reason'] === 'slowReader')?.value, 1)
  })

  it('is told why, when it reads on', async () => {
    await using raw = await RawSocket.open(server().port)
    await raw.upgrade()
    raw.hello()
    await raw.until('the answer to hello', () => raw.text.includes('"id":"hello"'))
    raw.socket.pause()
    // The largest answer there is, more often than all buffers on the way can hold.
    const call = encodeFrame({ payload: '{"jsonrpc":"2.0","id":1,"method":"rpc.discover"}' })
    raw.write(Buffer.concat(Array.from({ length: 2000 }, () => call)))
    await eventually('the calls to be heard', async () =>
      (await server().metrics()).some(({ labels }) => labels['method'] === 'rpc.discover'),
    )
    raw.socket.resume()
    assert.equal(await raw.closeCode(), closeCodes.slowReader.code)
  })
})

/** Says hello and joins by hand. */
async function enter(raw: RawSocket, room: string): Promise<void> {
  raw.hello()
  await raw.until('the answer to hello', () => raw.text.includes('"id":"hello"'))
  raw.send({ jsonrpc: '2.0', id: 'join', method: 'room.join', params: { room } })
  await raw.until('the answer to the join', () => raw.text.includes('"id":"join"'))
}
