import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { describe, it } from 'node:test'
import type { AnyNotification, Role } from '@parley/protocol'
import type { Store } from '../store/store.ts'
import type { Coming } from './rooms.ts'
import { everything, openTestRooms } from './testing/open-rooms.ts'

const ada = { id: 'ada', name: 'Ada', guest: false }
const bob = { id: 'bob', name: 'Bob', guest: false }

function coming(person: Coming['person'], more: Partial<Coming> = {}): Coming & { heard: AnyNotification[] } {
  const heard: AnyNotification[] = []
  return {
    person,
    name: person.name,
    grants: everything,
    address: '192.0.2.1',
    session: randomUUID(),
    rtpCapabilities: undefined,
    recipient: { hear: (notification) => void heard.push(notification) },
    signal: new AbortController().signal,
    heard,
    ...more,
  }
}

async function invite(store: Store, role: Role) {
  const id = randomUUID()
  await store.invitations.add({ id, secret: id, room: 'hall', role, by: 'ada' })
  return { id, room: 'hall', role }
}

/** Two servers over one store, each of which has opened the room: the first has lost it and does not know. */
async function lostRoom() {
  await using opened = new AsyncDisposableStack()
  const first = opened.use(await openTestRooms())
  const second = opened.use(await openTestRooms({ store: first.store }))
  const comer = coming(ada)
  const { room } = await first.rooms.join('hall', comer)
  const guest = await first.rooms.join('hall', coming(bob))
  const ban = await room.order.rules.ban({ person: { id: 'eve', name: 'Eve' }, by: 'ada' }, () => true)
  const moderation = room.order.moderation
  const parts = opened.move()
  const lose = () => second.rooms.join('hall', coming(ada))
  return { ...first, room, moderation, ban, guest: guest.participant, heard: comer.heard, lose, parts }
}

const by = { person: ada, grants: everything }

type Lost = Awaited<ReturnType<typeof lostRoom>>
const writes: Readonly<Record<string, (lost: Lost) => Promise<unknown>>> = {
  'a setting': ({ moderation }) => moderation.update(by, { settings: { locked: true } }),
  'a password': ({ moderation }) => moderation.update(by, { password: 'sesame' }),
  'a role': ({ moderation }) => moderation.setRole(by, 'bob', 'member'),
  'a ban': ({ moderation, guest }) => moderation.ban(by, { participant: guest.id }),
  'a ban that is lifted': ({ moderation, ban }) => moderation.lift(by, ban.id),
  'its deletion': ({ rooms }) => rooms.delete('hall', by),
  'a role by invitation': async ({ rooms, store }) => {
    const invited = await invite(store, 'member')
    return await rooms.join('hall', coming({ id: 'mia', name: 'Mia', guest: false }, { invited }))
  },
}

describe('a room that another server has opened', () => {
  for (const [what, write] of Object.entries(writes))
    it(`takes no more ${what}, and ends where it was`, async () => {
      const lost = await lostRoom()
      await using _parts = lost.parts
      await lost.lose()
      const before = await Promise.all([lost.store.roles.list('hall'), lost.store.bans.list('hall')])
      await assert.rejects(write(lost), { reason: 'room.closed' })
      assert.equal(lost.room.closed, true)
      assert.equal(lost.rooms.has('hall'), false)
      assert.equal(lost.heard.at(-1)?.method, 'room.closed')
      assert.deepEqual(await Promise.all([lost.store.roles.list('hall'), lost.store.bans.list('hall')]), before)
      assert.equal((await lost.store.rooms.get('hall'))?.settings.locked, false)
      // Whoever comes again takes it back, as it has become.
      const { room } = await lost.rooms.join('hall', coming(ada))
      await room.order.moderation.setRole(by, 'bob', 'member')
    })

  it('may be deleted there: what is written here then is refused in the same way', async () => {
    const lost = await lostRoom()
    await using _parts = lost.parts
    const { epoch } = (await lost.store.rooms.get('hall')) ?? { epoch: 0 }
    await lost.store.rooms.delete({ room: 'hall', epoch })
    await assert.rejects(lost.moderation.setRole(by, 'bob', 'member'), { reason: 'room.closed' })
    assert.equal(lost.room.closed, true)
  })
})

describe('whoever was demoted before it is their turn', () => {
  const mia = { person: { id: 'mia', name: 'Mia', guest: false }, grants: everything }
  const acts: Readonly<Record<string, (lost: Lost) => Promise<unknown>>> = {
    'change settings': ({ moderation }) => moderation.update(mia, { settings: { locked: true } }),
    'give a role': ({ moderation }) => moderation.setRole(mia, 'bob', 'member'),
    ban: ({ moderation, guest }) => moderation.ban(mia, { participant: guest.id }),
    'lift a ban': ({ moderation, ban }) => moderation.lift(mia, ban.id),
    'delete the room': ({ rooms }) => rooms.delete('hall', mia),
  }
  for (const [what, act] of Object.entries(acts))
    it(`does not ${what} any more`, async () => {
      const opened = await lostRoom()
      await using _parts = opened.parts
      await opened.moderation.setRole(by, 'mia', 'owner')
      const [demoted, acted] = await Promise.allSettled([opened.moderation.setRole(by, 'mia', 'guest'), act(opened)])
      assert.equal(demoted.status, 'fulfilled')
      assert.ok(acted.status === 'rejected')
      assert.equal(acted.reason.reason, 'session.forbidden')
      assert.equal(opened.room.closed, false)
      assert.equal(opened.room.order.rules.bans.length, 1)
    })

  it('and banned gets no role by an invitation', async () => {
    const opened = await lostRoom()
    await using _parts = opened.parts
    const person = { id: 'noe', name: 'Noe', guest: false }
    const invited = await invite(opened.store, 'moderator')
    const [banned, joined] = await Promise.allSettled([
      opened.room.order.rules.ban({ person, by: 'ada' }, () => true),
      opened.rooms.join('hall', coming(person, { invited })),
    ])
    assert.equal(banned.status, 'fulfilled')
    assert.ok(joined.status === 'rejected')
    assert.equal(joined.reason.reason, 'room.banned')
    assert.equal(await opened.store.roles.of('hall', 'noe'), undefined)
  })
})

describe('a room that is closed by who runs the server', () => {
  it('lets nobody in who was on the way, and tells those who wait in its lobby', async () => {
    await using opened = await openTestRooms()
    const { room } = await opened.rooms.join('hall', coming(ada))
    await room.order.rules.change({ settings: { lobby: true } }, () => true)
    await room.order.rules.setRole({ person: 'bob', name: 'Bob', role: 'member' }, () => true)
    const waiting = coming({ id: 'eve', name: 'Eve', guest: false })
    await assert.rejects(opened.rooms.join('hall', waiting), { reason: 'room.waiting' })
    const onTheWay = room.join(coming(bob))
    assert.equal(room.turnOut(), 1)
    await assert.rejects(onTheWay, { reason: 'room.closed' })
    assert.deepEqual(
      waiting.heard.map(({ method }) => method),
      ['room.denied'],
    )
    assert.equal(room.isEmpty, true)
    assert.equal((await opened.rooms.join('hall', coming(bob))).room, room)
  })
})

describe('an invitation that has ended since its bearer came to this server', () => {
  const noe = { id: 'noe', name: 'Noe', guest: false }
  const endings: Readonly<Record<string, (store: Store, id: string) => Promise<unknown>>> = {
    'because it was revoked': (store, id) => store.invitations.revoke({ id, room: 'hall' }),
    'with its room, which was founded again': async (store) => {
      const { epoch } = (await store.rooms.get('hall')) ?? { epoch: 0 }
      await store.rooms.delete({ room: 'hall', epoch })
      await store.rooms.open('hall', 'bob')
    },
  }
  for (const [why, end] of Object.entries(endings))
    it(`${why}, gives no role`, async () => {
      await using opened = await openTestRooms()
      await opened.store.rooms.open('hall', 'ada')
      const invited = await invite(opened.store, 'owner')
      await end(opened.store, invited.id)
      const { participant } = await opened.rooms.join('hall', coming(noe, { invited }))
      assert.equal(participant.standing.role, 'guest')
      assert.equal(await opened.store.roles.of('hall', 'noe'), undefined)
    })

  it('while it was not yet their turn, gives no role', async () => {
    await using opened = await openTestRooms()
    const { room } = await opened.rooms.join('hall', coming(ada))
    const invited = await invite(opened.store, 'owner')
    const revoked = Promise.withResolvers<void>()
    const before = room.order.rules.setRole({ person: 'bob', name: 'Bob', role: 'member' }, async () => {
      await revoked.promise
      return true
    })
    const joined = opened.rooms.join('hall', coming(noe, { invited }))
    await opened.store.invitations.holds(invited.id)
    await opened.store.invitations.revoke({ id: invited.id, room: 'hall' })
    revoked.resolve()
    await before
    assert.equal((await joined).participant.standing.role, 'guest')
  })

  it('founds no room for a guest', async () => {
    await using opened = await openTestRooms()
    const invited = await invite(opened.store, 'member')
    await opened.store.invitations.revoke({ id: invited.id, room: 'hall' })
    const guest = coming(
      { id: 'guest:1', name: 'Guest', guest: true },
      { invited, grants: { ...everything, create: false } },
    )
    await assert.rejects(opened.rooms.join('hall', guest), { reason: 'room.notFound' })
  })
})
