import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Grants, Role, TrackSource } from '@parley/protocol'
import { mayActOn, mayDecideOn, standingIn, whyNotPublish } from './standing.ts'

const all: TrackSource[] = ['camera', 'microphone', 'screen', 'screenAudio']
type Kind =
  | 'plain'
  | 'listens only'
  | 'speaks only'
  | 'moderates here'
  | 'moderates everywhere'
  | 'moderates elsewhere'
  | 'admin'
const audio: TrackSource[] = ['microphone', 'screenAudio']
const plain: Grants = {
  room: null,
  join: true,
  publish: all,
  subscribe: true,
  chat: true,
  data: true,
  create: false,
  moderate: false,
  admin: false,
}
const kinds: Readonly<Record<Kind, Grants>> = {
  plain,
  'listens only': { ...plain, publish: [] },
  'speaks only': { ...plain, publish: ['microphone'] },
  'moderates here': { ...plain, moderate: true, room: 'kitchen' },
  'moderates everywhere': { ...plain, moderate: true },
  'moderates elsewhere': { ...plain, moderate: true, room: 'garden' },
  admin: { ...plain, admin: true },
}
const stored: (Role | undefined)[] = [undefined, 'guest', 'member', 'moderator', 'owner']
const open = { moderated: false, audioOnly: false }
const rules = {
  open,
  moderated: { ...open, moderated: true },
  audioOnly: { ...open, audioOnly: true },
  both: { moderated: true, audioOnly: true },
}

const at = (kind: Kind, given?: Role, settings = open, allowed?: readonly TrackSource[]) => ({
  room: 'kitchen',
  grants: kinds[kind],
  given,
  banned: false,
  settings,
  allowed,
})

describe('standing', () => {
  const roles: [Kind, (Role | undefined)[], Role][] = [
    ['plain', [undefined, 'guest'], 'guest'],
    ['plain', ['member'], 'member'],
    ['plain', ['moderator'], 'moderator'],
    ['plain', ['owner'], 'owner'],
    ['listens only', ['owner'], 'owner'],
    ['moderates here', [undefined, 'guest', 'member', 'moderator'], 'moderator'],
    ['moderates here', ['owner'], 'owner'],
    ['moderates everywhere', [undefined, 'member'], 'moderator'],
    ['moderates elsewhere', [undefined, 'guest'], 'guest'],
    ['moderates elsewhere', ['member'], 'member'],
    ['admin', stored, 'owner'],
  ]
  for (const [kind, given, role] of roles)
    it(`of who ${kind} with the role ${given.map((each) => each ?? 'none').join(' or ')} is that of ${role}`, () => {
      for (const each of given) {
        const standing = standingIn(at(kind, each))
        assert.equal(standing.role, role)
        assert.equal(standing.moderates, role === 'owner' || role === 'moderator')
        assert.equal(standing.owns, role === 'owner')
      }
    })

  it('of who is banned by name is that of a guest, whatever they were given, but for those who run the server', () => {
    const banned = (kind: Kind) => standingIn({ ...at(kind, 'owner'), banned: true }).role
    assert.deepEqual([banned('plain'), banned('moderates everywhere'), banned('admin')], ['guest', 'guest', 'owner'])
  })

  it('never lets anybody send or receive more than they are granted, whatever their role and the room', () => {
    for (const [kind, grants] of Object.entries(kinds))
      for (const given of stored)
        for (const settings of Object.values(rules))
          for (const allowed of [undefined, [], audio, all]) {
            const deaf = { ...grants, subscribe: false }
            const { publish, subscribe } = standingIn({ ...at('plain', given), grants: deaf, settings, allowed })
            assert.ok(
              publish.every((source) => grants.publish.includes(source)),
              kind,
            )
            assert.equal(subscribe, false)
          }
  })

  it('lets everybody publish what they are granted where the room sets nothing', () => {
    for (const given of stored) {
      assert.deepEqual(standingIn(at('plain', given)).publish, all)
      assert.deepEqual(standingIn(at('speaks only', given)).publish, ['microphone'])
    }
  })

  it('lets only moderators speak in a moderated room, until one of them says otherwise', () => {
    for (const given of [undefined, 'guest', 'member'] as const) {
      assert.deepEqual(standingIn(at('plain', given, rules.moderated)).publish, [])
      assert.deepEqual(standingIn(at('plain', given, rules.moderated, ['microphone'])).publish, ['microphone'])
      assert.deepEqual(standingIn(at('speaks only', given, rules.moderated, all)).publish, ['microphone'])
    }
    for (const given of ['moderator', 'owner'] as const)
      assert.deepEqual(standingIn(at('plain', given, rules.moderated)).publish, all)
    assert.deepEqual(standingIn(at('moderates here', undefined, rules.moderated)).publish, all)
    assert.deepEqual(standingIn(at('admin', undefined, rules.moderated)).publish, all)
  })

  it('carries no video in an audio-only room, for moderators neither', () => {
    for (const given of stored) assert.deepEqual(standingIn(at('plain', given, rules.audioOnly)).publish, audio)
    assert.deepEqual(standingIn(at('admin', 'owner', rules.both, all)).publish, audio)
    assert.deepEqual(standingIn(at('plain', 'member', rules.both, all)).publish, audio)
  })

  it('takes from a moderator too what another has taken', () => {
    assert.deepEqual(standingIn(at('plain', 'moderator', open, [])).publish, [])
    assert.deepEqual(standingIn(at('plain', 'moderator', open, ['screen'])).publish, ['screen'])
  })

  it('says why something may not be published: the grants first, then the room', () => {
    const why = [
      whyNotPublish(at('listens only', 'owner', rules.both), 'camera'),
      whyNotPublish(at('plain', undefined, rules.both), 'camera'),
      whyNotPublish(at('plain', undefined, rules.both), 'microphone'),
      whyNotPublish(at('plain', 'owner', open, []), 'microphone'),
      whyNotPublish(at('plain'), 'screen'),
    ]
    assert.deepEqual(why, ['session.forbidden', 'room.audioOnly', 'room.moderated', 'room.moderated', undefined])
  })

  it('lets moderators act on all but owners, and decide on members and guests', () => {
    const everybody: Role[] = ['guest', 'member', 'moderator', 'owner']
    const by = (kind: Role) => standingIn(at('plain', kind))
    const may = (judge: typeof mayActOn, kind: Role) => everybody.filter((role) => judge(by(kind), role))
    assert.deepEqual(may(mayActOn, 'owner'), everybody)
    assert.deepEqual(may(mayActOn, 'moderator'), ['guest', 'member', 'moderator'])
    assert.deepEqual(may(mayActOn, 'member'), [])
    assert.deepEqual(may(mayDecideOn, 'owner'), everybody)
    assert.deepEqual(may(mayDecideOn, 'moderator'), ['guest', 'member'])
    assert.deepEqual(may(mayDecideOn, 'guest'), [])
  })
})
