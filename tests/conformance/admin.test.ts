// Running a server: what administrators see and do, and what nobody else does.

import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { before, it } from 'node:test'
import { closeCodes, methods, type Params } from '@parley/protocol'
import { makeToken, runParley } from '../parley-process.ts'
import { refused, WireClient } from '../wire-client.ts'
import { eventually, freshRoom, inEachEncoding, withServer } from './place.ts'

const key = 'dev=a secret of more than thirty-two characters'
const password = 'correct horse'
const settings = { 'auth.keys': key, 'session.messagesPerSecond': 1000, 'session.helloMs': 120_000 }

/** All that need `admin`, each called as somebody might. */
const calls: { readonly [M in AdminMethod]: Params<M> } = {
  'server.stats': {},
  'room.listOpen': {},
  'room.close': { room: 'kitchen' },
  'session.list': {},
  'session.close': { session: 'x' },
  'account.list': {},
  'account.setAdmin': { account: 'x', admin: true },
  'account.remove': { account: 'x' },
  'account.offerReset': { account: 'x' },
  'ban.listAll': {},
}
type AdminMethod =
  | 'server.stats'
  | 'room.listOpen'
  | 'room.close'
  | 'session.list'
  | 'session.close'
  | 'account.list'
  | 'account.setAdmin'
  | 'account.remove'
  | 'account.offerReset'
  | 'ban.listAll'

withServer('administration', settings, (server) => {
  let [root, bob, mod] = ['', '', '']
  const invitations: string[] = []
  /** That were given out, and stand in no log. */
  const secrets: string[] = []
  before(async () => {
    const invite = async () => {
      const args = ['invite', '--store', server().storeUrl, '--url', server().url, '--admin', '--uses', '30']
      const { stdout } = await runParley(args)
      return stdout.trim().split('#invite=')[1] ?? assert.fail(stdout)
    }
    const made = await Promise.all([
      makeToken(key, '--person', 'root', '--admin'),
      makeToken(key, '--person', 'bob', '--name', 'Bob', '--create'),
      makeToken(key, '--person', 'mod', '--moderate', '--create'),
      invite(),
    ])
    ;[root, bob, mod] = made
    invitations.push(made[3])
    // One that stays, so that others can cease to run the server.
    await using client = await WireClient.open(server().wsUrl)
    await client.call('account.create', { invitation: made[3], account: 'caretaker', password })
  })

  inEachEncoding(
    () => server().wsUrl,
    (place) => {
      const enter = async (token: string) => {
        const client = await place.socket()
        return Object.assign(client, { hi: await client.hello({ token }) })
      }
      /** Makes an account, which runs the server where the invitation is of the command line. */
      const account = async (invitation: string) => {
        await using client = await place.socket()
        const name = `Eve-${randomUUID().slice(0, 8)}`
        const made = await client.call('account.create', { invitation, account: name, password })
        return { ...made, account: name, id: made.person.slice('account:'.length) }
      }
      const accountByAdmin = async (admin: WireClient) =>
        await account((await admin.call('invitation.create', {})).secret)

      it('is refused to everybody else, also to who moderates every room', async () => {
        const declared = Object.entries(methods).flatMap(([name, { permission }]) =>
          permission === 'admin' ? [name] : [],
        )
        assert.deepEqual(Object.keys(calls).sort(), declared.sort())
        await using person = await enter(bob)
        await using moderator = await enter(mod)
        await person.join(freshRoom())
        for (const [method, params] of Object.entries(calls)) {
          for (const client of [person, moderator]) {
            const answer = await client.request(method, params)
            assert.equal('error' in answer ? answer.error.data?.reason : 'done', 'session.forbidden', method)
          }
        }
        await using stranger = await place.socket()
        const early = await stranger.request('server.stats', {})
        assert.equal('error' in early ? early.error.data?.reason : 'done', 'session.helloFirst')
      })

      it('tells how the server does', async () => {
        await using admin = await enter(root)
        assert.equal(admin.hi.grants.admin, true)
        await using guest = await enter(bob)
        await guest.join(freshRoom())
        const stats = await admin.call('server.stats', {})
        assert.ok(stats.sessions >= 2 && stats.participants >= 1 && stats.rooms >= 1)
        assert.deepEqual([stats.notReady, stats.store.available, stats.workers.length], [[], true, 1])
        assert.equal(stats.node, admin.hi.server.node)
        assert.ok(stats.messages.receivedBytes > 0 && stats.eventLoop.busySeconds > 0)
        assert.ok(stats.machine.memoryBytes > stats.machine.freeMemoryBytes)
      })

      it('lists sessions, newest first, in pages, by words and by room', async () => {
        await using admin = await enter(root)
        const name = `Zoe ${randomUUID().slice(0, 8)}`
        const token = await makeToken(key, '--person', name, '--name', name)
        await using first = await enter(token)
        await using second = await enter(token)
        const room = freshRoom()
        await second.join(room)
        const all = await admin.call('session.list', { search: name.toUpperCase() })
        assert.deepEqual(
          all.sessions.map(({ id }) => id),
          [second.hi.session, first.hi.session],
        )
        const [shown] = all.sessions
        assert.ok(shown !== undefined)
        const { since, ...facts } = shown
        assert.ok(Math.abs(Date.parse(since) - Date.now()) < 60_000)
        assert.deepEqual(facts, {
          id: second.hi.session,
          person: name,
          name,
          guest: false,
          admin: false,
          client: 'conformance 1',
          network: '127.0.0.0/24',
          connected: true,
          rooms: [room],
        })
        const page = await admin.call('session.list', { search: name, limit: 1 })
        assert.deepEqual([page.sessions.length, page.total], [1, 2])
        assert.ok(page.next !== undefined)
        const rest = await admin.call('session.list', { search: name, limit: 1, after: page.next })
        assert.deepEqual([rest.sessions[0]?.id, rest.next], [first.hi.session, undefined])
        const inside = await admin.call('session.list', { room })
        assert.deepEqual(
          inside.sessions.map(({ id }) => id),
          [second.hi.session],
        )
      })

      it('puts a session out with a reason, and the others of its room are told', async () => {
        await using admin = await enter(root)
        await using other = await enter(mod)
        await using client = await enter(bob)
        const room = freshRoom()
        await client.join(room)
        const { participants } = await other.join(room)
        await admin.call('session.close', { session: client.hi.session, reason: ` ${'ä'.repeat(100)} ` })
        const { code, reason } = await client.closed
        assert.deepEqual([code, reason], [closeCodes.putOut.code, 'ä'.repeat(60)])
        const left = await other.heard('room.participantLeft')
        assert.deepEqual(left.participants, [{ id: participants[0]?.id, reason: 'removed' }])
        await assert.rejects(admin.call('session.close', { session: client.hi.session }), refused('session.notFound'))
        await using plain = await enter(bob)
        await admin.call('session.close', { session: plain.hi.session })
        assert.equal((await plain.closed).reason, closeCodes.putOut.text)
      })

      it('lists open rooms, those with most people first, and puts all out of one', async () => {
        await using admin = await enter(root)
        const word = randomUUID()
        const [small, large] = [`small ${word}`, `large ${word}`]
        await using one = await enter(bob)
        await using two = await enter(mod)
        await one.join(small)
        await one.join(large)
        await two.join(large)
        const { rooms, total } = await admin.call('room.listOpen', { search: word })
        assert.deepEqual(
          rooms.map(({ room, participantCount, trackCount, people }) => [room, participantCount, trackCount, people]),
          [
            [large, 2, 0, ['Bob', 'mod']],
            [small, 1, 0, ['Bob']],
          ],
        )
        assert.deepEqual([rooms[0]?.settings.locked, rooms[0]?.hasPassword], [false, false])
        assert.equal(total, 2)
        assert.equal((await admin.call('room.listOpen', { search: word, limit: 1 })).rooms.length, 1)
        assert.deepEqual(await admin.call('room.close', { room: large }), { participants: 2 })
        assert.equal((await one.heard('room.left')).reason, 'closed')
        assert.equal((await two.heard('room.left')).reason, 'closed')
        await one.join(large)
        await assert.rejects(admin.call('room.close', { room: freshRoom() }), refused('room.notFound'))
      })

      it('lists accounts, and makes one run the server from now on, or no more', async () => {
        await using admin = await enter(root)
        const eve = await accountByAdmin(admin)
        await using client = await enter(eve.token)
        const { accounts } = await admin.call('account.list', { search: eve.account.toUpperCase() })
        assert.deepEqual(
          accounts.map(({ createdAt: _, ...account }) => account),
          [{ id: eve.id, account: eve.account, name: eve.account, admin: false, sessions: 1 }],
        )
        await assert.rejects(client.call('server.stats', {}), refused('session.forbidden'))
        await admin.call('account.setAdmin', { account: eve.id, admin: true })
        await client.call('server.stats', {})
        await admin.call('account.setAdmin', { account: eve.id, admin: false })
        await assert.rejects(client.call('server.stats', {}), refused('session.forbidden'))
        await accountByAdmin(admin)
        const page = await admin.call('account.list', { limit: 1 })
        const rest = await admin.call('account.list', { limit: 200, after: page.next ?? assert.fail() })
        assert.ok(rest.accounts.length >= 1 && rest.accounts.every(({ id }) => id !== page.accounts[0]?.id))
      })

      it('removes an account with its sessions', async () => {
        await using admin = await enter(root)
        const eve = await accountByAdmin(admin)
        await using client = await enter(eve.token)
        await admin.call('account.remove', { account: eve.id })
        assert.equal((await client.closed).code, closeCodes.tokenExpired.code)
        await using again = await place.socket()
        await assert.rejects(again.hello({ token: eve.token }), refused('session.tokenInvalid'))
        await assert.rejects(
          again.call('account.signIn', { account: eve.account, password }),
          refused('account.credentialsWrong'),
        )
        for (const [method, params] of [
          ['account.remove', {}],
          ['account.setAdmin', { admin: true }],
          ['account.offerReset', {}],
        ] as const) {
          const answer = await admin.request(method, { account: eve.id, ...params })
          assert.equal('error' in answer ? answer.error.data?.reason : 'done', 'account.notFound', method)
        }
      })

      it('keeps at least one account that runs the server', async () => {
        const eve = await account(invitations[0] ?? '')
        await using admin = await enter(eve.token)
        assert.equal(admin.hi.grants.admin, true)
        // Those of other sentences: this one is the last.
        for (const { id } of (await admin.call('account.list', { limit: 200 })).accounts.filter(
          ({ id, admin }) => admin && id !== eve.id,
        ))
          await admin.call('account.setAdmin', { account: id, admin: false })
        await assert.rejects(
          admin.call('account.setAdmin', { account: eve.id, admin: false }),
          refused('account.lastAdmin'),
        )
        await assert.rejects(admin.call('account.remove', { account: eve.id }), refused('account.lastAdmin'))
        await admin.call('account.setAdmin', { account: eve.id, admin: true })
      })

      it('keeps nothing for who ran the server: offers and invitations to it end with the right to make them', async () => {
        await using admin = await enter(root)
        const mallory = await account(invitations[0] ?? '')
        const eve = await accountByAdmin(admin)
        await using client = await enter(mallory.token)
        const offer = await client.call('account.offerReset', { account: eve.id })
        const invitation = await client.call('invitation.create', { role: 'owner' })
        secrets.push(offer.secret, invitation.secret)
        await admin.call('account.setAdmin', { account: mallory.id, admin: false })
        await using stranger = await place.socket()
        const newPassword = 'battery staple'
        await assert.rejects(
          stranger.call('account.resetPassword', { secret: offer.secret, newPassword }),
          refused('account.resetInvalid'),
        )
        const wanted = { invitation: invitation.secret, account: `M-${randomUUID().slice(0, 8)}`, password }
        await assert.rejects(stranger.call('account.create', wanted), refused('invitation.invalid'))
      })

      it('lists accounts whose names are long in the form in which they are compared', async () => {
        await using admin = await enter(root)
        await using client = await place.socket()
        const name = '\ufdfa'.repeat(60) + randomUUID().slice(0, 4)
        const invitation = invitations[0] ?? ''
        await client.call('account.create', { invitation, account: name, password, name: 'Long' })
        const names: string[] = []
        for (let after: string | undefined; ; ) {
          const page = await admin.call('account.list', { limit: 1, ...(after === undefined ? {} : { after }) })
          names.push(...page.accounts.map(({ account }) => account))
          after = page.next
          if (after === undefined) break
        }
        assert.ok(names.includes(name))
        await admin.call('account.remove', {
          account: (await admin.call('account.list', { search: name })).accounts[0]?.id ?? '',
        })
      })

      it('offers somebody a new password, once', async () => {
        await using admin = await enter(root)
        const eve = await accountByAdmin(admin)
        await using before = await enter(eve.token)
        const { secret, expiresAt } = await admin.call('account.offerReset', { account: eve.id })
        assert.ok(Date.parse(expiresAt) > Date.now() + 23 * 3_600_000)
        await using client = await place.socket()
        await assert.rejects(client.hello({ token: secret }), refused('session.tokenInvalid'))
        for (const wrong of ['nonsense', eve.token, `${secret}x`])
          await assert.rejects(
            client.call('account.resetPassword', { secret: wrong, newPassword: 'battery staple' }),
            refused('account.resetInvalid'),
          )
        const made = await client.call('account.resetPassword', { secret, newPassword: 'battery staple' })
        assert.equal(made.person, eve.person)
        assert.equal((await before.closed).code, closeCodes.tokenExpired.code)
        await assert.rejects(
          client.call('account.resetPassword', { secret, newPassword: 'another horse' }),
          refused('account.resetInvalid'),
        )
        await client.call('account.signIn', { account: eve.account, password: 'battery staple' })
        await client.hello({ token: made.token })
      })

      it('lists bans of all rooms, newest first, in pages', async () => {
        await using admin = await enter(root)
        const word = randomUUID()
        const rooms = [`one ${word}`, `two ${word}`]
        for (const room of rooms) {
          await using owner = await enter(mod)
          await using guest = await enter(bob)
          await owner.join(room)
          const { participant } = await guest.join(room)
          await owner.call('ban.add', { room, participant, reason: 'Noise' })
        }
        const { bans } = await admin.call('ban.listAll', { search: word })
        assert.deepEqual(
          bans.map(({ room, person, name, reason, by }) => [room, person, name, reason, by]),
          [...rooms].reverse().map((room) => [room, 'bob', 'Bob', 'Noise', 'mod']),
        )
        const page = await admin.call('ban.listAll', { search: word, limit: 1 })
        const rest = await admin.call('ban.listAll', { search: word, limit: 1, after: page.next ?? assert.fail() })
        assert.deepEqual([rest.bans, rest.next], [bans.slice(1), undefined])
        for (const { room, id } of bans) await admin.call('ban.lift', { room, ban: id })
        assert.deepEqual((await admin.call('ban.listAll', { search: word })).bans, [])
        assert.deepEqual((await admin.call('ban.listAll', { search: `${word}\0` })).bans, [])
      })
    },
  )

  it('is noted in the log and counted, without secrets', async () => {
    await eventually('the acts in the log', () =>
      ['session.close', 'room.close', 'account.setAdmin', 'account.remove', 'account.offerReset'].every((act) =>
        server().log.some((line) => line.message === 'administration' && line['act'] === act),
      ),
    )
    const samples = await server().metrics()
    assert.ok(samples.some(({ name, labels }) => name === 'parley_admin_acts_total' && labels['act'] === 'room.close'))
    const lines = JSON.stringify(server().log)
    for (const secret of [password, 'battery staple', root, ...secrets]) assert.ok(!lines.includes(secret))
  })
})
