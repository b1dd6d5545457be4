import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type Comer, hindrance } from './entering.ts'

const free = { locked: false, guests: true, lobby: false, hasPassword: false }
const stern = { locked: true, guests: false, lobby: true, hasPassword: true }
const standing = (role: 'guest' | 'member' | 'moderator' | 'owner') => ({
  role,
  moderates: role === 'moderator' || role === 'owner',
})
const comer = (more: Partial<Comer> = {}): Comer => ({
  standing: standing('guest'),
  admin: false,
  banned: false,
  present: false,
  admitted: false,
  denied: false,
  gavePassword: 'none',
  ...more,
})

describe('entering', () => {
  it('is free where nothing is set', () => {
    assert.equal(hindrance(comer(), free), undefined)
  })

  it('meets the hindrances in their order: ban, lock, members only, password, lobby', () => {
    assert.equal(hindrance(comer({ banned: true }), stern), 'room.banned')
    assert.equal(hindrance(comer(), stern), 'room.locked')
    assert.equal(hindrance(comer(), { ...stern, locked: false }), 'room.membersOnly')
    const open = { ...stern, locked: false, guests: true }
    assert.equal(hindrance(comer(), open), 'room.passwordNeeded')
    assert.equal(hindrance(comer({ gavePassword: 'wrong' }), open), 'room.passwordWrong')
    assert.equal(hindrance(comer({ gavePassword: 'right' }), open), 'room.waiting')
    assert.equal(hindrance(comer({ gavePassword: 'right', denied: true }), open), 'room.denied')
    assert.equal(hindrance(comer({ admitted: true }), open), undefined)
  })

  it('lets moderators and owners in whatever is set, but not when they are banned', () => {
    for (const role of ['moderator', 'owner'] as const) {
      assert.equal(hindrance(comer({ standing: standing(role) }), stern), undefined)
      assert.equal(hindrance(comer({ standing: standing(role), banned: true }), free), 'room.banned')
    }
    assert.equal(hindrance(comer({ standing: standing('owner'), banned: true, admin: true }), stern), undefined)
  })

  it('asks members for nothing, and keeps them out of a locked room', () => {
    const member = comer({ standing: standing('member') })
    assert.equal(hindrance(member, { ...stern, locked: false }), undefined)
    assert.equal(hindrance(member, stern), 'room.locked')
  })

  it('asks nobody twice who is in the room already, unless they were banned', () => {
    assert.equal(hindrance(comer({ present: true }), stern), undefined)
    assert.equal(hindrance(comer({ present: true, banned: true }), stern), 'room.banned')
  })

  it('still keeps out who was admitted, when the room is locked or for members only meanwhile', () => {
    assert.equal(hindrance(comer({ admitted: true }), { ...free, locked: true }), 'room.locked')
    assert.equal(hindrance(comer({ admitted: true }), { ...free, guests: false }), 'room.membersOnly')
  })
})
