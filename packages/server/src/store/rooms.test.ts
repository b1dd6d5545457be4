import assert from 'node:assert/strict'
import { it } from 'node:test'
import type { RoomSearch } from './store.ts'
import { eachStore } from './testing/databases.ts'

const ann = { id: 'ann', name: 'Ann' }
const closed = { reason: 'room.closed' }

eachStore('rooms, roles and bans', process.env['PARLEY_TEST_POSTGRES'], (store) => {
  it('founds a room once, with its owner, and its epoch rises when it opens', async () => {
    const made = await store().rooms.create({ name: 'hall', settings: { title: 'The hall', lobby: true }, owner: ann })
    assert.deepEqual(
      [made?.epoch, made?.createdBy, made?.settings.title, made?.settings.lobby, made?.settings.guests],
      [1, 'ann', 'The hall', true, true],
    )
    assert.equal(
      await store().rooms.create({ name: 'hall', settings: {}, owner: { id: 'ben', name: 'Ben' } }),
      undefined,
    )
    assert.deepEqual(await store().roles.list('hall'), [{ person: 'ann', name: 'Ann', role: 'owner' }])
    assert.equal((await store().rooms.reopen('hall'))?.epoch, 2)
    assert.deepEqual(await store().rooms.get('hall'), { ...made, epoch: 2 })
  })

  it('knows no room that nobody has made', async () => {
    assert.equal(await store().rooms.get('nowhere'), undefined)
    assert.equal(await store().rooms.reopen('nowhere'), undefined)
    const fence = { room: 'nowhere', epoch: 1 }
    await assert.rejects(store().rooms.update(fence, { locked: true }), closed)
    await assert.rejects(store().rooms.delete(fence), closed)
  })

  it('changes what is given and leaves the rest', async () => {
    await store().rooms.create({
      name: 'attic',
      settings: { topic: 'dust', capacity: 7 },
      password: 'hash',
      owner: ann,
    })
    const fence = { room: 'attic', epoch: 1 }
    const changed = await store().rooms.update(fence, { audioOnly: true, guests: false, listed: undefined })
    assert.deepEqual(changed.settings, {
      title: '',
      topic: 'dust',
      capacity: 7,
      lobby: false,
      locked: false,
      moderated: false,
      guests: false,
      audioOnly: true,
      listed: false,
    })
    assert.equal(changed.password, 'hash')
    assert.equal((await store().rooms.update(fence, { password: null })).password, undefined)
    assert.equal((await store().rooms.update(fence, {})).settings.topic, 'dust')
  })

  it('lists by name, in pages, what is listed and where the person has a role', async () => {
    const rooms = ['list-a', 'list-b', 'list-c', 'list-d']
    for (const name of rooms) {
      await store().rooms.create({
        name,
        settings: { listed: name === 'list-b' },
        owner: { id: `owner-of-${name}`, name },
      })
    }
    await store().roles.set({ room: 'list-c', epoch: 1 }, { person: 'cat', name: 'Cat', role: 'member' })
    const find = async (search: Partial<RoomSearch>) =>
      (await store().rooms.list({ person: 'cat', all: false, search: 'list-', limit: 10, ...search })).rooms
    const names = async (search: Partial<RoomSearch>) => (await find(search)).map(({ name }) => name)
    assert.deepEqual(
      (await find({ all: true })).map(({ role }) => role),
      [undefined, undefined, 'member', undefined],
    )
    assert.deepEqual(await names({}), ['list-b', 'list-c'])
    assert.deepEqual(await names({ person: 'owner-of-list-d' }), ['list-b', 'list-d'])
    assert.deepEqual(await names({ all: true }), rooms)
    assert.deepEqual(await names({ all: true, name: 'list-d' }), ['list-d'])
    assert.deepEqual(await names({ all: true, after: 'list-b', limit: 1 }), ['list-c'])
    const { more } = await store().rooms.list({ person: 'cat', all: true, search: 'list-', limit: 3 })
    assert.equal(more, true)
  })

  it('searches name, title and topic without case, and takes the marks of a pattern for what they are', async () => {
    await store().rooms.create({ name: 'search 100%', settings: { title: 'Big_Title' }, owner: ann })
    await store().rooms.create({ name: 'search 1000', settings: { topic: 'BigXTitle' }, owner: ann })
    const found = async (search: string) =>
      (await store().rooms.list({ person: 'ann', all: false, search, limit: 10 })).rooms.map(({ name }) => name).sort()
    assert.deepEqual(await found('SEARCH 1'), ['search 100%', 'search 1000'])
    assert.deepEqual(await found('100%'), ['search 100%'])
    assert.deepEqual(await found('big_title'), ['search 100%'])
    assert.deepEqual(await found('bigxt'), ['search 1000'])
    assert.deepEqual(await found('\\'), [])
  })

  it('gives, changes and takes a role', async () => {
    await store().rooms.create({ name: 'den', settings: {}, owner: ann })
    const fence = { room: 'den', epoch: 1 }
    await store().roles.set(fence, { person: 'ben', name: 'Ben', role: 'member' })
    await store().roles.set(fence, { person: 'ben', name: 'Benjamin', role: 'moderator' })
    await store().roles.set(fence, { person: 'ann', name: 'Ann', role: 'guest' })
    assert.deepEqual(await store().roles.list('den'), [{ person: 'ben', name: 'Benjamin', role: 'moderator' }])
  })

  it('lists bans that hold, newest first, until they are lifted or over', async () => {
    await store().rooms.create({ name: 'bar', settings: {}, owner: ann })
    const nowMs = Date.now()
    const ban = { room: 'bar', by: 'ann', createdAt: nowMs }
    const fence = { room: 'bar', epoch: 1 }
    await store().bans.add(fence, {
      ...ban,
      id: 'bar-1',
      person: 'ben',
      name: 'Ben',
      reason: 'noise',
      createdAt: nowMs - 1,
    })
    await store().bans.add(fence, { ...ban, id: 'bar-2', address: 'hash', endsAt: nowMs + 3_600_000 })
    await store().bans.add(fence, { ...ban, id: 'bar-3', person: 'cat', endsAt: nowMs - 1 })
    assert.deepEqual(await store().bans.list('bar'), [
      { ...ban, id: 'bar-2', address: 'hash', endsAt: nowMs + 3_600_000 },
      { ...ban, id: 'bar-1', person: 'ben', name: 'Ben', reason: 'noise', createdAt: nowMs - 1 },
    ])
    const has = (person: string, address?: string) => store().bans.has({ room: 'bar', person, address })
    assert.deepEqual([await has('ben'), await has('cat'), await has('dan', 'hash')], [true, false, true])
    assert.deepEqual([await has('dan'), await has('dan', 'other'), await has('dan')], [false, false, false])
    await store().bans.lift({ room: 'hall', epoch: 9 }, 'bar-1') // a ban of another room
    await store().bans.lift(fence, 'bar-2')
    assert.deepEqual(
      (await store().bans.list('bar')).map(({ id }) => id),
      ['bar-1'],
    )
  })

  it('deletes a room with all that hangs on it, and only that', async () => {
    for (const name of ['old', 'young']) {
      await store().rooms.open(name, 'ann')
      await store().messages.append({ room: name, epoch: 1, person: 'ann', name: 'Ann', text: 'hi', key: undefined })
      const fence = { room: name, epoch: 1 }
      await store().roles.set(fence, { ...ann, person: 'ann', role: 'owner' })
      await store().bans.add(fence, { id: `${name}-ban`, person: 'ben', by: 'ann', createdAt: 1 })
    }
    await store().rooms.delete({ room: 'old', epoch: 1 })
    assert.equal(await store().rooms.get('old'), undefined)
    const left = await Promise.all(
      ['old', 'young'].map(async (room) => [
        (await store().messages.page(room, { limit: 9 })).messages.length,
        (await store().roles.list(room)).length,
        (await store().bans.list(room)).length,
      ]),
    )
    assert.deepEqual(left, [
      [0, 0, 0],
      [1, 1, 1],
    ])
  })
})
