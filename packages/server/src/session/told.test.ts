import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { AnyNotification } from '@parley/protocol'
import { Told } from './told.ts'

const own = (text: string): AnyNotification => ({ method: 'room.denied', params: { room: text } })
const texts = (kept: ReturnType<Told['missed']>) =>
  kept?.map(({ notification: { params } }) => ('room' in params ? params.room : ''))

describe('what a session was told', () => {
  it('is told again as far as it has not arrived: own notifications, and those alone', () => {
    const told = new Told()
    told.own(own('one'), 0, true)
    told.passed(true)
    told.own(own('two'), 0, true)
    assert.equal(told.count, 3)
    assert.deepEqual(texts(told.missed(1)), ['two'])
    assert.equal(told.count, 1)
  })

  it('is kept whole while no socket takes it', () => {
    const told = new Told()
    told.own(own('arrived'), 0, true)
    told.passed(false)
    told.own(own('waits'), 7, false)
    const missed = told.missed(1)
    assert.deepEqual(texts(missed), ['waits'])
    assert.equal(missed?.[0]?.afterSeq, 7)
  })

  it('is the same for who asks once more because no answer came', () => {
    const told = new Told()
    told.own(own('one'), 0, true)
    const first = told.missed(0) ?? []
    for (const { notification, afterSeq } of first) told.own(notification, afterSeq, true)
    assert.deepEqual(texts(told.missed(0)), ['one'])
  })

  it('is forgotten when it is known to have arrived, and asks for that from time to time', () => {
    const told = new Told()
    const asks = Array.from({ length: 40 }, (_, index) => told.own(own(`${index}`), 0, true))
    assert.equal(asks.filter(Boolean).length, 2)
    told.heardUpTo(39)
    assert.deepEqual(texts(told.missed(39)), ['39'])
  })

  it('is more than was kept when it is too much, also for who asks once more, until something new has arrived', () => {
    for (const limits of [
      { count: 2, bytes: 1_000_000 },
      { count: 100, bytes: 250 },
    ]) {
      const told = new Told(limits)
      for (const text of ['one', 'two', 'three', 'four']) told.own(own(text), 0, true)
      assert.equal(told.missed(0), undefined)
      assert.equal(told.missed(0), undefined)
      told.own(own('after the snapshot'), 0, true)
      assert.deepEqual(texts(told.missed(1)), [])
    }
  })

  it('is no use to a client that has heard more than there was', () => {
    const told = new Told()
    told.own(own('one'), 0, true)
    assert.equal(told.missed(5), undefined)
  })
})
