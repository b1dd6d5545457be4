import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Grants, Person } from '@parley/protocol'
import { quiet } from '../log/log.ts'
import { openMetrics } from '../metrics/metrics.ts'
import { openStore, type Store } from '../store/store.ts'
import { Register } from './register.ts'
import { everything, openTestRooms } from './testing/open-rooms.ts'

const person = (id: string): Person => ({ id, name: id, guest: false })
const actor = (id: string, grants: Grants = everything) => ({ person: person(id), grants, address: '192.0.2.1' })

/** Nobody is in any room; whoever lists all that a room knows fails. */
async function setUp(roles: Partial<Store['roles']> = {}) {
  await using parts = new AsyncDisposableStack()
  const store = parts.use(await openStore({ url: 'sqlite::memory:', log: quiet, now: Date.now }))
  const never = () => assert.fail('all of a room is read')
  const sparing = { ...store, roles: { ...store.roles, list: never, ...roles }, bans: { ...store.bans, list: never } }
  const { rooms } = parts.use(await openTestRooms({ store: sparing }))
  const register = new Register({
    store: sparing,
    rooms,
    passwords: { hash: async (password) => `hash of ${password}` },
    hashAddress: (address) => `hash of ${address}`,
    capacity: 10,
    perPerson: 2,
    metrics: openMetrics('test'),
    log: quiet,
  })
  const opened = parts.move()
  return { store, rooms, register, [Symbol.asyncDispose]: () => opened.disposeAsync() }
}

describe('a room in which nobody is', () => {
  it('is judged by the one role and the bans that concern somebody', async () => {
    await using house = await setUp()
    const { register, rooms, store } = house
    await register.create('hall', actor('ada'), {})
    const fence = { room: 'hall', epoch: 1 }
    await store.roles.set(fence, { person: 'mia', name: 'Mia', role: 'moderator' })
    await store.roles.set(fence, { person: 'eve', name: 'Eve', role: 'moderator' })
    await store.bans.add(fence, { id: 'one', person: 'eve', address: 'hash of 192.0.2.1', by: 'ada', createdAt: 1 })
    const roleOf = async (id: string, grants = everything) => (await rooms.standing('hall', actor(id, grants))).role
    const moderates = { ...everything, moderate: true }
    assert.deepEqual(await Promise.all([roleOf('ada'), roleOf('mia'), roleOf('bob'), roleOf('bob', moderates)]), [
      'owner',
      'moderator',
      'guest',
      'moderator',
    ])
    // Whoever is banned is nobody there, but for those who run the server.
    assert.deepEqual(
      [await roleOf('eve', moderates), await roleOf('eve', { ...everything, admin: true })],
      ['guest', 'owner'],
    )
    assert.equal((await register.read('hall', actor('mia'))).role, 'moderator')
    for (const one of ['eve', 'bob'])
      await assert.rejects(register.read('hall', actor(one)), { reason: 'room.banned' }, one)
    await register.read('hall', { ...actor('bob'), address: '192.0.2.2' })
    await register.read('hall', actor('eve', { ...everything, admin: true }))
    await assert.rejects(register.read('cellar', actor('ada')), { reason: 'room.notFound' })
    assert.equal((await rooms.standing('cellar', actor('ada'))).role, 'guest')
  })

  it('is listed with the role of whoever asks, by one query for the page', async () => {
    await using house = await setUp({ of: () => assert.fail('a query for each room') })
    const { register } = house
    await register.create('hall', actor('ada'), { settings: { listed: true } })
    await register.create('attic', actor('bob'), { settings: { listed: true } })
    const { rooms } = await register.list(actor('ada'), { limit: 10 })
    assert.deepEqual(
      rooms.map(({ room, role }) => [room, role]),
      [
        ['attic', 'guest'],
        ['hall', 'owner'],
      ],
    )
  })

  it('is not founded by somebody who has founded enough, but by whoever runs the server', async () => {
    await using house = await setUp()
    const { register } = house
    for (const name of ['one', 'two']) await register.create(name, actor('ada'), {})
    await assert.rejects(register.create('three', actor('ada'), {}), { reason: 'session.quota' })
    await register.create('three', actor('bob'), {})
    await register.create('four', actor('ada', { ...everything, admin: true }), {})
  })
})
