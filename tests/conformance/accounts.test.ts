// People with a password, and people who were invited: how they come in, and how they do not.

import assert from 'node:assert/strict'
import { generateKeyPairSync, randomUUID, sign } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { after, before, it } from 'node:test'
import { closeCodes } from '@parley/protocol'
import { makeToken, type Parley, runParley } from '../parley-process.ts'
import { refused, WireClient } from '../wire-client.ts'
import { eventually, freshRoom, inEachEncoding, type Place, withAnyServer, withServer } from './place.ts'

const key = 'dev=a secret of more than thirty-two characters'
const password = 'correct horse'

/** `parley invite`, while the server runs: the secret of the link. */
async function invite({ storeUrl, url }: Parley, ...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await runParley(['invite', '--store', storeUrl, '--url', url, ...args])
  assert.equal(code, 0, stderr)
  const [, secret] = /^http:\/\/127\.0\.0\.1:\d+\/(?:r\/[^#]+)?#invite=([\w-]+)\n$/.exec(stdout) ?? []
  return secret ?? assert.fail(stdout)
}

const freshName = () => `Ada-${randomUUID().slice(0, 8)}`

// A busy machine takes its time over passwords, and over the command line.
const settings = { 'auth.keys': key, 'session.messagesPerSecond': 1000, 'session.helloMs': 120_000 }

withServer('accounts', settings, (server) => {
  const moderated = freshRoom()
  let [invitation, admins, intoHall, bob, mod] = ['', '', '', '', '']
  before(async () => {
    // Once for all: on a busy machine a command takes its time.
    ;[invitation, admins, intoHall, bob, mod] = await Promise.all([
      invite(server(), '--uses', '1000'),
      invite(server(), '--admin', '--uses', '10'),
      invite(server(), '--room', 'hall'),
      makeToken(key, '--person', 'bob'),
      makeToken(key, '--person', 'mod', '--room', moderated, '--moderate'),
    ])
  })

  inEachEncoding(
    () => server().wsUrl,
    (place) => {
      const make = async (account = freshName()) => {
        await using client = await place.socket()
        return { account, ...(await client.call('account.create', { invitation, account, password, name: 'Ada' })) }
      }
      const enter = async (token: string) => {
        const client = await place.socket()
        await client.hello({ token })
        return client
      }

      it('are made by an invitation, and sign in with name and password', async () => {
        const { account, person } = await make()
        await using client = await place.socket()
        const beforeMs = Date.now()
        const signedIn = await client.call('account.signIn', { account: account.toUpperCase(), password })
        assert.deepEqual([signedIn.person, signedIn.name], [person, 'Ada'])
        const leftMs = Date.parse(signedIn.expiresAt) - beforeMs
        assert.ok(leftMs > 11 * 3_600_000 && leftMs < 13 * 3_600_000)
        const hello = await client.hello({ token: signedIn.token, name: 'Somebody Else' })
        assert.deepEqual(hello.person, { id: person, name: 'Ada', guest: false })
        assert.deepEqual([hello.grants.create, hello.grants.admin, hello.guest], [true, false, undefined])
        const state = await client.join(freshRoom())
        assert.equal(state.participants[0]?.person, person)
      })

      it('are told nothing but that name or password are wrong', async () => {
        const { account } = await make()
        await using client = await place.socket()
        const wrong = [
          { account, password: 'wrong' },
          { account: freshName(), password },
        ]
        for (const credentials of wrong)
          await assert.rejects(client.call('account.signIn', credentials), refused('account.credentialsWrong'))
      })

      it('are refused a name that is taken, in whatever case', async () => {
        const { account } = await make()
        await using client = await place.socket()
        const again = { invitation, account: account.toUpperCase(), password }
        await assert.rejects(client.call('account.create', again), refused('account.nameTaken'))
      })

      it('are refused names and passwords that are none', async () => {
        await using client = await place.socket()
        for (const account of ['', 'a', '-ada', 'a b', 'x'.repeat(65), 'a\u0000b', "'; drop table accounts;--"]) {
          const answer = await client.request('account.create', { invitation, account, password })
          assert.ok('error' in answer && answer.error.code === -32602, account)
        }
        for (const short of ['', '1234567', 'x'.repeat(257)]) {
          const answer = await client.request('account.create', { invitation, account: freshName(), password: short })
          assert.ok('error' in answer && answer.error.code === -32602)
        }
      })

      it('renew their token, on a session that then lives on', async () => {
        const { token } = await make()
        await using client = await enter(token)
        const { token: newer, expiresAt } = await client.call('account.renew', {})
        const refreshed = await client.call('session.refresh', { token: newer })
        assert.equal(refreshed.expiresAt, expiresAt)
      })

      it('are needed to renew a token or change a password', async () => {
        await using client = await enter(bob)
        await assert.rejects(client.call('account.renew', {}), refused('account.needed'))
        const change = { password, newPassword: 'battery staple' }
        await assert.rejects(client.call('account.setPassword', change), refused('account.needed'))
      })

      it('end the tokens that were given out before with a new password', async () => {
        const { account, token } = await make()
        await using client = await enter(token)
        await using other = await enter(token)
        const change = { password, newPassword: 'battery staple' }
        await assert.rejects(
          client.call('account.setPassword', { ...change, password: 'wrong' }),
          refused('account.credentialsWrong'),
        )
        const newer = await client.call('account.setPassword', change)
        await client.call('account.renew', {})
        assert.equal((await other.closed).code, closeCodes.tokenExpired.code)
        await assert.rejects(client.call('session.refresh', { token }), refused('session.tokenInvalid'))
        await using late = await place.socket()
        await assert.rejects(late.hello({ token }), refused('session.tokenInvalid'))
        await assert.rejects(late.call('account.signIn', { account, password }), refused('account.credentialsWrong'))
        await late.hello({ token: newer.token })
      })

      it('invite others: who runs the server to it, and nobody else', async () => {
        await using admin = await place.socket()
        const asAdmin = { invitation: admins, account: freshName(), password }
        const { token } = await admin.call('account.create', asAdmin)
        assert.equal((await admin.hello({ token })).grants.admin, true)
        const made = await admin.call('invitation.create', { uses: 1, seconds: 60 })
        assert.deepEqual(
          [made.invitation.room, made.invitation.role, made.invitation.usesLeft, made.invitation.revoked],
          [undefined, 'member', 1, false],
        )
        const { invitations } = await admin.call('invitation.list', {})
        assert.deepEqual(
          invitations.find(({ id }) => id === made.invitation.id),
          made.invitation,
        )
        assert.ok(!JSON.stringify(invitations).includes(made.secret))
        await using stranger = await place.socket()
        const request = { invitation: made.secret, account: freshName(), password }
        const member = await stranger.call('account.create', request)
        await assert.rejects(
          stranger.call('account.create', { ...request, account: freshName() }),
          refused('invitation.invalid'),
        )
        await stranger.hello({ token: member.token })
        const forbidden = refused('session.forbidden')
        await assert.rejects(stranger.call('invitation.create', {}), forbidden)
        await assert.rejects(stranger.call('invitation.list', {}), forbidden)
        await assert.rejects(stranger.call('invitation.revoke', { invitation: made.invitation.id }), forbidden)
      })

      it('cannot be made by an invitation that was revoked, has ended, is of a room or never was', async () => {
        await using admin = await place.socket()
        const asAdmin = { invitation: admins, account: freshName(), password }
        await admin.hello({ token: (await admin.call('account.create', asAdmin)).token })
        const revoked = await admin.call('invitation.create', {})
        await admin.call('invitation.revoke', { invitation: revoked.invitation.id })
        await admin.call('invitation.revoke', { invitation: revoked.invitation.id })
        await assert.rejects(
          admin.call('invitation.revoke', { invitation: 'nonsense' }),
          refused('invitation.notFound'),
        )
        await using stranger = await place.socket()
        for (const invitation of [revoked.secret, intoHall, 'nonsense', '__proto__'])
          await assert.rejects(
            stranger.call('account.create', { invitation, account: freshName(), password }),
            refused('invitation.invalid'),
          )
      })

      it('let a guest into their room, where no guest may be otherwise', async () => {
        const room = moderated
        await using moderator = await enter(mod)
        await moderator.join(room)
        const { secret, invitation } = await moderator.call('invitation.create', { room, uses: 1 })
        assert.deepEqual([invitation.room, invitation.role, invitation.by], [room, 'member', 'mod'])
        await using guest = await place.socket()
        const hello = await guest.hello({ invitation: secret, name: 'Bob' })
        assert.deepEqual([hello.person.guest, hello.grants.room, hello.grants.create], [true, room, false])
        assert.ok((await guest.join(room)).participants.some(({ person }) => person === 'mod'))
        await assert.rejects(guest.join(freshRoom()), refused('session.forbidden'))
        // It comes again as itself, and nobody else comes by the one use.
        await using again = await place.socket()
        assert.equal((await again.hello({ invitation: secret, guest: hello.guest ?? '' })).person.id, hello.person.id)
        await using other = await place.socket()
        await assert.rejects(other.hello({ invitation: secret }), refused('invitation.invalid'))
        await moderator.call('invitation.revoke', { room, invitation: invitation.id })
        await guest.call('session.ping', {})
        await assert.rejects(
          moderator.call('invitation.create', { room, role: 'moderator' }),
          refused('session.forbidden'),
        )
        // A role that is taken away stays away, also from who leaves and joins anew.
        await moderator.call('role.set', { room, person: hello.person.id, role: 'guest' })
        await guest.call('room.leave', { room })
        assert.equal((await guest.join(room)).info.role, 'guest')
        await assert.rejects(moderator.call('invitation.list', { room: freshRoom() }), refused('session.forbidden'))
      })
    },
  )

  it('slow down who guesses', async () => {
    await using client = await WireClient.open(server().wsUrl)
    const account = freshName()
    await client.call('account.create', { invitation, account, password })
    const reasons: string[] = []
    for (let guess = 0; guess < 11; guess += 1) {
      const answer = await client.request('account.signIn', { account, password: `guess ${guess}` })
      reasons.push('error' in answer ? `${answer.error.data?.reason}` : 'let in')
    }
    assert.deepEqual(reasons, [...Array(10).fill('account.credentialsWrong'), 'session.tooFast'])
    await assert.rejects(client.call('account.signIn', { account, password }), refused('session.tooFast'))
  })

  it('stand in the log without name of sign-in, password, token or secret', () => {
    const lines = JSON.stringify(server().log)
    for (const secret of [password, 'guess 1', 'battery staple', invitation, bob]) assert.ok(!lines.includes(secret))
    assert.ok(server().log.some(({ message }) => message === 'a sign-in failed'))
  })
})

/** Keys of an issuer on loopback, with what signs by them. */
async function openIssuer() {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const keys = [{ ...publicKey.export({ format: 'jwk' }), kid: 'one', alg: 'ES256', use: 'sig' }]
  let away = false
  const http: Server = createServer((_, response) => {
    response.writeHead(away ? 503 : 200).end(JSON.stringify({ keys }))
  })
  http.listen(0, '127.0.0.1')
  await once(http, 'listening')
  const address = http.address()
  assert.ok(typeof address === 'object' && address !== null)
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url')
  return {
    url: `http://127.0.0.1:${address.port}/jwks`,
    leave: () => {
      away = true
    },
    token(claims: object = {}) {
      const exp = Math.floor(Date.now() / 1000) + 600
      const body = { iss: 'issuer', aud: 'parley', sub: 'ada', exp, video: { roomJoin: true }, ...claims }
      const signed = `${encode({ alg: 'ES256', kid: 'one' })}.${encode(body)}`
      const signature = sign('sha256', Buffer.from(signed), { key: privateKey, dsaEncoding: 'ieee-p1363' })
      return `${signed}.${signature.toString('base64url')}`
    },
    close: () => {
      http.closeAllConnections()
      http.close()
    },
  }
}

const issuer = await openIssuer()
const absent = await openIssuer()
absent.leave()
after(() => {
  issuer.close()
  absent.close()
})
const jwks = (url: string) => ({ 'auth.jwks': url, 'auth.issuer': 'issuer', 'auth.audience': 'parley' })

withAnyServer('tokens of another issuer', jwks(issuer.url), (server) => {
  inEachEncoding(
    () => server().wsUrl,
    (place: Place) => {
      it('are taken when issuer and audience are right, and guests are not', async () => {
        await using client: WireClient = await place.socket()
        await assert.rejects(client.hello(), refused('session.tokenRequired'))
        for (const wrong of [{ iss: 'another' }, { aud: 'another' }, { sub: 'account:ada' }, { sub: 'guest:ada' }])
          await assert.rejects(client.hello({ token: issuer.token(wrong) }), refused('session.tokenInvalid'))
        assert.equal((await client.hello({ token: issuer.token() })).person.id, 'ada')
      })
    },
  )
})

withAnyServer('an issuer that does not answer', jwks(absent.url), (server) => {
  inEachEncoding(
    () => server().wsUrl,
    (place: Place) => {
      it('makes tokens be refused until later, and stands in the log', async () => {
        await using client = await place.socket()
        await assert.rejects(client.hello({ token: absent.token() }), refused('session.keysUnavailable'))
        await eventually('a line in the log', () =>
          server().log.some(({ message }) => message === 'the keys of auth.jwks cannot be read'),
        )
      })
    },
  )
})
