// Coming into a room, being there among others, and leaving it.

import assert from 'node:assert/strict'
import { it } from 'node:test'
import { type Result, rpcErrors } from '@parley/protocol'
import { failed, refused, type WireClient } from '../wire-client.ts'
import { conformance, freshRoom, guests } from './place.ts'

conformance('rooms', (place) => {
  it('hands a joiner the state of the room, with itself in it', async () => {
    await using client = await place.guest('Ada')
    const room = freshRoom()
    const state = await client.join(room)
    assert.equal(state.room, room)
    assert.equal(state.participantCount, 1)
    assert.deepEqual(
      state.participants.map(({ id, name }) => ({ id, name })),
      [{ id: state.participant, name: 'Ada' }],
    )
    assert.deepEqual([state.messages, state.moreMessages], [[], false])
  })

  it('lets a guest choose another name for a room', async () => {
    await using client = await place.guest('Ada')
    const { participants } = await client.join(freshRoom(), { name: 'Countess' })
    assert.equal(participants[0]?.name, 'Countess')
  })

  it('tells those who are there of who comes and who goes', async () => {
    await using ada = await place.guest('Ada')
    await using bob = await place.guest('Bob')
    const room = freshRoom()
    await ada.join(room)
    const { participant } = await bob.join(room)
    const { participants } = await ada.heard('room.participantJoined', (told) => has(told.participants, participant))
    assert.equal(participants.find(({ id }) => id === participant)?.name, 'Bob')
    await bob.call('room.leave', { room })
    const left = await ada.heard('room.participantLeft', (told) => has(told.participants, participant))
    assert.deepEqual(left.participants, [{ id: participant, reason: 'left' }])
  })

  it('tells of one whose socket is gone', async () => {
    await using ada = await place.guest()
    await using bob = await place.guest()
    const room = freshRoom()
    await ada.join(room)
    const { participant } = await bob.join(room)
    bob.webSocket.terminate()
    const left = await ada.heard('room.participantLeft', (told) => has(told.participants, participant))
    assert.deepEqual(left.participants, [{ id: participant, reason: 'disconnected' }])
  })

  it('tells all the same facts in the same order, without a gap, after the answer to each join', async () => {
    await using opened = await guests(place, 12)
    const room = freshRoom()
    const states = await Promise.all(opened.all.map((client) => client.join(room)))
    await Promise.all(opened.all.map((client, index) => client.call('chat.send', { room, text: `${index}` })))
    await Promise.all(opened.all.slice(6).map((client) => client.call('room.leave', { room })))
    const [first, ...rest] = opened.all.slice(0, 6)
    assert.ok(first !== undefined)
    await Promise.all(
      [first, ...rest].map((client) =>
        heardLeft(
          client,
          states.slice(6).map((state) => state.participant),
        ),
      ),
    )
    // The witness in each client has seen that nothing is missing; here it is that all have heard the same.
    const told = [first, ...rest].map((client) => factsOf(client, room)).sort((a, b) => b.length - a.length)
    // Who was let in first has heard the most, and the others the end of it.
    for (const own of told) assert.deepEqual(own, told[0]?.slice(-own.length))
    assert.equal(first.told('chat.message').length, 12)
  })

  it('knows everybody after a snapshot and the facts that follow it, however many come at once', async () => {
    await using opened = await guests(place, 20)
    const room = freshRoom()
    const known = await Promise.all(
      opened.all.map(async (client) => {
        const { participants } = await client.join(room)
        const ids = new Set(participants.map(({ id }) => id))
        await client.until('all to be known', () => {
          for (const told of client.told('room.participantJoined')) for (const { id } of told.participants) ids.add(id)
          return ids.size === 20 ? ids : undefined
        })
        return [...ids].sort()
      }),
    )
    for (const ids of known) assert.deepEqual(ids, known[0])
  })

  it('gives one who comes in the moment in which another goes a snapshot and facts that fit together', async () => {
    await using opened = await guests(place, 10)
    await using watcher = await place.guest()
    const room = freshRoom()
    await watcher.join(room)
    const [stayers, goers] = [opened.all.slice(0, 5), opened.all.slice(5)]
    for (let round = 0; round < 20; round += 1) {
      for (const client of goers) await client.join(room)
      // In one breath, so that they meet in one tick of the server; the witness in each client looks at the numbers.
      await Promise.all([
        ...goers.map((client) => client.call('room.leave', { room })),
        ...stayers.map((client) => client.join(room)),
      ])
      const { participants } = await watcher.call('room.participants', { room })
      assert.equal(participants.length, 6)
      for (const client of stayers) await client.call('room.leave', { room })
    }
  })

  it('refuses to let a session in twice', async () => {
    await using client = await place.guest()
    const room = freshRoom()
    await client.join(room)
    await assert.rejects(client.join(room), refused('room.alreadyJoined'))
  })

  it('lets one of two joins at the same time in', async () => {
    await using client = await place.socket()
    const { rtpCapabilities } = await client.hello()
    const room = freshRoom()
    const both = await Promise.allSettled([
      client.join(room, { rtpCapabilities }),
      client.join(room, { rtpCapabilities }),
    ])
    assert.deepEqual(both.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
    const { participants } = await client.call('room.participants', { room })
    assert.equal(participants.length, 1)
  })

  it('takes leaving twice, or leaving where one never was, for no offence', async () => {
    await using client = await place.guest()
    const room = freshRoom()
    await client.join(room)
    await client.call('room.leave', { room })
    await client.call('room.leave', { room })
    await client.call('room.leave', { room: freshRoom() })
  })

  it('does not let in one who leaves while joining', async () => {
    await using watcher = await place.guest()
    await using client = await place.socket()
    const { rtpCapabilities } = await client.hello()
    const room = freshRoom()
    await watcher.join(room)
    const [joined] = await Promise.allSettled([
      client.join(room, { rtpCapabilities }),
      client.call('room.leave', { room }),
    ])
    if (joined.status === 'rejected') assert.ok(refused('room.left')(joined.reason))
    await client.join(room)
    const { participants } = await watcher.call('room.participants', { room })
    assert.equal(participants.length, 2)
  })

  it('opens to a session that comes back after leaving, as a new participant', async () => {
    await using client = await place.guest()
    const room = freshRoom()
    const first = await client.join(room)
    await client.call('room.leave', { room })
    const second = await client.join(room)
    assert.notEqual(second.participant, first.participant)
    assert.equal(second.participantCount, 1)
    assert.equal(second.epoch, first.epoch)
    assert.ok(second.seq > first.seq)
  })

  it('answers whoever is not in a room only that', async () => {
    await using member = await place.guest()
    await using stranger = await place.guest()
    const room = freshRoom()
    await member.join(room)
    await assert.rejects(stranger.call('room.participants', { room }), refused('room.notJoined'))
    await assert.rejects(stranger.call('chat.send', { room, text: 'hi' }), refused('room.notJoined'))
    await assert.rejects(stranger.call('chat.history', { room }), refused('room.notJoined'))
    await assert.rejects(stranger.call('room.view', { room, view: [] }), refused('room.notJoined'))
    // The same answer where there is no such room.
    await assert.rejects(stranger.call('chat.history', { room: freshRoom() }), refused('room.notJoined'))
  })

  it('lets the tabs of one guest stand side by side', async () => {
    await using first = await place.socket()
    const { guest = '', person } = await first.hello()
    await using second = await place.socket()
    await second.hello({ guest })
    const room = freshRoom()
    await first.join(room)
    const state = await second.join(room)
    assert.equal(state.participantCount, 2)
    assert.deepEqual(
      state.participants.map(({ person: id }) => id),
      [person.id, person.id],
    )
  })

  it('lets one session be in several rooms', async () => {
    await using client = await place.guest()
    const rooms = [freshRoom(), freshRoom(), freshRoom()]
    for (const room of rooms) await client.join(room)
    for (const room of rooms) await client.call('chat.send', { room, text: room })
    for (const room of rooms)
      assert.equal((await client.heard('chat.message', (told) => told.room === room)).message.text, room)
  })

  it('bounds the names of rooms', async () => {
    await using client = await place.guest()
    const bad = ['', ' ', ' hall', 'hall ', 'a\nb', '\u0000', 'x'.repeat(129)]
    for (const room of bad) await assert.rejects(client.join(room), failed(rpcErrors.invalidParams.code, '/room'), room)
    const good = [
      'x',
      'x'.repeat(128),
      '../../etc/passwd',
      '__proto__',
      'constructor',
      "'; drop table rooms;--",
      'Küche 🍳',
    ]
    await using other = await place.guest()
    for (const room of good.slice(0, 4)) assert.equal((await client.join(room)).room, room)
    for (const room of good.slice(4)) assert.equal((await other.join(room)).room, room)
  })

  it('reads the list of participants page by page, beyond the hundred of a snapshot', async () => {
    await using opened = await guests(place, 120)
    const room = freshRoom()
    const states: Result<'room.join'>[] = []
    for (const client of opened.all) states.push(await client.join(room))
    await using last = await place.guest()
    const state = await last.join(room)
    assert.equal(state.participantCount, 121)
    assert.equal(state.participants.length, 100)
    const ids = state.participants.map(({ id }) => id)
    let after = state.nextParticipants
    while (after !== undefined) {
      const page = await last.call('room.participants', { room, after, limit: 8 })
      ids.push(...page.participants.map(({ id }) => id))
      after = page.next
      // Whoever stood at the end of a page may leave meanwhile: the next page begins there all the same.
      const gone = opened.all.find((_, index) => states[index]?.participant === ids.at(-1))
      if (ids.length === 108) await gone?.call('room.leave', { room })
    }
    assert.equal(new Set(ids).size, 121)
    assert.equal(ids.length, 121)
    assert.equal(ids.at(-1), state.participant)
  })
})

function has(list: readonly { readonly id: string }[], wanted: string): boolean {
  return list.some(({ id }) => id === wanted)
}

async function heardLeft(client: WireClient, gone: readonly string[]): Promise<void> {
  await client.until('all departures', () => {
    const left = client.told('room.participantLeft').flatMap(({ participants }) => participants.map(({ id }) => id))
    return gone.every((id) => left.includes(id)) ? true : undefined
  })
}

function factsOf(client: WireClient, room: string): unknown[] {
  return client.notifications.filter(({ params }) => 'seq' in params && params.room === room)
}
