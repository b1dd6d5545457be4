import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import { quiet } from '../log/log.ts'
import { openStore } from '../store/store.ts'
import { type InviteOptions, invite } from './invite.ts'

async function setUp(context: TestContext) {
  const folder = await mkdtemp(join(tmpdir(), 'parley-invite-'))
  context.after(() => rm(folder, { recursive: true }))
  const usual: InviteOptions = {
    storeUrl: `sqlite:${join(folder, 'parley.db')}`,
    address: 'https://parley.example.org/',
    admin: false,
    room: undefined,
    role: undefined,
    time: '7d',
    uses: undefined,
    log: quiet,
  }
  const list = async (room?: string) => {
    await using store = await openStore({ url: usual.storeUrl, log: quiet, now: Date.now })
    return await store.invitations.list(room)
  }
  return { list, run: (changes: Partial<InviteOptions> = {}) => invite({ ...usual, ...changes }) }
}

describe('parley invite', () => {
  it('prints a link to make one account with, and says what it is good for', async (context) => {
    const { run, list } = await setUp(context)
    const { link, note } = await run()
    assert.match(link, /^https:\/\/parley\.example\.org\/#invite=[\w-]{32}$/)
    assert.match(note, /^One person can make an account with it until \d{4}-/)
    const [made] = await list()
    assert.deepEqual([made?.role, made?.usesLeft, made?.by], ['member', 1, 'server'])
    const leftMs = (made?.expiresAt ?? 0) - Date.now()
    assert.ok(leftMs > 6.9 * 86_400_000 && leftMs <= 7 * 86_400_000)
  })

  it('makes an administrator, and lets people into a room with a role', async (context) => {
    const { run, list } = await setUp(context)
    assert.match((await run({ admin: true })).note, /make an account that runs this server/)
    assert.equal((await list())[0]?.role, 'owner')
    const { link, note } = await run({ room: 'a/b ü', role: 'moderator', time: '30m' })
    assert.match(link, /^https:\/\/parley\.example\.org\/r\/a%2Fb%20%C3%BC#invite=/)
    assert.match(note, /^Whoever has it can enter a\/b ü as moderator/)
    const [made] = await list('a/b ü')
    assert.deepEqual([made?.role, made?.usesLeft], ['moderator', undefined])
  })

  it('says what to write instead of what it cannot do', async (context) => {
    const { run, list } = await setUp(context)
    const wrong: [Partial<InviteOptions>, RegExp][] = [
      [{ role: 'moderator' }, /--role is of a room/],
      [{ admin: true, room: 'hall' }, /choose one/],
      [{ room: 'hall', role: 'king' }, /--role is one of owner, moderator, member, guest/],
      [{ room: ' hall ' }, /is no name of a room/],
      [{ time: 'a while' }, /--for wants a time such as/],
      [{ time: '0d' }, /--for wants a time such as/],
      [{ time: '366d' }, /a year at most/],
      [{ address: 'parley.example.org' }, /--url wants an address/],
      [{ storeUrl: 'sqlite::memory:' }, /in memory is known to its server alone/],
    ]
    for (const [changes, message] of wrong) await assert.rejects(run(changes), message)
    assert.deepEqual(await list(), [])
  })
})
