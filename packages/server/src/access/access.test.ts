import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { describe, it, type TestContext } from 'node:test'
import type { AccessOptions } from './access.ts'
import { accountGrants, allows, grantsFromClaims } from './grants.ts'
import { openTestAccess } from './testing/access.ts'
import { signToken } from './tokens.ts'

const key = { name: 'dev', secret: 'a secret of at least thirty-two characters' }
const nowMs = Date.UTC(2026, 0, 1)
const keys = { [key.name]: key.secret }

/** Ends with the test. */
async function access(context: TestContext, options: Partial<AccessOptions> = {}) {
  const opened = await openTestAccess({ keys, now: () => nowMs, ...options })
  context.after(() => opened[Symbol.asyncDispose]())
  return opened.access
}

describe('access', () => {
  it('knows a guest again by the signed id that it gave', async (context) => {
    const { identify } = await access(context)
    const first = await identify({ name: 'Ada' })
    const again = await identify(first.guest === undefined ? {} : { guest: first.guest })
    assert.equal(again.person.id, first.person.id)
  })

  it('makes a new guest of one whose signature is not ours', async (context) => {
    const { identify } = await access(context, { newId: () => 'new' })
    const { person } = await identify({ guest: 'old.c2lnbmF0dXJl' })
    assert.equal(person.id, 'guest:new')
  })

  it('lets no guest in where guests are not allowed', async (context) => {
    const { identify } = await access(context, { guests: false })
    await assert.rejects(identify({}), { reason: 'session.tokenRequired' })
  })

  it('takes no token that names a guest or an account of ours from anybody else', async (context) => {
    const { identify } = await access(context)
    for (const person of ['guest:ada', 'account:ada']) {
      const token = await signToken({ person, ttlSeconds: 60 }, key, nowMs)
      await assert.rejects(identify({ token }), { reason: 'session.tokenInvalid' })
    }
  })

  it('judges an account as it is when everything else about its coming is known', async (context) => {
    const { access: ours, store } = await openTestAccess()
    context.after(() => store.close())
    const { secret } = await ours.invitations.make({ role: 'member', by: 'server' })
    const account = { invitation: secret, account: 'Mallory', password: 'correct horse' }
    const { token, person } = await ours.accounts.create(account)
    await store.rooms.open('hall', 'ann')
    const invited = await ours.invitations.make({ room: 'hall', role: 'member', by: 'ann' })
    // The account is removed while the database looks the invitation up.
    const redeem: typeof store.invitations.redeem = async (request) => {
      await store.accounts.remove(person.slice('account:'.length))
      return await store.invitations.redeem(request)
    }
    const slow = await access(context, {
      now: Date.now,
      store: { accounts: store.accounts, invitations: { ...store.invitations, redeem } },
    })
    await assert.rejects(slow.identify({ token, invitation: invited.secret }), { reason: 'session.tokenInvalid' })
  })

  it('lets guests found rooms only where that is set', async (context) => {
    for (const guestsCreate of [true, false]) {
      const { identify } = await access(context, { guestsCreate })
      assert.equal((await identify({})).grants.create, guestsCreate)
    }
  })

  it('reads person, name, grants and end from a token', async (context) => {
    const { identify } = await access(context, { guests: false })
    const token = await signToken(
      { person: 'ada', name: 'Ada', room: 'kitchen', publish: false, ttlSeconds: 60 },
      key,
      nowMs,
    )
    assert.deepEqual(await identify({ token }), {
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

  it('refuses tokens that are expired, not yet valid, of another key, unsigned, or of another algorithm', async (context) => {
    const { identify } = await access(context)
    const expired = await signToken({ person: 'ada', ttlSeconds: 60 }, key, nowMs - 120_000)
    await assert.rejects(identify({ token: expired }), { reason: 'session.tokenExpired' })
    const justExpired = await signToken({ person: 'ada', ttlSeconds: 60 }, key, nowMs - 61_000)
    await assert.rejects(identify({ token: justExpired }), { reason: 'session.tokenExpired' })
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
      'x'.repeat(65_536),
      `${'x'.repeat(65_536)}.x.x`,
      jwt({ alg: 'HS256' }, { ...claims, sub: 'account:ada' }, 'x'),
    ]) {
      await assert.rejects(identify({ token }), { reason: 'session.tokenInvalid' })
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
    const [founder, moderator] = [{ roomCreate: true }, { roomAdmin: true, room: 'kitchen' }].map((video) =>
      grantsFromClaims({ video: { roomJoin: true, ...video } }),
    )
    assert.ok(founder !== undefined && moderator !== undefined)
    assert.deepEqual([founder.create, founder.moderate], [true, false])
    assert.deepEqual([moderator.create, moderator.moderate, moderator.admin], [false, true, false])
    assert.equal(allows(moderator, 'moderate', 'kitchen'), true)
    for (const room of ['cellar', undefined]) assert.equal(allows(moderator, 'moderate', room), false)
    assert.equal(allows(moderator, 'own', 'kitchen'), false)
    assert.equal(allows(accountGrants(true), 'own', 'kitchen'), true)
    assert.equal(allows(accountGrants(true), 'moderate', undefined), true)
    assert.equal(allows(accountGrants(false), 'admin', undefined), false)
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
