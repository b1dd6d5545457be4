import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, it } from 'node:test'
import type { Fence, Store } from './store.ts'
import { eachDatabase, openAt, type Place } from './testing/databases.ts'

const closed = { reason: 'room.closed' }
const ann = { id: 'ann', name: 'Ann' }
const hello = { person: 'ann', name: 'Ann', text: 'hello' }

/** Every write that only the owner of a room may do. */
const writes: Readonly<Record<string, (store: Store, fence: Fence) => Promise<unknown>>> = {
  'a setting': (store, fence) => store.rooms.update(fence, { locked: true }),
  'no setting at all': (store, fence) => store.rooms.update(fence, {}),
  'a role': (store, fence) => store.roles.set(fence, { person: 'ben', name: 'Ben', role: 'member' }),
  'a role that is taken away': (store, fence) => store.roles.set(fence, { person: 'ann', name: 'Ann', role: 'guest' }),
  'a ban': (store, fence) => store.bans.add(fence, { id: randomUUID(), person: 'ann', by: 'ann', createdAt: 1 }),
  'a ban that is lifted': (store, fence) => store.bans.lift(fence, 'any'),
  'a message': (store, fence) => store.messages.append({ ...fence, ...hello }),
  'a deletion': (store, fence) => store.rooms.delete(fence),
}

eachDatabase('the fence', process.env['PARLEY_TEST_POSTGRES'], (makePlace) => {
  let place: Place
  let store: Store
  before(async () => {
    place = await makePlace()
    store = await openAt(place.url)
  })
  after(async () => {
    await store.close()
    await place.remove()
  })

  async function found(name: string = `room ${randomUUID()}`): Promise<Fence> {
    await store.rooms.create({ name, settings: {}, owner: ann })
    const row = await store.rooms.reopen(name)
    assert.ok(row)
    return { room: name, epoch: row.epoch }
  }

  for (const [what, write] of Object.entries(writes)) {
    it(`keeps ${what} out of a room that another server has opened`, async () => {
      const fence = await found()
      const { epoch } = await store.rooms.open(fence.room, 'ben')
      await assert.rejects(write(store, fence), closed)
      assert.equal((await store.rooms.get(fence.room))?.settings.locked, false)
      assert.deepEqual(await store.roles.list(fence.room), [{ person: 'ann', name: 'Ann', role: 'owner' }])
      assert.deepEqual(await store.bans.list(fence.room), [])
      await write(store, { room: fence.room, epoch })
    })

    it(`keeps ${what} out of a room that is being deleted, and of one founded anew under its name`, async () => {
      const fence = await found()
      const [deleted, ...written] = await Promise.allSettled([
        store.rooms.delete(fence),
        ...Array.from({ length: 5 }, () => write(store, fence)),
      ])
      assert.ok(deleted.status === 'fulfilled' || what === 'a deletion')
      for (const one of written) if (one.status === 'rejected') assert.equal(one.reason.reason, 'room.closed')
      assert.equal(await store.rooms.get(fence.room), undefined)
      const again = await found(fence.room)
      assert.ok(again.epoch > fence.epoch)
      await assert.rejects(write(store, fence), closed)
    })
  }

  it('keeps late writes out of a room that is founded anew and has not opened yet', async () => {
    const fence = await found()
    await store.rooms.delete(fence)
    await store.rooms.create({ name: fence.room, settings: {}, owner: { id: 'cleo', name: 'Cleo' } })
    await assert.rejects(store.rooms.update(fence, { locked: true }), closed)
    await store.rooms.delete({ room: fence.room, epoch: Number.MAX_SAFE_INTEGER })
  })

  it('lets epochs rise over deletions, whoever founds and deletes at the same time', async () => {
    const name = `room ${randomUUID()}`
    let highest = 0
    for (let round = 0; round < 10; round += 1) {
      const opened = await Promise.all(Array.from({ length: 4 }, () => store.rooms.open(name, 'ann')))
      const epochs = opened.map(({ epoch }) => epoch)
      assert.equal(new Set(epochs).size, 4)
      assert.ok(Math.min(...epochs) > highest, `${epochs} after ${highest}`)
      const epoch = Math.max(...epochs)
      const [, reopened] = await Promise.all([
        store.rooms.delete({ room: name, epoch: epoch + 1 }),
        store.rooms.open(name, 'ben'),
      ])
      assert.equal(reopened.epoch, epoch + 1)
      highest = reopened.epoch
      const left = await store.rooms.get(name)
      if (left !== undefined) await store.rooms.delete({ room: name, epoch: left.epoch })
    }
  })

  it('refuses a mark of what was read in a room that is gone', async () => {
    const fence = await found()
    const mark = { room: fence.room, person: 'ann', upTo: 1 }
    const [deleted, ...marked] = await Promise.allSettled([
      store.rooms.delete(fence),
      ...Array.from({ length: 5 }, (_, n) => store.reads.mark({ ...mark, person: `person ${n}` })),
    ])
    assert.equal(deleted.status, 'fulfilled')
    for (const one of marked) if (one.status === 'rejected') assert.equal(one.reason.reason, 'room.closed')
    await assert.rejects(store.reads.mark(mark), closed)
  })

  it('bounds the rooms that one person has founded, by opening them too, until some are deleted', async () => {
    const person = `person ${randomUUID()}`
    const owner = { id: person, name: 'Ann' }
    const create = (name: string) => store.rooms.create({ name, settings: {}, owner, perPerson: 3 })
    const quota = { reason: 'session.quota' }
    const name = (n: number) => `${person} ${n}`
    await create(name(1))
    const { epoch } = await store.rooms.open(name(2), person, 3)
    const last = await Promise.allSettled([create(name(3)), create(name(4)), store.rooms.open(name(5), person, 3)])
    assert.deepEqual(last.map(({ status }) => status).sort(), ['fulfilled', 'rejected', 'rejected'])
    await assert.rejects(create(name(6)), quota)
    await store.rooms.open(name(1), person, 3)
    await store.rooms.open(name(7), 'somebody else', 3)
    await store.rooms.delete({ room: name(2), epoch })
    await create(name(6))
  })

  it('keeps the marks of so many guests in a room, and of those the ones that read furthest', async () => {
    const { room } = await found()
    await place.query(
      `with recursive n(i) as (select 1 union all select i + 1 from n where i < 10000)
       insert into reads (room, person, up_to, guest) select '${room}', 'guest:' || i, i, 1 from n`,
    )
    await store.reads.mark({ room, person: 'ann', upTo: 1 })
    await store.reads.mark({ room, person: 'guest:new', upTo: 5_000, guest: true })
    const upTo = async (person: string) => (await store.reads.get({ room, person, newest: 1 })).upTo
    assert.deepEqual(
      await Promise.all(['ann', 'guest:new', 'guest:1000', 'guest:1001'].map(upTo)),
      [1, 5_000, 0, 1_001],
    )
    assert.equal(await store.reads.mark({ room, person: 'guest:new', upTo: 6_000, guest: true }), true)
    assert.equal(await store.reads.mark({ room, person: 'guest:new', upTo: 5_500, guest: true }), false)
    assert.equal(await upTo('guest:new'), 6_000)
  })
})
