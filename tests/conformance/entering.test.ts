// What keeps people out of a room, and how they are let in.

import assert from 'node:assert/strict'
import { it } from 'node:test'
import { Party, reasonOf } from './party.ts'
import { conformance, inEachEncoding, withAnyServer } from './place.ts'

conformance('entering', (place) => {
  it('is refused while a room is locked, but not to moderators and to who is in it already', async () => {
    await using party = new Party(place)
    const ada = await party.join('Ada')
    const bob = await party.join('Bob')
    await party.set(ada, { locked: true })
    assert.equal(await reasonOf(party.join('Eve')), 'room.locked')
    const tab = await party.guest('Bob', { as: bob })
    await tab.client.join(party.room)
    await ada.client.call('room.leave', { room: party.room })
    await ada.client.join(party.room)
  })

  it('is for members only where guests may not come in', async () => {
    await using party = new Party(place)
    const ada = await party.join('Ada')
    await party.set(ada, { guests: false })
    const bob = await party.guest('Bob')
    assert.equal(await reasonOf(bob.client.join(party.room)), 'room.membersOnly')
    await ada.client.call('role.set', { room: party.room, person: bob.person, role: 'member' })
    await bob.client.join(party.room)
  })

  it('needs the password, but not of members', async () => {
    await using party = new Party(place)
    const { room } = party
    const ada = await party.join('Ada')
    await ada.client.call('room.update', { room, password: 'milk' })
    const bob = await party.guest('Bob')
    assert.equal(await reasonOf(bob.client.join(room)), 'room.passwordNeeded')
    assert.equal(await reasonOf(bob.client.join(room, { password: 'tea' })), 'room.passwordWrong')
    await bob.client.join(room, { password: 'milk' })
    await bob.client.call('room.leave', { room })
    await ada.client.call('role.set', { room, person: bob.person, role: 'member' })
    await bob.client.join(room)
  })

  it('ends at the capacity of the room', async () => {
    await using party = new Party(place)
    const ada = await party.join('Ada')
    await party.join('Bob')
    await party.set(ada, { capacity: 2 })
    assert.equal(await reasonOf(party.join('Eve')), 'room.full')
    await party.set(ada, { capacity: 3 })
    await party.join('Eve')
  })

  it('goes through the lobby: who waits is seen by moderators, let in, and comes', async () => {
    await using party = new Party(place)
    const { room } = party
    const ada = await party.join('Ada')
    const guest = await party.join('Somebody')
    await party.set(ada, { lobby: true })
    const bob = await party.guest('Bob')
    assert.equal(await reasonOf(bob.client.join(room)), 'room.waiting')
    assert.equal(await reasonOf(bob.client.join(room)), 'room.waiting')
    const { waiting } = await ada.client.heard('room.lobbyChanged')
    assert.deepEqual(
      waiting.map(({ person, name }) => [person, name]),
      [[bob.person, 'Bob']],
    )
    const ids = waiting.map(({ id }) => id)
    assert.equal(await reasonOf(guest.client.call('lobby.admit', { room, waiting: ids })), 'session.forbidden')
    await ada.client.call('lobby.admit', { room, waiting: ids })
    assert.deepEqual(await bob.client.heard('room.admitted'), { room })
    assert.equal((await bob.client.join(room)).lobby, undefined)
    await ada.client.heard('room.lobbyChanged', (changed) => changed.waiting.length === 0)
    await bob.client.call('room.leave', { room })
    await bob.client.join(room)
    assert.equal(guest.client.told('room.lobbyChanged').length, 0)
  })

  it('is denied for a while to who was sent away from the lobby', async () => {
    await using party = new Party(place)
    const { room } = party
    const ada = await party.join('Ada')
    await party.set(ada, { lobby: true })
    const bob = await party.guest('Bob')
    await reasonOf(bob.client.join(room))
    const { waiting } = await ada.client.heard('room.lobbyChanged')
    await ada.client.call('lobby.deny', { room, waiting: waiting.map(({ id }) => id) })
    assert.deepEqual(await bob.client.heard('room.denied'), { room })
    const answer = await bob.client.request('room.join', { room })
    assert.ok('error' in answer)
    assert.deepEqual([answer.error.data?.reason, answer.error.data?.retry], ['room.denied', 'later'])
  })

  it('is no more waited for by who leaves or is gone', async () => {
    await using party = new Party(place)
    const { room } = party
    const ada = await party.join('Ada')
    await party.set(ada, { lobby: true })
    const bob = await party.guest('Bob')
    const eve = await party.guest('Eve')
    const names = async (...expected: string[]) =>
      await ada.client.heard(
        'room.lobbyChanged',
        ({ waiting }) => waiting.map(({ name }) => name).join() === expected.join(),
      )
    await reasonOf(bob.client.join(room))
    await reasonOf(eve.client.join(room))
    await names('Bob', 'Eve')
    await bob.client.call('room.leave', { room })
    await names('Eve')
    await eve.client.close(1000)
    await names()
  })

  it('is open to all who wait when the lobby is closed, and to who becomes a member', async () => {
    await using party = new Party(place)
    const { room } = party
    const ada = await party.join('Ada')
    await party.set(ada, { lobby: true })
    const bob = await party.guest('Bob')
    const eve = await party.guest('Eve')
    for (const { client } of [bob, eve]) await reasonOf(client.join(room))
    await ada.client.call('role.set', { room, person: bob.person, role: 'member' })
    await bob.client.heard('room.admitted')
    await party.set(ada, { lobby: false })
    await eve.client.heard('room.admitted')
    for (const { client } of [bob, eve]) await client.join(room)
  })

  it('shows a moderator who comes, or becomes one, who waits', async () => {
    await using party = new Party(place)
    const { room } = party
    const ada = await party.join('Ada')
    const bob = await party.join('Bob')
    await party.set(ada, { lobby: true })
    const eve = await party.guest('Eve')
    await reasonOf(eve.client.join(room))
    await ada.client.call('room.leave', { room })
    const { lobby } = await ada.client.join(room)
    assert.deepEqual(
      lobby?.map(({ name }) => name),
      ['Eve'],
    )
    await ada.client.call('role.set', { room, person: bob.person, role: 'moderator' })
    assert.equal((await bob.client.heard('room.lobbyChanged')).waiting.length, 1)
  })
})

withAnyServer('passwords', {}, (server) => {
  inEachEncoding(
    () => server().wsUrl,
    (place) => {
      it('are tried from one address only so often, and from others all the same', async () => {
        await using party = new Party(place)
        const { room } = party
        const ada = await party.join('Ada')
        await ada.client.call('room.update', { room, password: 'milk' })
        const localAddress = place.encoding === 'json' ? '127.0.0.2' : '127.0.0.3'
        const bob = await party.guest('Bob', { localAddress })
        const reasons: (string | undefined)[] = []
        for (let count = 0; count < 12; count += 1)
          reasons.push(await reasonOf(bob.client.join(room, { password: 'tea' })))
        assert.deepEqual(
          [reasons[0], reasons[9], reasons.at(-1)],
          ['room.passwordWrong', 'room.passwordWrong', 'session.tooFast'],
        )
        assert.equal(await reasonOf(bob.client.join(room, { password: 'milk' })), 'session.tooFast')
        const eve = await party.guest('Eve', { localAddress: '127.0.0.4' })
        await eve.client.join(room, { password: 'milk' })
      })
    },
  )
})
