// What only those may do who run the server. Each act is noted: who, what and whom.

import { closeCodes, Refusal } from '@parley/protocol'
import { cutToBytes } from '../close-text.ts'
import type { AdminAct, Handlers, Request } from '../request.ts'

export const adminHandlers: Handlers<
  | 'server.stats'
  | 'room.listOpen'
  | 'room.close'
  | 'session.list'
  | 'session.close'
  | 'account.list'
  | 'account.setAdmin'
  | 'account.remove'
  | 'account.offerReset'
  | 'account.resetPassword'
  | 'ban.listAll'
> = {
  'server.stats': ({ house }) => house.stats(),

  'room.listOpen': ({ house }, { search, limit = 50 }) => house.overview.openRooms({ search, limit }),

  'room.close': (request, { room }) => {
    const participants = request.house.overview.close(room)
    noted(request, 'room.close', { room, participants })
    return { participants }
  },

  'session.list': ({ house }, { limit = 50, ...search }) => house.sessions.directory.list({ limit, ...search }),

  'session.close': (request, { session: id, reason = '' }) => {
    const session = request.house.sessions.directory.find(id)
    if (session === undefined) throw new Refusal('session.notFound')
    noted(request, 'session.close', { session: id, person: session.identity.person.id })
    // Whoever puts themselves out still gets the answer.
    request.afterAnswer(() => session.putOut(cutToBytes(reason.trim(), 120) || closeCodes.putOut.text))
    return {}
  },

  'account.list': async ({ house }, { limit = 50, ...search }) => {
    const { accounts, ...rest } = await house.access.accountKeeping.list({ limit, ...search })
    const shown = accounts.map(({ createdAt, ...account }) => ({
      ...account,
      createdAt: new Date(createdAt).toISOString(),
      sessions: house.sessions.ofAccount(account.id).length,
    }))
    return { accounts: shown, ...rest }
  },

  'account.setAdmin': async (request, { account, admin }) => {
    await request.house.access.accountKeeping.setAdmin(account, admin)
    for (const session of request.house.sessions.ofAccount(account)) session.setAdmin(admin)
    noted(request, 'account.setAdmin', { account, admin })
    return {}
  },

  'account.remove': async (request, { account }) => {
    const { access, sessions } = request.house
    await access.accountKeeping.remove(account)
    noted(request, 'account.remove', { account })
    request.afterAnswer(() => {
      for (const session of sessions.ofAccount(account)) session.expire()
    })
    return {}
  },

  'account.offerReset': async (request, { account }) => {
    const { secret, expiresAtMs } = await request.house.access.accountKeeping.offerReset(
      account,
      request.session.identity.person.id,
    )
    noted(request, 'account.offerReset', { account })
    return { secret, expiresAt: new Date(expiresAtMs).toISOString() }
  },

  'account.resetPassword': async ({ house }, { secret, newPassword }) => {
    const { signedIn, account } = await house.access.accountKeeping.resetPassword({ secret, newPassword })
    house.sessions.endEarlier(account)
    const { token, expiresAtMs, person, name } = signedIn
    return { token, expiresAt: new Date(expiresAtMs).toISOString(), person, name }
  },

  'ban.listAll': ({ house }, { limit = 50, ...search }) => house.overview.bans({ limit, ...search }),
}

function noted({ session, house }: Request, act: AdminAct, facts: Readonly<Record<string, unknown>>): void {
  house.noteAdmin(act, { by: session.identity.person.id, ...facts })
}
