// Running a server: the calls of its administrators, typed for apps.

import type { CallName, Params, Result } from '@parley/protocol'
import type { CallOptions } from './api.ts'
import type { Administration } from './api-admin.ts'

type Call = <M extends CallName>(method: M, params: Params<M>, options?: CallOptions) => Promise<Result<M>>

const idOf = (one: { readonly id: string } | string) => (typeof one === 'string' ? one : one.id)

/** Nothing is repeated when the socket is lost: whoever acted asks anew how things are. */
export function administrationOf(call: Call): Administration {
  const forget = async (done: Promise<unknown>): Promise<void> => {
    await done
  }
  return {
    stats: () => call('server.stats', {}),
    openRooms: (options = {}) => call('room.listOpen', options),
    closeRoom: (room) => call('room.close', { room }),
    sessions: (options = {}) => call('session.list', options),
    closeSession: (session, reason) =>
      forget(call('session.close', { session: idOf(session), ...(reason === undefined ? {} : { reason }) })),
    accounts: (options = {}) => call('account.list', options),
    setAdmin: (account, admin) => forget(call('account.setAdmin', { account: idOf(account), admin })),
    removeAccount: (account) => forget(call('account.remove', { account: idOf(account) })),
    async offerReset(account) {
      const { secret, expiresAt } = await call('account.offerReset', { account: idOf(account) })
      return { secret, expiresAt: new Date(expiresAt) }
    },
    bans: (options = {}) => call('ban.listAll', options),
    liftBan: ({ room, id }) => forget(call('ban.lift', { room, ban: id })),
    invitations: async () => (await call('invitation.list', {})).invitations,
    invite: ({ admin = false, ...bounds } = {}) =>
      call('invitation.create', { role: admin ? 'owner' : 'member', ...bounds }),
    revokeInvitation: (invitation) => forget(call('invitation.revoke', { invitation: idOf(invitation) })),
  }
}
