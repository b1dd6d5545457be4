import assert from 'node:assert/strict'
import { describe, it, type TestContext } from 'node:test'
import { type Grants, Refusal } from '@parley/protocol'
import { openTestRooms } from '../room/testing/open-rooms.ts'
import { Session } from './session.ts'

const everything: Grants = {
  room: null,
  join: true,
  publish: ['camera', 'microphone', 'screen', 'screenAudio'],
  subscribe: true,
  chat: true,
  data: true,
  create: true,
  moderate: false,
  admin: false,
}
const day = 24 * 60 * 60 * 1000

describe('session', () => {
  it('is nobody before hello, and may do only what is open to all', () => {
    const { session } = device()
    assert.equal(session.greeted, false)
    assert.throws(() => session.identity, { reason: 'session.helloFirst' })
    assert.equal(session.authorize('open', undefined), undefined)
    for (const permission of ['session', 'join', 'member', 'chat'] as const)
      assert.throws(() => session.authorize(permission, 'kitchen'), { reason: 'session.helloFirst' })
  })

  it('may join what its grants name, and must be in a room for all else', () => {
    const { session } = device({ room: 'kitchen' })
    assert.equal(session.authorize('session', undefined), undefined)
    assert.equal(session.authorize('join', 'kitchen'), undefined)
    assert.throws(() => session.authorize('join', 'garden'), { reason: 'session.forbidden' })
    for (const permission of ['member', 'publish', 'subscribe', 'chat'] as const)
      assert.throws(() => session.authorize(permission, 'kitchen'), { reason: 'room.notJoined' })
  })

  it('joins a room once, also while the first join is under way', () => {
    const { session } = device()
    const joining = session.beginJoin('kitchen', 8)
    assert.throws(() => session.beginJoin('kitchen', 8), { reason: 'room.alreadyJoined' })
    joining.end()
    session.beginJoin('kitchen', 8)
  })

  it('may join anew while a join that it has given up is still under way', () => {
    const { session } = device()
    const given = session.beginJoin('kitchen', 8)
    session.leave('kitchen', 'left')
    assert.ok(given.signal.aborted)
    session.beginJoin('kitchen', 8)
    given.end()
    assert.throws(() => session.beginJoin('kitchen', 8), { reason: 'room.alreadyJoined' })
  })

  it('counts joins under way against its quota of rooms', () => {
    const { session } = device()
    const first = session.beginJoin('kitchen', 2)
    session.beginJoin('garden', 2)
    assert.throws(() => session.beginJoin('hall', 2), { reason: 'session.quota' })
    first.end()
    session.beginJoin('hall', 2)
  })

  it('lets go of a join when it leaves, or when its socket is gone', () => {
    const { session } = device()
    const kitchen = session.beginJoin('kitchen', 8)
    const garden = session.beginJoin('garden', 8)
    session.leave('kitchen', 'left')
    assert.deepEqual([kitchen.signal.aborted, garden.signal.aborted], [true, false])
    assert.ok(kitchen.signal.reason instanceof Refusal)
    session.end('disconnected')
    assert.equal(garden.signal.aborted, true)
  })

  it('leaves every room when its socket is gone', async () => {
    await using house = await openHouse()
    const { session } = device()
    const rooms = await Promise.all(['kitchen', 'garden'].map((name) => house.join(session, name)))
    session.end('disconnected')
    session.end('disconnected')
    assert.deepEqual(
      rooms.map((room) => room.participants.page({ limit: 9 }).participants),
      [[], []],
    )
  })

  it('does not count rooms in which another took its place', async () => {
    await using house = await openHouse()
    const { session } = device()
    const { session: second } = device()
    await house.join(session, 'kitchen')
    await house.join(second, 'kitchen')
    assert.throws(() => session.membership('kitchen'), { reason: 'room.notJoined' })
    session.beginJoin('garden', 1).end()
    session.beginJoin('kitchen', 1)
  })

  it('is out of a room that it was entering when a newer token came that does not name it', async () => {
    await using house = await openHouse()
    const { session, told } = device()
    session.identify({ person: ada, grants: everything })
    const joining = house.join(session, 'kitchen', told)
    session.identify({ person: ada, grants: { ...everything, room: 'garden' } })
    await joining
    assert.deepEqual(told, [{ method: 'room.left', params: { room: 'kitchen', reason: 'removed' } }])
    assert.throws(() => session.membership('kitchen'), { reason: 'room.notJoined' })
  })

  it('is out of a room at once when a newer token does not name it', async () => {
    await using house = await openHouse()
    const { session, told } = device()
    const room = await house.join(session, 'kitchen', told)
    session.identify({ person: ada, grants: { ...everything, room: 'garden' } })
    assert.deepEqual(told, [{ method: 'room.left', params: { room: 'kitchen', reason: 'removed' } }])
    assert.deepEqual(room.participants.page({ limit: 9 }).participants, [])
  })
})

describe('a session’s token', () => {
  it('is announced to end half a minute before, and closes the socket when it does', (t) => {
    const { session, told, closed } = device({}, timed(t))
    session.identify({ person: ada, grants: everything, expiresAtMs: 60_000 })
    t.mock.timers.tick(29_999)
    assert.deepEqual(told, [])
    t.mock.timers.tick(1)
    const warning = { method: 'session.tokenExpiring', params: { expiresAt: '1970-01-01T00:01:00.000Z' } }
    assert.deepEqual([told, closed], [[warning], []])
    t.mock.timers.tick(30_000)
    assert.deepEqual([told, closed], [[warning], ['tokenExpired']])
  })

  it('that is short warns at once', (t) => {
    const { session, told, closed } = device({}, timed(t))
    session.identify({ person: ada, grants: everything, expiresAtMs: 2_000 })
    assert.equal(told.length, 1)
    t.mock.timers.tick(2_000)
    assert.deepEqual(closed, ['tokenExpired'])
  })

  it('that was replaced in time closes nothing, and the new one is watched', (t) => {
    const { session, told, closed } = device({}, timed(t))
    session.identify({ person: ada, grants: everything, expiresAtMs: 60_000 })
    t.mock.timers.tick(40_000)
    session.identify({ person: ada, grants: everything, expiresAtMs: 120_000 })
    t.mock.timers.tick(79_999)
    assert.deepEqual([told.length, closed], [2, []])
    t.mock.timers.tick(1)
    assert.deepEqual(closed, ['tokenExpired'])
  })

  it('that holds for longer than a timer can wait is not ended early', (t) => {
    const { session, told, closed } = device({}, timed(t))
    session.identify({ person: ada, grants: everything, expiresAtMs: 60 * day })
    for (let days = 0; days < 59; days += 1) t.mock.timers.tick(day)
    assert.deepEqual([told, closed], [[], []])
    t.mock.timers.tick(day - 30_000)
    assert.deepEqual([told.length, closed], [1, []])
    t.mock.timers.tick(30_000)
    assert.deepEqual(closed, ['tokenExpired'])
  })

  it('is not watched any more when the socket is gone', (t) => {
    const { session, told, closed } = device({}, timed(t))
    session.identify({ person: ada, grants: everything, expiresAtMs: 60_000 })
    session.end('disconnected')
    t.mock.timers.tick(day)
    assert.deepEqual([told, closed], [[], []])
  })
})

const ada = { id: 'ada', name: 'Ada', guest: false }

/** A session with a socket that remembers. With grants it has said hello as Ada. */
function device(grants: Partial<Grants> | undefined = undefined, now: () => number = Date.now) {
  const told: unknown[] = []
  const closed: string[] = []
  const socket = {
    address: '127.0.0.1',
    send: (notification: unknown) => told.push(notification) > 0,
    ping: () => {},
    close: (reason: string) => void closed.push(reason),
  }
  const session = new Session({ id: 'session', socket, now })
  if (grants !== undefined) session.identify({ person: ada, grants: { ...everything, ...grants } })
  return { session, told, closed }
}

/** Time that stands still until it is told to go on. */
function timed(t: TestContext): () => number {
  t.mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 0 })
  return Date.now
}

async function openHouse() {
  const opened = await openTestRooms()
  const { rooms } = opened
  return {
    /** What the handler of room.join does, as far as it concerns the session. */
    async join(session: Session, name: string, told: unknown[] = []) {
      if (!session.greeted) session.identify({ person: ada, grants: everything })
      const { signal, end } = session.beginJoin(name, 8)
      const recipient = { hear: (notification: unknown) => void told.push(notification) }
      const comer = { person: ada, name: 'Ada', grants: everything, address: '127.0.0.1', session: session.id }
      const { room, participant } = await rooms.join(name, { ...comer, rtpCapabilities: undefined, recipient, signal })
      session.joined({ room, participant })
      end()
      return room
    },
    [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose](),
  }
}
