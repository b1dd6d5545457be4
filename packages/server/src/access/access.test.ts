import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { describe, it } from 'node:test'
import { openAccess } from './access.ts'
import { allows, grantsFromClaims } from './grants.ts'
import { signToken } from './tokens.ts'

const key = { name: 'dev', secret: 'a secret of at least thirty-two characters' }
const nowMs = Date.UTC(2026, 0, 1)
const access = (guests = true) =>
  openAccess({ keys: { [key.name]: key.secret }, guests, guestSecret: 's', now: () => nowMs, newId: () => 'new' })

describe('access', () => {
  it('knows a guest again by the signed id that it gave', async () => {
    const first = await access().identify({ name: 'Ada' })
    const again = await access().identify(first.guest === undefined ? {} : { guest: first.guest })
    assert.equal(again.person.id, first.person.id)
  })

  it('makes a new guest of one whose signature is not ours', async () => {
    const { person } = await access().identify({ guest: 'old.c2lnbmF0dXJl' })
    assert.equal(person.id, 'guest:new')
  })

  it('lets no guest in where guests are not allowed', async () => {
    await assert.rejects(access(false).identify({}), { reason: 'session.tokenRequired' })
  })

  it('reads person, name, grants and end from a token', async () => {
    const token = await signToken(
      { person: 'ada', name: 'Ada', room: 'kitchen', publish: false, ttlSeconds: 60 },
      key,
      nowMs,
    )
    assert.deepEqual(await access(false).identify({ token }), {
      person: { id: 'ada', name: 'Ada', guest: false },
      grants: {
        room: 'kitchen',
        join: true,
        publish: [],
        subscribe: true,
        chat: true,
        data: true,
        create: false,
        moderate: false,
        admin: false,
      },
      expiresAtMs: nowMs + 60_000,
    })
  })

  it('refuses tokens that are expired, not yet valid, of another key, unsigned, or of another algorithm', async () => {
    const expired = await signToken({ person: 'ada', ttlSeconds: 60 }, key, nowMs - 120_000)
    await assert.rejects(access().identify({ token: expired }), { reason: 'session.tokenExpired' })
    const justExpired = await signToken({ person: 'ada', ttlSeconds: 60 }, key, nowMs - 61_000)
    await assert.rejects(access().identify({ token: justExpired }), { reason: 'session.tokenExpired' })
    const early = await signToken({ person: 'ada', ttlSeconds: 600 }, key, nowMs + 60_000)
    const forged = await signToken({ person: 'ada', ttlSeconds: 60 }, { ...key, secret: 'b'.repeat(40) }, nowMs)
    const stranger = await signToken({ person: 'ada', ttlSeconds: 60 }, { ...key, name: 'constructor' }, nowMs)
    const claims = { iss: key.name, sub: 'ada', video: { roomJoin: true } }
    for (const token of [
      early,
      forged,
      stranger,
      jwt({ alg: 'none' }, claims, ''),
      hs512(claims),
      'x',
      '..',
      'x'.repeat(8000),
    ]) {
      await assert.rejects(access().identify({ token }), { reason: 'session.tokenInvalid' })
    }
  })

  it('grants nothing to a token without grants, and only what it says to others', () => {
    for (const claims of [
      {},
      { video: {} },
      { video: { canPublish: true } },
      { video: { roomJoin: 'true' } },
      { video: { roomJoin: true, room: 7 } },
    ]) {
      assert.equal(allows(grantsFromClaims(claims), 'join', 'kitchen'), false)
    }
    const speaker = grantsFromClaims({
      video: { roomJoin: true, canPublishSources: ['microphone', 'SCREEN_SHARE', 'nonsense'] },
    })
    assert.deepEqual(speaker.publish, ['microphone', 'screen'])
    const kitchen = grantsFromClaims({ video: { roomJoin: true, room: 'kitchen', canPublishData: false } })
    assert.equal(allows(kitchen, 'join', 'kitchen'), true)
    assert.equal(allows(kitchen, 'publish', 'kitchen'), true)
    assert.equal(allows(kitchen, 'chat', 'kitchen'), false)
    assert.equal(allows(kitchen, 'join', 'cellar'), false)
    assert.equal(allows(kitchen, 'session', undefined), true)
  })
})

function jwt(header: object, claims: object, signature: string): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  return `${part(header)}.${part(claims)}.${signature}`
}

function hs512(claims: object): string {
  const unsigned = jwt({ alg: 'HS512' }, claims, '').slice(0, -1)
  return `${unsigned}.${createHmac('sha512', key.secret).update(unsigned).digest('base64url')}`
}
