import assert from 'node:assert/strict'
import { it } from 'node:test'
import type { CallName } from '@parley/protocol'
import { administrationOf } from './admin.ts'

it('whoever runs a server calls the methods of the protocol', async () => {
  const calls: [string, unknown][] = []
  const answers: Partial<Record<CallName, object>> = {
    'account.offerReset': { secret: 'secret', expiresAt: '2026-01-01T00:00:00.000Z' },
    'invitation.list': { invitations: [] },
  }
  const admin = administrationOf(async (method, params) => {
    calls.push([method, params])
    // What the caller does with it is its own; here only some answers are read at all.
    return (answers[method] ?? {}) as never
  })
  await admin.stats()
  await admin.openRooms({ search: 'a' })
  await admin.closeRoom('kitchen')
  await admin.sessions({ room: 'kitchen', limit: 2 })
  await admin.closeSession('s', 'good night')
  await admin.closeSession('s')
  await admin.accounts()
  await admin.setAdmin('ada', true)
  await admin.removeAccount('ada')
  assert.deepEqual(await admin.offerReset('ada'), { secret: 'secret', expiresAt: new Date(Date.UTC(2026, 0)) })
  await admin.bans({ after: 'x' })
  await admin.liftBan({ room: 'kitchen', id: 'b' })
  assert.deepEqual(await admin.invitations(), [])
  await admin.invite({ admin: true, uses: 1 })
  await admin.invite()
  await admin.revokeInvitation('i')
  assert.deepEqual(calls, [
    ['server.stats', {}],
    ['room.listOpen', { search: 'a' }],
    ['room.close', { room: 'kitchen' }],
    ['session.list', { room: 'kitchen', limit: 2 }],
    ['session.close', { session: 's', reason: 'good night' }],
    ['session.close', { session: 's' }],
    ['account.list', {}],
    ['account.setAdmin', { account: 'ada', admin: true }],
    ['account.remove', { account: 'ada' }],
    ['account.offerReset', { account: 'ada' }],
    ['ban.listAll', { after: 'x' }],
    ['ban.lift', { room: 'kitchen', ban: 'b' }],
    ['invitation.list', {}],
    ['invitation.create', { role: 'owner', uses: 1 }],
    ['invitation.create', { role: 'member' }],
    ['invitation.revoke', { invitation: 'i' }],
  ])
})
