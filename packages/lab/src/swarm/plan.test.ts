import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { idOf, nameOf, type PlanOptions, plan } from './plan.ts'

const options: PlanOptions = {
  clients: 23,
  durationS: 30,
  rampUpS: 5,
  room: 'r',
  roomsOf: 10,
  publishers: 10,
  view: 25,
  seed: 42,
}

describe('plan', () => {
  it('is the same for the same seed, byte for byte, and another for another', () => {
    assert.equal(JSON.stringify(plan(options)), JSON.stringify(plan({ ...options })))
    assert.notEqual(JSON.stringify(plan(options).events), JSON.stringify(plan({ ...options, seed: 43 }).events))
  })

  it('lets every client join within the ramp-up, stop and leave, in order of time', () => {
    const { events, clients, stopAtMs, leaveAtMs } = plan(options)
    const joins = events.filter(({ action }) => action === 'join')
    assert.deepEqual(new Set(joins.map(({ client }) => client)), new Set(clients.map(({ id }) => id)))
    assert.ok(joins.every(({ atMs }) => atMs >= 0 && atMs < 5_000))
    assert.ok(
      joins.some(({ atMs }) => atMs > 4_000),
      'the ramp-up is used',
    )
    assert.equal(stopAtMs, 35_000)
    for (const [action, atMs] of [
      ['stop', stopAtMs],
      ['leave', leaveAtMs],
    ] as const) {
      const planned = events.filter((event) => event.action === action)
      assert.equal(planned.length, 23)
      assert.ok(planned.every((event) => event.atMs === atMs))
    }
    assert.deepEqual(
      events.map(({ atMs }) => atMs),
      events.map(({ atMs }) => atMs).toSorted((a, b) => a - b),
    )
  })

  it('fills rooms one after another, the last with who is left', () => {
    const { clients } = plan(options)
    const sizes = Map.groupBy(clients, ({ room }) => room)
    assert.deepEqual(
      [...sizes].map(([room, { length }]) => [room, length]),
      [
        ['r-1', 10],
        ['r-2', 10],
        ['r-3', 3],
      ],
    )
    assert.ok(clients.every(({ room, hears }) => hears === (room === 'r-3' ? 2 : 9)))
  })

  it('keeps the name of a single room as it was given', () => {
    const { clients } = plan({ ...options, roomsOf: 23 })
    assert.deepEqual(new Set(clients.map(({ room }) => room)), new Set(['r']))
  })

  it('lets everybody look at others of the room only, and be looked at as often as they look', () => {
    const { clients } = plan({ ...options, view: 4 })
    const roomOf = new Map(clients.map(({ id, room }) => [id, room]))
    for (const { id, room, views, hears } of clients) {
      assert.equal(views.length, Math.min(4, hears))
      assert.ok(!views.includes(id))
      assert.ok(views.every((other) => roomOf.get(other) === room))
      assert.equal(clients.filter((other) => other.views.includes(id)).length, views.length)
    }
  })

  it('lets some of each room publish, who come before those who only listen', () => {
    const { clients, events } = plan({ ...options, publishers: 2 })
    const publishing = new Set(clients.filter(({ publishes }) => publishes).map(({ id }) => id))
    assert.deepEqual([...publishing], [1, 2, 11, 12, 21, 22])
    const joins = events.filter(({ action }) => action === 'join')
    const last = joins.findLast(({ client }) => publishing.has(client))?.atMs ?? 0
    const first = joins.find(({ client }) => !publishing.has(client))?.atMs ?? 0
    assert.ok(first - last >= 1_000, `${first} after ${last}`)
    assert.ok(joins.every(({ atMs }) => atMs < 5_000))
    assert.ok(joins.some(({ atMs }) => atMs > 4_500))
    for (const { id, hears, views } of clients) {
      const audible = [1, 2].map((place) => Math.floor((id - 1) / 10) * 10 + place).filter((other) => other !== id)
      assert.equal(hears, audible.length)
      assert.deepEqual(views.toSorted(), audible)
    }
  })

  it('has listeners look at each who publishes as often as at the others, where they cannot see all', () => {
    const { clients } = plan({ ...options, clients: 40, roomsOf: 40, publishers: 4, view: 1 })
    const viewers = [1, 2, 3, 4].map((id) => clients.filter(({ views }) => views.includes(id)).length)
    assert.deepEqual(viewers, [10, 10, 10, 10])
  })

  it('knows its clients by their names, and nobody else', () => {
    assert.equal(idOf(42, nameOf(42, 7)), 7)
    assert.equal(idOf(43, nameOf(42, 7)), undefined)
    assert.equal(idOf(42, 'Ada'), undefined)
  })

  it('leads a share of the clients through a bad network, the same ones each time', () => {
    const impaired = (impairedShare: number) =>
      plan({ ...options, impairedShare }).clients.flatMap(({ id, impaired }) => (impaired ? [id] : []))
    assert.deepEqual(impaired(0), [])
    assert.equal(impaired(1).length, 23)
    assert.deepEqual(impaired(0.25), [4, 8, 12, 16, 20])
  })
})
