import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { AnyFact, Participant } from '@parley/protocol'
import { Facts, gatherMs } from './facts.ts'

/** In which so many have joined already; what was told of them is left out. */
function openFacts(audience: number) {
  const told: string[] = []
  const tell = ({ method, params }: AnyFact) =>
    told.push('participants' in params ? `${method} ${params.participants.length}` : method)
  const facts = new Facts('r', 1, tell)
  for (let n = 1; n <= audience; n++) facts.joined(person(`p${n}`))
  facts.flush()
  told.length = 0
  return { facts, told }
}

function person(id: string): Participant {
  const joinedAt = '2026-01-01T00:00:00.000Z'
  return {
    id,
    person: id,
    name: id,
    kind: 'session',
    joinedAt,
    role: 'guest',
    publish: [],
    reconnecting: false,
    tracks: [],
  }
}

describe('facts', () => {
  it('let arrivals in a large room wait for others, and those in a small one only for the tick', (t) => {
    t.mock.timers.enable({ apis: ['setTimeout', 'setImmediate'] })
    const small = openFacts(3)
    const large = openFacts(1_000)
    for (const { facts } of [small, large]) facts.joined(person('a'))
    t.mock.timers.tick(1)
    assert.deepEqual(small.told, ['room.participantJoined 1'])
    assert.deepEqual(large.told, [])
    t.mock.timers.tick(200)
    large.facts.joined(person('b'))
    t.mock.timers.tick(100)
    assert.deepEqual(large.told, ['room.participantJoined 2'])
    t.mock.timers.tick(1_000)
    assert.equal(large.told.length, 1)
  })

  it('tell who came before they tell what those do, and before anybody leaves', () => {
    const { facts, told } = openFacts(1_000)
    const seq = facts.seq
    facts.joined(person('a'))
    facts.joined(person('b'))
    facts.tell('track.unpublished', { participant: 'a', track: 't' })
    facts.joined(person('c'))
    facts.left('a', 'left')
    facts.left('b', 'left')
    facts.flushAllButArrivals()
    assert.deepEqual(told, [
      'room.participantJoined 2',
      'track.unpublished',
      'room.participantJoined 1',
      'room.participantLeft 2',
    ])
    assert.equal(facts.seq, seq + 4)
  })

  it('tell of changes and departures before somebody else comes, and of arrivals together with it', () => {
    const { facts, told } = openFacts(1_000)
    const { tracks: _, ...presence } = person('p1')
    for (const waits of [
      () => facts.changed(presence),
      () => facts.left('p2', 'left'),
      () => facts.joined(person('x')),
    ]) {
      waits()
      facts.flushAllButArrivals()
    }
    assert.deepEqual(told, ['room.participantChanged 1', 'room.participantLeft 1'])
  })

  it('hand over to who has missed some also those that still wait for others', () => {
    const { facts, told } = openFacts(1_000)
    const { seq } = facts
    facts.joined(person('x'))
    const since = facts.since(1, seq) ?? []
    assert.deepEqual(
      since.map(({ method, params }) => [method, params.seq]),
      [['room.participantJoined', seq + 1]],
    )
    assert.deepEqual(told, ['room.participantJoined 1'])
  })

  it('wait at most a quarter of a second, and the less the fewer hear them', () => {
    assert.deepEqual([10, 50, 100, 400, 1_000, 5_000].map(gatherMs), [0, 0, 25, 100, 250, 250])
  })
})
