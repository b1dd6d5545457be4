import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mayActOn, mayBan, rolesToGive } from './standing.ts'

const owner = { person: 'ada', role: 'owner' } as const
const moderator = { person: 'bob', role: 'moderator' } as const
const member = { person: 'eve', role: 'member' } as const
const guest = { person: 'mia', role: 'guest' } as const

test('moderators act on all but owners, members and guests on nobody', () => {
  assert.deepEqual(
    [owner, moderator, member, guest].map((other) => mayActOn(moderator, other)),
    [false, true, true, true],
  )
  assert.ok(mayActOn(owner, { person: 'zoe', role: 'owner' }))
  assert.ok(!mayActOn(member, guest))
})

test('only owners keep moderators out; nobody bans themselves', () => {
  assert.ok(mayBan(owner, moderator))
  assert.ok(!mayBan(moderator, { person: 'zoe', role: 'moderator' }))
  assert.ok(mayBan(moderator, member))
  assert.ok(!mayBan(owner, owner))
})

test('moderators make members, owners make everybody, and not twice the same', () => {
  assert.deepEqual(rolesToGive(moderator, guest), ['member'])
  assert.deepEqual(rolesToGive(moderator, member), ['guest'])
  assert.deepEqual(rolesToGive(owner, moderator), ['owner', 'member', 'guest'])
  assert.deepEqual(rolesToGive(member, guest), [])
})
