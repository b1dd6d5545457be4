// Faults and bad input that no other topic has: injection, ids of others, churn, many at once. docs/faults.md lists them all.

import assert from 'node:assert/strict'
import { it } from 'node:test'
import { type MethodName, methods } from '@parley/protocol'
import { refused, WireClient } from '../wire-client.ts'
import { lasting } from './lasting.ts'
import { camera, fingerprint, microphone } from './media-parameters.ts'
import { eventually, freshRoom, guests, placeAt, withAnyServer, withServer } from './place.ts'
import { assertUnharmed } from './unharmed.ts'

const roomy = {
  'rooms.lingerMs': 0,
  'rooms.opensPerPerson': 10_000,
  'rooms.opensPerAddress': 10_000,
  'http.socketsPerSecond': 10_000,
}

withServer('injection', {}, (server) => {
  const place = placeAt(() => server().wsUrl)
  const sql = ["'; drop table messages;--", '" or 1=1 --', "x' union select value from secrets --", '%', '_', '\\']

  it('of SQL is text like any other: in rooms, names, messages, searches and pages', async () => {
    await using ada = await place.guest(sql[0])
    await using bob = await place.guest()
    for (const [at, text] of sql.entries()) {
      const room = `${text} ${crypto.randomUUID()}`
      await ada.join(room)
      await bob.join(room)
      const { message } = await ada.call('chat.send', { room, text, key: `injected-${at}` })
      assert.deepEqual([message.text, message.name], [text, sql[0]])
      await bob.call('chat.send', { room, text: 'nothing of it' })
      const { messages } = await bob.call('chat.search', { room, search: text })
      assert.deepEqual(
        messages.map(({ id }) => id),
        [message.id],
        `a search for ${text} finds just that`,
      )
      const { rooms } = await ada.call('room.list', { search: text })
      assert.ok(rooms.every((one) => one.room.includes(text)))
    }
    await assertUnharmed(server())
  })

  it('of line ends and colours reaches no line of the log: names with them are refused, and all else is escaped', async () => {
    await using client = await place.socket()
    for (const name of ['Eve\r\n{"level":"error"}', '\u001b[31mEve', 'Eve\u009b2J', '\u202eevE', 'Eve\u2028'])
      assert.equal(
        await codeOf(client, 'session.hello', {
          protocol: 1,
          client: { name: 'x', version: '1' },
          capabilities: [],
          name,
        }),
        -32602,
      )
    await client.hello({
      client: { name: 'evil\r\n\u001b[2J', version: '\u001b]0;x\u0007' },
      name: '<script>alert(1)</script>',
    })
    for (const room of ['a\nb', '\u001b[31mred', 'a\u0000b', ' a', '..'])
      assert.equal(await codeOf(client, 'room.join', { room }), -32602)
    const room = `<img src=x onerror=alert(1)> \u202e {{7*7}} \${7*7} ${crypto.randomUUID()}`
    await client.join(room)
    await client.call('chat.send', { room, text: 'lines\nof text\r\nare text' })
    const answer = await fetch(`${server().url}/r/${encodeURIComponent(room)}?x=%0d%0a%1b[31m`)
    await answer.body?.cancel()
    await eventually('the log to say that the room is open', () => server().log.some((line) => line['room'] === room))
    // What is no structured line was printed by something else, and could have been made to look like one.
    assert.deepEqual(server().printed, [])
    await assertUnharmed(server())
  })
})

withAnyServer('ids of others', roomy, (server) => {
  const place = placeAt(() => server().wsUrl)
  /** Methods of those who are in a room. */
  const inside = Object.entries(methods).filter(
    ([, { permission, result }]) =>
      ['member', 'publish', 'subscribe', 'chat', 'data'].includes(permission) && result !== null,
  )

  it('are answered as those that nobody has: transports, tracks and rooms', async () => {
    await using ada = await place.guest()
    await using eve = await place.guest()
    const [room, den] = [freshRoom(), freshRoom()]
    const rtpCapabilities = ada.greeting?.rtpCapabilities ?? assert.fail()
    const { media } = await ada.join(room, { rtpCapabilities })
    assert.ok(media.topology === 'sfu')
    const { track } = await ada.call('track.publish', microphone(room))
    await eve.join(room, { rtpCapabilities })
    await eve.join(den, { rtpCapabilities })
    const tries: readonly (readonly [method: MethodName, params: (id: string) => object, theirs: string])[] = [
      ['transport.connect', (transport) => ({ transport, dtlsParameters: fingerprint }), media.send.id],
      ['transport.connect', (transport) => ({ transport, dtlsParameters: fingerprint }), media.receive.id],
      ['transport.restartIce', (transport) => ({ transport }), media.send.id],
      ['track.setMuted', (id) => ({ track: id, muted: true }), track],
      ['track.unpublish', (id) => ({ track: id }), track],
      ['track.publish', (id) => ({ ...camera(room), track: id }), track],
    ]
    for (const [method, params, theirs] of tries) {
      for (const where of [room, den]) {
        const [foreign, unknown] = await Promise.all(
          [theirs, 'nobody-has-this'].map((id) => eve.request(method, { ...params(id), room: where })),
        )
        assert.ok(foreign !== undefined && unknown !== undefined && 'error' in foreign && 'error' in unknown, method)
        assert.deepEqual(foreign.error, unknown.error, method)
      }
    }
    const { participants } = await ada.call('room.participants', { room })
    assert.equal(participants[0]?.tracks[0]?.muted, false)
  })

  it('are of no use from outside: whatever one asks in a room, it is only that one is not there', async () => {
    await using ada = await place.guest()
    await using eve = await place.guest()
    const room = freshRoom()
    await ada.join(room)
    await ada.call('chat.send', { room, text: 'among us' })
    const params = {
      ...microphone(room),
      name: 'a.txt',
      mediaType: 'text/plain',
      bytes: 1,
      text: 'x',
      message: 1,
      upTo: 1,
      search: 'x',
      raised: true,
      muted: true,
      transport: 'x',
      dtlsParameters: fingerprint,
      view: [],
      channel: 'reliable',
      sctpStreamParameters: { streamId: 1 },
      mediaPair: 'x',
    }
    for (const [method] of inside) {
      const [there, nowhere] = [
        await eve.request(method, params),
        await eve.request(method, { ...params, room: freshRoom() }),
      ]
      assert.ok('error' in there && 'error' in nowhere, method)
      // Publishing wants a track id only to go on with one.
      assert.deepEqual(there.error, nowhere.error, method)
      assert.equal(there.error.data?.reason ?? there.error.code, there.error.data?.reason ?? -32602, method)
    }
    assert.ok(inside.length >= 10)
    await assertUnharmed(server())
  })
})

withAnyServer('many', roomy, (server) => {
  const place = placeAt(() => server().wsUrl)

  it('come and go with media again and again, and nothing of it is left', { timeout: 60_000 }, async () => {
    await using opened = await guests(place, 8)
    const [room, den] = [freshRoom(), freshRoom()]
    for (let round = 0; round < 12; round += 1) {
      await Promise.all(
        opened.all.map(async (client, at) => {
          const rtpCapabilities = client.greeting?.rtpCapabilities ?? assert.fail()
          const where = at % 2 === 0 ? room : den
          await client.join(where, { rtpCapabilities })
          await client.call('track.publish', microphone(where))
          // Half of them leave as one should; the others' sessions are ended with what they have.
          if (at < 4) await client.call('room.leave', { room: where })
        }),
      )
      await Promise.all(
        opened.all.slice(4).map((client, at) => client.call('room.leave', { room: at % 2 === 0 ? room : den })),
      )
    }
    await eventually('everything to be gone', async () => {
      const { rooms, participants, tracks, subscriptions, workers } = await server().stats()
      return [rooms, participants, tracks, subscriptions, workers.reduce((sum, { routers }) => sum + routers, 0)].every(
        (figure) => figure === 0,
      )
    })
    await assertUnharmed(server())
  })

  it('who come into one room in the same moment are told of together, not each by itself', async () => {
    await using opened = await guests(place, 100)
    const [first, ...others] = opened.all
    assert.ok(first !== undefined)
    const room = freshRoom()
    await first.join(room)
    await Promise.all(others.map((client) => client.join(room)))
    await first.until('all to have come', () => {
      const told = first.told('room.participantJoined').flatMap(({ participants }) => participants)
      return new Set(told.map(({ id }) => id)).size === opened.all.length ? true : undefined
    })
    const facts = first.told('room.participantJoined').length
    assert.ok(facts < 60, `${facts} facts for ${others.length} arrivals`)
  })

  it('whose lines break in the same moment all go on, and nobody is told that any has left', async () => {
    await using stack = new AsyncDisposableStack()
    const room = freshRoom()
    const watcher = stack.use(await place.guest())
    await watcher.join(room)
    const crowd = await Promise.all(Array.from({ length: 40 }, () => lasting(place)))
    for (const one of crowd) stack.use(one)
    await Promise.all(crowd.map((one) => one.join(room)))
    await Promise.all(crowd.map((one) => one.lose()))
    await watcher.call('chat.send', { room, text: 'while they were away' })
    await Promise.all(crowd.map((one) => one.resume()))
    for (const one of crowd) await one.client.heard('chat.message')
    assert.deepEqual(watcher.told('room.participantLeft'), [])
    const { participants } = await watcher.call('room.participants', { room })
    assert.equal(participants.filter(({ reconnecting }) => reconnecting).length, 0)
    assert.equal(participants.length, crowd.length + 1)
  })

  it('objects of one person end where its quota does: sessions, rooms, tracks', async () => {
    await using client = await place.guest()
    const rooms = Array.from({ length: 20 }, freshRoom)
    const joins = await Promise.allSettled(rooms.map((room) => client.join(room)))
    const refusals = joins.flatMap((join) => (join.status === 'rejected' ? [join.reason] : []))
    assert.ok(refusals.length === 12 && refusals.every(refused('session.quota')))
    const [room = ''] = rooms
    await client.call('room.leave', { room })
    await client.join(room, { rtpCapabilities: client.greeting?.rtpCapabilities ?? assert.fail() })
    const tracks = await Promise.allSettled(
      Array.from({ length: 40 }, (_, at) => client.call('track.publish', microphone(room, at))),
    )
    const over = tracks.flatMap((track) => (track.status === 'rejected' ? [track.reason] : []))
    assert.ok(over.length === 24 && over.every(refused('session.quota')))
    const guest = client.greeting?.guest ?? assert.fail()
    await using stack = new AsyncDisposableStack()
    const sessions = await Promise.allSettled(
      Array.from({ length: 40 }, async () => {
        const socket = stack.use(await WireClient.open(server().wsUrl))
        await socket.hello({ guest })
      }),
    )
    assert.equal(sessions.filter(({ status }) => status === 'rejected').length, 9)
    await assertUnharmed(server())
  })
})

async function codeOf(client: WireClient, method: string, params: object): Promise<number | undefined> {
  const answer = await client.request(method, params)
  return 'error' in answer ? answer.error.code : undefined
}
