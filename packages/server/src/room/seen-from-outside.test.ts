import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { maySeeInside, namesInside } from './seen-from-outside.ts'

const open = {
  title: '',
  topic: '',
  capacity: 10,
  lobby: false,
  locked: false,
  moderated: false,
  guests: true,
  audioOnly: false,
  listed: true,
}

describe('from outside a room', () => {
  it('everybody who could go in at once sees who is inside, where the room is listed', () => {
    assert.ok(maySeeInside({ settings: open, hasPassword: false, role: 'guest' }))
  })

  it('nobody else does, members apart', () => {
    const doors = [
      { settings: open, hasPassword: true },
      { settings: { ...open, lobby: true }, hasPassword: false },
      { settings: { ...open, locked: true }, hasPassword: false },
      { settings: { ...open, guests: false }, hasPassword: false },
      { settings: { ...open, listed: false }, hasPassword: false },
    ]
    for (const door of doors) {
      assert.equal(maySeeInside({ ...door, role: 'guest' }), false)
      assert.equal(maySeeInside({ ...door, role: 'member' }), true)
    }
  })

  it('each person is seen once, five at most, and no camera', () => {
    const inside = [
      ['a', 'Ada', 'session'],
      ['door', 'Front door', 'camera'],
      ['a', 'Ada', 'session'],
      ['b', 'Bob', 'session'],
      ['c', 'Cem', 'session'],
      ['d', 'Dag', 'session'],
      ['e', 'Eve', 'session'],
      ['f', 'Fay', 'session'],
    ] as const
    const participants = inside.map(([id, name, kind]) => ({ person: { id, name, guest: false }, name, kind }))
    assert.deepEqual(namesInside(participants), ['Ada', 'Bob', 'Cem', 'Dag', 'Eve'])
  })
})
