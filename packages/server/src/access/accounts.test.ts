import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { describe, it, type TestContext } from 'node:test'
import type { AccessOptions, Identity } from './access.ts'
import { keyOf } from './accounts.ts'
import { openPasswords } from './passwords.ts'
import { openTestAccess } from './testing/access.ts'
import { signToken } from './tokens.ts'

const hour = 3_600_000
const caller = { address: '192.0.2.1', network: '192.0.2.1' }
const password = 'correct horse'

async function setUp(context: TestContext, options: Partial<AccessOptions> = {}) {
  const time = { nowMs: Date.UTC(2026, 0, 1) }
  const opened = await openTestAccess({ now: () => time.nowMs, accountTokenMs: hour, ...options })
  context.after(() => opened[Symbol.asyncDispose]())
  const { access } = opened
  const invite = async (role: 'member' | 'owner' = 'member', uses = 1) =>
    (await access.invitations.make({ role, uses, by: 'server' })).secret
  const make = async (account: string, role: 'member' | 'owner' = 'member') =>
    await access.accounts.create({ invitation: await invite(role), account, password, name: 'Ada' })
  return { ...access, time, invite, make }
}

describe('accounts', () => {
  it('are made by an invitation, and their token is theirs in hello', async (context) => {
    const { make, identify, time } = await setUp(context)
    const { token, person, name, expiresAtMs } = await make('ada')
    assert.deepEqual([name, expiresAtMs], ['Ada', time.nowMs + hour])
    const identity = await identify({ token, name: 'Somebody Else' })
    assert.deepEqual(identity.person, { id: person, name: 'Ada', guest: false })
    assert.deepEqual([identity.grants.create, identity.grants.admin], [true, false])
    assert.equal(identity.expiresAtMs, expiresAtMs)
  })

  it('run the server where the invitation was as owner', async (context) => {
    const { make, identify } = await setUp(context)
    const { token } = await make('ada', 'owner')
    assert.equal((await identify({ token })).grants.admin, true)
  })

  it('need an invitation to this server that is still good', async (context) => {
    const { accounts, invitations, invite, time } = await setUp(context)
    const into = await invitations.make({ room: 'hall', role: 'owner', by: 'server' })
    const used = await invite()
    const revoked = await invitations.make({ role: 'member', by: 'server' })
    await invitations.revoke(revoked.invitation.id, undefined)
    const expired = await invitations.make({ role: 'member', seconds: 60, by: 'server' })
    await accounts.create({ invitation: used, account: 'first', password })
    time.nowMs += 60_000
    for (const invitation of [into.secret, used, revoked.secret, expired.secret, 'nonsense'])
      await assert.rejects(accounts.create({ invitation, account: 'ada', password }), { reason: 'invitation.invalid' })
  })

  it('have one name each, without case and however it is written', async (context) => {
    const { accounts, invite, make } = await setUp(context)
    await make('Ångström')
    for (const account of ['ångström', 'ÅNGSTRÖM', 'A\u030angstro\u0308m', '\u212bngström'])
      await assert.rejects(accounts.create({ invitation: await invite(), account, password }), {
        reason: 'account.nameTaken',
      })
    assert.equal((await accounts.signIn({ account: 'ÅNGSTRÖM', password }, caller)).name, 'Ada')
    assert.equal(keyOf('ΟΔΟΣ'), keyOf('οδος'))
    assert.equal(keyOf('ﬁsch'), keyOf('FISCH'))
    assert.notEqual(keyOf('ada'), keyOf('adа')) // the second one ends in Cyrillic: other letters, another name
  })

  it('let in by the right password alone, with one answer to a wrong one and an unknown name', async (context) => {
    const { accounts, make } = await setUp(context)
    const { person } = await make('ada')
    assert.equal((await accounts.signIn({ account: 'ada', password }, caller)).person, person)
    const wrong = [
      { account: 'ada', password: 'wrong' },
      { account: 'eve', password },
    ]
    for (const credentials of wrong)
      await assert.rejects(accounts.signIn(credentials, caller), { reason: 'account.credentialsWrong' })
  })

  it('slow guesses down, and not who has been there before', async (context) => {
    const { accounts, make, time } = await setUp(context)
    await make('ada')
    await accounts.signIn({ account: 'ada', password }, caller)
    const guess = (n: number) =>
      accounts
        .signIn({ account: 'Ada', password: `guess ${n}` }, { address: '', network: `198.51.100.${n}` })
        .catch(({ reason }) => reason)
    const reasons = await Promise.all(Array.from({ length: 14 }, (_, n) => guess(n)))
    assert.deepEqual(
      ['account.credentialsWrong', 'session.tooFast'].map((reason) => reasons.filter((one) => one === reason).length),
      [10, 4],
    )
    await accounts.signIn({ account: 'ada', password }, caller)
    const elsewhere = { address: '203.0.113.9', network: '203.0.113.9' }
    await assert.rejects(accounts.signIn({ account: 'ada', password }, elsewhere), { reason: 'session.tooFast' })
    time.nowMs += 61_000
    await accounts.signIn({ account: 'ada', password }, elsewhere)
  })

  it('are not held up by attempts that could not be checked', async (context) => {
    const state = { busy: false }
    const open = openPasswords({ atOnce: 2, cost: { log2N: 4, r: 8, p: 1 }, randomBytes })
    const matches: typeof open.matches = async (...given) => {
      if (state.busy) throw new Error('busy')
      return await open.matches(...given)
    }
    const { accounts, make } = await setUp(context, { passwords: { ...open, matches } })
    await make('ada')
    state.busy = true
    for (let n = 0; n < 12; n++)
      await assert.rejects(accounts.signIn({ account: 'ada', password }, caller), { message: 'busy' })
    state.busy = false
    await accounts.signIn({ account: 'ada', password }, caller)
  })

  it('renew their tokens, which others cannot', async (context) => {
    const { accounts, make, identify, time } = await setUp(context, { keys: { dev: 'x'.repeat(32) } })
    const { token } = await make('ada')
    const identity = await identify({ token })
    time.nowMs += hour / 2
    assert.equal((await accounts.renew(identity)).expiresAtMs, time.nowMs + hour)
    const foreign = await signToken(
      { person: 'ada', ttlSeconds: 60 },
      { name: 'dev', secret: 'x'.repeat(32) },
      time.nowMs,
    )
    for (const other of [await identify({}), await identify({ token: foreign })])
      await assert.rejects(accounts.renew(other), { reason: 'account.needed' })
  })

  it('end earlier tokens with a new password', async (context) => {
    const { accounts, make, identify } = await setUp(context)
    const first = await make('ada')
    const identity: Identity = await identify({ token: first.token })
    const change = { password, newPassword: 'battery staple' }
    await assert.rejects(accounts.setPassword(identity, { ...change, password: 'wrong' }, caller), {
      reason: 'account.credentialsWrong',
    })
    await assert.rejects(accounts.setPassword(await identify({}), change, caller), { reason: 'account.needed' })
    const second = await accounts.setPassword(identity, change, caller)
    const tokenInvalid = { reason: 'session.tokenInvalid' }
    await assert.rejects(identify({ token: first.token }), tokenInvalid)
    await assert.rejects(accounts.renew(identity), tokenInvalid)
    await assert.rejects(
      accounts.setPassword(identity, { ...change, password: 'battery staple' }, caller),
      tokenInvalid,
    )
    assert.equal((await identify({ token: second.token })).person.id, first.person)
    await assert.rejects(accounts.signIn({ account: 'ada', password }, caller), { reason: 'account.credentialsWrong' })
    await accounts.signIn({ account: 'ada', password: 'battery staple' }, caller)
  })
})

describe('invitations', () => {
  it('let a guest into their room alone, where guests stay out, and know them again', async (context) => {
    const { identify, invitations } = await setUp(context, { guests: false })
    const { secret, invitation } = await invitations.make({ room: 'hall', role: 'moderator', uses: 1, by: 'server' })
    const identity = await identify({ invitation: secret, name: 'Bob' })
    assert.deepEqual(identity.invited, { id: invitation.id, room: 'hall', role: 'moderator' })
    assert.deepEqual([identity.grants.room, identity.grants.create, identity.grants.moderate], ['hall', false, false])
    const again = await identify({ invitation: secret, guest: identity.guest })
    assert.equal(again.person.id, identity.person.id)
    await assert.rejects(identify({ invitation: secret }), { reason: 'invitation.invalid' })
    await assert.rejects(identify({ guest: identity.guest }), { reason: 'session.tokenRequired' })
  })

  it('give a person a role and widen no grants', async (context) => {
    const key = { name: 'dev', secret: 'x'.repeat(32) }
    const { identify, invitations, time } = await setUp(context, { keys: { dev: key.secret } })
    const { secret, invitation } = await invitations.make({ room: 'hall', role: 'member', by: 'server' })
    const token = await signToken({ person: 'ada', room: 'kitchen', ttlSeconds: 60 }, key, time.nowMs)
    const { grants, invited } = await identify({ token, invitation: secret })
    assert.deepEqual([grants.room, invited], ['kitchen', { id: invitation.id, room: 'hall', role: 'member' }])
  })

  it('to the server are not used up by hello', async (context) => {
    const { identify, accounts, invite } = await setUp(context)
    const invitation = await invite()
    await assert.rejects(identify({ invitation }), { reason: 'invitation.invalid' })
    await accounts.create({ invitation, account: 'ada', password })
  })
})
