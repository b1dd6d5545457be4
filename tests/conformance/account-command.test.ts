// `parley account`: what whoever runs the server does to accounts from the command line, while the server runs.

import assert from 'node:assert/strict'
import { before, it } from 'node:test'
import { runParley } from '../parley-process.ts'
import { refused, WireClient } from '../wire-client.ts'
import { withServer } from './place.ts'

const password = 'correct horse'

// A busy machine takes its time over passwords, and over the command line.
withServer('parley account', { 'session.helloMs': 120_000 }, (server) => {
  const command = (...args: readonly string[]) => runParley(['account', ...args, '--store', server().storeUrl])
  const done = async (...args: readonly string[]) => {
    const { code, stdout, stderr } = await command(...args)
    assert.equal(code, 0, stderr)
    return stdout
  }
  const client = () => WireClient.open(server().wsUrl)

  before(async () => {
    for (const [account, ...admin] of [['Ada', '--admin'], ['Bob']] as const) {
      const { stdout } = await runParley(['invite', '--store', server().storeUrl, '--url', server().url, ...admin])
      const invitation = /#invite=([\w-]+)/.exec(stdout)?.[1] ?? assert.fail(stdout)
      await using stranger = await client()
      await stranger.call('account.create', { invitation, account, password, name: `${account} Lovelace` })
    }
  })

  it('lists accounts', async () => {
    const lines = (await done('list')).trimEnd().split('\n')
    const shown = lines.map((line) => line.split('\t'))
    assert.deepEqual(
      shown.map(([account, name, admin]) => [account, name, admin]),
      [
        ['Ada', 'Ada Lovelace', 'admin'],
        ['Bob', 'Bob Lovelace', ''],
      ],
    )
    assert.match(shown[0]?.[3] ?? '', /^\d{4}-\d\d-\d\dT/)
  })

  it('gives a new password to whoever has forgotten theirs; the old one and all tokens end', async () => {
    await using bob = await client()
    const { token } = await bob.call('account.signIn', { account: 'bob', password })
    const given = (await done('reset', 'BOB')).trim()
    assert.match(given, /^[\w-]{20}$/)
    await using again = await client()
    await assert.rejects(again.hello({ token }), refused('session.tokenInvalid'))
    await assert.rejects(
      again.call('account.signIn', { account: 'bob', password }),
      refused('account.credentialsWrong'),
    )
    const signedIn = await again.call('account.signIn', { account: 'bob', password: given })
    await again.hello({ token: signedIn.token })
    await again.call('account.setPassword', { password: given, newPassword: password })
  })

  it('promotes and demotes, but never the last who runs the server', async () => {
    const isAdmin = async (account: string) => {
      await using somebody = await client()
      const { token } = await somebody.call('account.signIn', { account, password })
      return (await somebody.hello({ token })).grants.admin
    }
    const last = await command('admin', 'ada', '--off')
    assert.equal(last.code, 1)
    assert.match(last.stderr, /no other account than ada runs this server/)
    assert.equal((await command('remove', 'ada')).code, 1)
    await done('admin', 'bob')
    assert.equal(await isAdmin('bob'), true)
    await done('admin', 'bob', '--off')
    assert.equal(await isAdmin('bob'), false)
    assert.equal(await isAdmin('ada'), true)
  })

  it('removes an account, whose token is good no more', async () => {
    await using bob = await client()
    const { token } = await bob.call('account.signIn', { account: 'bob', password })
    await done('remove', 'bob')
    await assert.rejects(bob.hello({ token }), refused('session.tokenInvalid'))
    const { code, stdout, stderr } = await command('remove', 'bob')
    assert.deepEqual([code, stdout], [1, ''])
    assert.match(stderr, /^parley: there is no account "bob"/)
    assert.equal((await done('list')).trimEnd().split('\n').length, 1)
  })

  it('says what to write instead of what it cannot do', async () => {
    const { code, stderr } = await runParley(['account', 'list', '--store', 'sqlite::memory:'])
    assert.equal(code, 1)
    assert.match(stderr, /known to its server alone/)
    assert.equal((await command('reset')).code, 1)
  })
})
