import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { describe, it } from 'node:test'
import type { Person } from '@parley/protocol'
import { everything, openTestRooms } from './testing/open-rooms.ts'

async function openHouse() {
  const opened = await openTestRooms()
  const join = async (id: string, person: Person = { id, name: id, guest: id !== 'ada' }) => {
    const session = { address: '192.0.2.1', session: randomUUID(), recipient: { hear: () => {} } }
    const { signal } = new AbortController()
    const who = { person, name: id, grants: { ...everything, create: id === 'ada' } }
    return await opened.rooms.join('hall', { ...who, ...session, rtpCapabilities: undefined, signal })
  }
  const { room, participant: ada } = await join('ada')
  const by = { person: ada.person, grants: everything }
  return { join, room, by, ada, moderation: room.order.moderation, [Symbol.asyncDispose]: opened[Symbol.asyncDispose] }
}

describe('what a moderator says of a person', () => {
  it('holds when they leave and come again, and for all their sessions', async () => {
    await using house = await openHouse()
    const { participant: bob } = await house.join('bob')
    house.moderation.setPublish(house.by, bob.id, [])
    assert.deepEqual(bob.standing.publish, [])
    const { participant: tab } = await house.join('bob')
    assert.deepEqual(tab.standing.publish, [])
    for (const one of [bob, tab]) house.room.leave(one, 'left')
    const { participant: again } = await house.join('bob')
    assert.deepEqual(again.standing.publish, [])
    const { participant: eve } = await house.join('eve')
    assert.deepEqual(eve.standing.publish, everything.publish)
    house.moderation.setPublish(house.by, again.id, ['microphone'])
    assert.deepEqual(again.standing.publish, ['microphone'])
  })

  it('ends when the room becomes moderated, or is so no more', async () => {
    await using house = await openHouse()
    const { participant: bob } = await house.join('bob')
    house.moderation.setPublish(house.by, bob.id, [])
    await house.moderation.update(house.by, { settings: { moderated: true } })
    house.moderation.setPublish(house.by, bob.id, ['microphone'])
    assert.deepEqual(bob.standing.publish, ['microphone'])
    await house.moderation.update(house.by, { settings: { moderated: false } })
    assert.deepEqual(bob.standing.publish, everything.publish)
  })

  it('is not a demoted moderator’s any more who has said it of themselves, but stays where another has', async () => {
    await using house = await openHouse()
    await house.moderation.update(house.by, { settings: { moderated: true } })
    const { participant: mia } = await house.join('mia')
    const { participant: bob } = await house.join('bob')
    const byMia = { person: mia.person, grants: everything }
    await house.moderation.setRole(house.by, 'mia', 'moderator')
    house.moderation.setPublish(byMia, mia.id, ['microphone', 'camera'])
    house.moderation.setPublish(byMia, bob.id, ['microphone'])
    await house.moderation.setRole(house.by, 'mia', 'guest')
    assert.deepEqual([mia.standing.publish, bob.standing.publish], [[], ['microphone']])
  })
})

describe('a room whose rules change while somebody is let in', () => {
  for (const [change, reason] of [
    [{ locked: true }, 'room.locked'],
    [{ capacity: 1 }, 'room.full'],
    [{ guests: false }, 'room.membersOnly'],
  ] as const)
    it(`refuses them: ${reason}`, async () => {
      const entering = Promise.withResolvers<void>()
      const changed = Promise.withResolvers<void>()
      await using first = await openTestRooms()
      const { store } = first
      /** The store, slow for whoever is not the first. */
      const slow: typeof store.reads.get = async (reader) => {
        const state = await store.reads.get(reader)
        if (reader.person === 'ada') return state
        entering.resolve()
        await changed.promise
        return state
      }
      await using opened = await openTestRooms({ store: { ...store, reads: { ...store.reads, get: slow } } })
      const { signal } = new AbortController()
      const join = (id: string) =>
        opened.rooms.join('hall', {
          person: { id, name: id, guest: id !== 'ada' },
          ...{ name: id, grants: everything, address: '192.0.2.1', session: id, rtpCapabilities: undefined, signal },
          recipient: { hear: () => {} },
        })
      const { room, participant: ada } = await join('ada')
      const joining = join('bob')
      await entering.promise
      await room.order.moderation.update({ person: ada.person, grants: everything }, { settings: change })
      changed.resolve()
      await assert.rejects(joining, { reason })
      assert.equal(room.size, 1)
    })
})
