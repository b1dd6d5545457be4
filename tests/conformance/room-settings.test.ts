// Rooms founded, listed, read, changed and deleted, and who is somebody in them.

import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { it } from 'node:test'
import { refused } from '../wire-client.ts'
import { Party, reasonOf } from './party.ts'
import { conformance, freshRoom } from './place.ts'

const plain = {
  title: '',
  topic: '',
  lobby: false,
  locked: false,
  moderated: false,
  guests: true,
  audioOnly: false,
  listed: false,
}

conformance('room settings', (place) => {
  it('are those that a room was founded with, and its founder owns it', async () => {
    await using ada = await place.guest('Ada')
    const room = freshRoom()
    const info = await ada.call('room.create', { room, settings: { title: 'Tea', capacity: 3 }, password: 'milk' })
    assert.deepEqual(info, {
      room,
      settings: { ...plain, title: 'Tea', capacity: 3 },
      hasPassword: true,
      createdAt: info.createdAt,
      participantCount: 0,
      role: 'owner',
    })
    await assert.rejects(ada.call('room.create', { room }), refused('room.exists'))
    const state = await ada.join(room)
    assert.deepEqual(state.info, { ...info, participantCount: 1 })
    assert.equal(state.participants[0]?.role, 'owner')
    assert.deepEqual(await ada.call('room.get', { room }), { ...state.info, people: ['Ada'] })
  })

  it('belong to whoever opens a room that was not there', async () => {
    await using party = new Party(place)
    const ada = await party.join('Ada')
    const bob = await party.join('Bob')
    const roles = async (client: typeof ada.client) => (await client.call('room.get', { room: party.room })).role
    assert.deepEqual([await roles(ada.client), await roles(bob.client)], ['owner', 'guest'])
  })

  it('of a room that nobody has made cannot be read', async () => {
    await using ada = await place.guest()
    assert.equal(await reasonOf(ada.call('room.get', { room: freshRoom() })), 'room.notFound')
  })

  it('change for all at once, by moderators only, whether they are in the room or not', async () => {
    await using party = new Party(place)
    const { room } = party
    const ada = await party.join('Ada')
    const bob = await party.join('Bob')
    assert.equal(
      await reasonOf(bob.client.call('room.update', { room, settings: { title: 'mine' } })),
      'session.forbidden',
    )
    const info = await ada.client.call('room.update', { room, settings: { topic: 'cake' }, password: 'milk' })
    assert.deepEqual([info.settings.topic, info.hasPassword], ['cake', true])
    const told = await bob.client.heard('room.changed')
    assert.deepEqual([told.settings, told.hasPassword], [info.settings, true])
    await ada.client.call('room.leave', { room })
    await ada.client.call('room.update', { room, password: null })
    const again = await bob.client.heard('room.changed', ({ hasPassword }) => !hasPassword)
    assert.equal(again.settings.topic, 'cake')
  })

  it('are listed by name where the caller is somebody, and where everybody may find the room', async () => {
    await using ada = await place.guest()
    await using bob = await place.guest()
    const mark = randomUUID()
    for (const [name, listed] of [
      ['a', true],
      ['b', false],
      ['c', true],
    ] as const)
      await ada.call('room.create', { room: `${name} ${mark}`, settings: { listed } })
    const page = await ada.call('room.list', { search: mark.toUpperCase(), limit: 2 })
    assert.deepEqual(
      page.rooms.map(({ room, role }) => [room, role]),
      [
        [`a ${mark}`, 'owner'],
        [`b ${mark}`, 'owner'],
      ],
    )
    const rest = await ada.call('room.list', { search: mark, limit: 2, ...(page.next ? { after: page.next } : {}) })
    assert.deepEqual([rest.rooms.map(({ room }) => room), rest.next], [[`c ${mark}`], undefined])
    await ada.join(`c ${mark}`)
    const found = await bob.call('room.list', { search: mark })
    assert.deepEqual(
      found.rooms.map(({ room, role, participantCount }) => [room, role, participantCount]),
      [
        [`a ${mark}`, 'guest', 0],
        [`c ${mark}`, 'guest', 1],
      ],
    )
  })

  it('say who is inside to whoever could go in at once, and to nobody else outside', async () => {
    await using party = new Party(place)
    const { room } = party
    const ada = await party.join('Ada')
    await using eve = await place.guest('Eve')
    const seenBy = async (client: typeof eve) => (await client.call('room.get', { room })).people
    // Who guesses the name of a room that is not listed learns nothing by it.
    assert.equal(await seenBy(eve), undefined)
    assert.deepEqual(await seenBy(ada.client), ['Ada'])
    await ada.client.call('room.update', { room, settings: { listed: true } })
    assert.deepEqual(await seenBy(eve), ['Ada'])
    for (const closed of [{ password: 'milk' }, { settings: { lobby: true } }, { settings: { locked: true } }]) {
      await ada.client.call('room.update', { room, ...closed })
      assert.equal(await seenBy(eve), undefined)
      assert.deepEqual(await seenBy(ada.client), ['Ada'])
      await ada.client.call('room.update', { room, password: null, settings: { lobby: false, locked: false } })
    }
    const listed = async () => (await eve.call('room.list', { search: room })).rooms.map(({ people }) => people)
    assert.deepEqual(await listed(), [['Ada']])
    await party.join('Bob')
    assert.deepEqual(await listed(), [['Ada', 'Bob']])
    await ada.client.call('room.update', { room, password: 'milk' })
    assert.deepEqual(await listed(), [undefined])
  })

  it('end with the room: all are put out, and its name is free', async () => {
    await using party = new Party(place)
    const { room } = party
    const ada = await party.join('Ada')
    const bob = await party.join('Bob')
    await ada.client.call('chat.send', { room, text: 'farewell' })
    assert.equal(await reasonOf(bob.client.call('room.delete', { room })), 'session.forbidden')
    await ada.client.call('room.delete', { room })
    for (const { client } of [ada, bob]) assert.deepEqual(await client.heard('room.left'), { room, reason: 'closed' })
    assert.equal(await reasonOf(bob.client.call('chat.history', { room })), 'room.notJoined')
    assert.equal(await reasonOf(ada.client.call('room.get', { room })), 'room.notFound')
    const state = await bob.client.join(room)
    assert.deepEqual([state.messages, state.info.role], [[], 'owner'])
  })
})

conformance('roles', (place) => {
  it('are given by owners, and of members by moderators, and everybody sees them', async () => {
    await using party = new Party(place)
    const { room } = party
    const ada = await party.join('Ada')
    const bob = await party.join('Bob')
    const eve = await party.join('Eve')
    const give = (by: typeof ada, to: typeof ada, role: 'owner' | 'moderator' | 'member' | 'guest') =>
      reasonOf(by.client.call('role.set', { room, person: to.person, role }))
    assert.equal(await give(bob, bob, 'owner'), 'session.forbidden')
    assert.equal(await give(ada, bob, 'moderator'), undefined)
    const changed = await eve.client.heard('room.participantChanged')
    assert.deepEqual(
      changed.participants.map(({ id, role }) => [id, role]),
      [[bob.participant, 'moderator']],
    )
    assert.equal(await give(bob, eve, 'member'), undefined)
    assert.equal(await give(bob, eve, 'moderator'), 'session.forbidden')
    assert.equal(await give(bob, ada, 'guest'), 'session.forbidden')
    assert.equal(await give(bob, bob, 'guest'), 'session.forbidden')
    const { roles } = await bob.client.call('role.list', { room })
    assert.deepEqual(
      new Map(roles.map(({ person, name, role }) => [person, `${name} ${role}`])),
      new Map([
        [ada.person, 'Ada owner'],
        [bob.person, 'Bob moderator'],
        [eve.person, 'Eve member'],
      ]),
    )
    assert.equal(await reasonOf(eve.client.call('role.list', { room })), 'session.forbidden')
    assert.equal(await give(ada, eve, 'guest'), undefined)
    assert.equal((await ada.client.call('role.list', { room })).roles.length, 2)
  })

  it('always leave a room an owner, who may be another', async () => {
    await using party = new Party(place)
    const { room } = party
    const ada = await party.join('Ada')
    const bob = await party.join('Bob')
    const give = (person: string, role: 'owner' | 'member') =>
      reasonOf(ada.client.call('role.set', { room, person, role }))
    assert.equal(await give(ada.person, 'member'), 'room.lastOwner')
    assert.equal(await give(bob.person, 'owner'), undefined)
    assert.equal(await give(ada.person, 'member'), undefined)
    assert.equal(await give(ada.person, 'owner'), 'session.forbidden')
  })

  it('stay when their bearer leaves and comes again', async () => {
    await using party = new Party(place)
    const ada = await party.join('Ada')
    await ada.client.call('room.leave', { room: party.room })
    const again = await party.guest('Ada', { as: ada })
    assert.equal((await again.client.join(party.room)).info.role, 'owner')
  })
})
