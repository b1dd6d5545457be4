import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { setImmediate as tick } from 'node:timers/promises'
import type { AnyNotification } from '@parley/protocol'
import { deniedMs, Lobby } from './lobby.ts'

function openLobby() {
  const moderators: AnyNotification[] = []
  const heard: string[] = []
  const house = { nowMs: 1000, empties: 0 }
  let lastId = 0
  const lobby = new Lobby({
    room: 'kitchen',
    now: () => house.nowMs,
    newId: () => {
      lastId += 1
      return `waiting ${lastId}`
    },
    tellModerators: (notification) => moderators.push(notification),
    empty: () => {
      house.empties += 1
    },
  })
  const wait = (session: string, person = session) =>
    lobby.wait({
      session,
      person: { id: person, name: person, guest: true },
      name: person,
      recipient: { hear: ({ method }) => heard.push(`${session} ${method}`) },
    })
  const queue = () => lobby.list.map(({ id, person }) => `${id} ${person}`)
  return { lobby, wait, queue, heard, moderators, house }
}

describe('lobby', () => {
  it('keeps who waits in the order of coming, each session once', () => {
    const { wait, queue } = openLobby()
    for (const session of ['ada', 'bob', 'ada']) wait(session)
    assert.deepEqual(queue(), ['waiting 1 ada', 'waiting 2 bob'])
  })

  it('tells the moderators once per tick', async () => {
    const { wait, lobby, moderators } = openLobby()
    wait('ada')
    wait('bob')
    lobby.withdraw('ada')
    await tick()
    assert.equal(moderators.length, 1)
    assert.deepEqual(moderators[0]?.params, { room: 'kitchen', waiting: lobby.list })
    lobby.withdraw('ada')
    await tick()
    assert.equal(moderators.length, 1)
  })

  it('lets a person in with all its sessions, and remembers it', () => {
    const { wait, lobby, queue, heard } = openLobby()
    wait('tab 1', 'ada')
    wait('tab 2', 'ada')
    wait('bob')
    assert.deepEqual(lobby.admit(['waiting 1', 'long gone']), ['ada'])
    assert.deepEqual(heard, ['tab 1 room.admitted', 'tab 2 room.admitted'])
    assert.deepEqual(queue(), ['waiting 3 bob'])
    assert.deepEqual([lobby.isAdmitted('ada'), lobby.isAdmitted('bob')], [true, false])
    lobby.forget('ada')
    assert.equal(lobby.isAdmitted('ada'), false)
  })

  it('sends a person away for a while', () => {
    const { wait, lobby, heard, house } = openLobby()
    wait('ada')
    lobby.deny(['waiting 1'])
    assert.deepEqual([heard, lobby.isDenied('ada')], [['ada room.denied'], true])
    house.nowMs += deniedMs
    assert.equal(lobby.isDenied('ada'), false)
  })

  it('is bounded', () => {
    const { wait, lobby } = openLobby()
    for (let count = 0; count < 100; count += 1) wait(`guest ${count}`)
    assert.throws(() => wait('one more'), { reason: 'room.full' })
    wait('guest 7')
    lobby.admitAll()
    assert.equal(lobby.size, 0)
  })

  it('says when nobody waits any more', () => {
    const { wait, lobby, house } = openLobby()
    wait('ada')
    wait('bob')
    lobby.denyAll('ada')
    assert.equal(house.empties, 0)
    lobby.withdraw('bob')
    assert.equal(house.empties, 1)
  })
})
