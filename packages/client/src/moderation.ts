// Keeping order in one room: the calls of moderators and owners, typed for apps.

import type { CallName, Params, Result, TrackSource } from '@parley/protocol'
import type { CallOptions, Participant } from './api.ts'
import type { RoomModeration } from './api-order.ts'

type Call = <M extends CallName>(method: M, params: Params<M>, options?: CallOptions) => Promise<Result<M>>

const idOf = (participant: Participant | string) => (typeof participant === 'string' ? participant : participant.id)

/** Nothing is repeated when the socket is lost: whoever acted sees in the room whether it was done. */
export function moderationOf(room: string, call: Call): RoomModeration {
  const forget = async (done: Promise<unknown>): Promise<void> => {
    await done
  }
  return {
    update: (change) => call('room.update', { room, ...change }),
    delete: () => forget(call('room.delete', { room })),
    admit: (waiting) => forget(call('lobby.admit', { room, waiting: waiting.map(({ id }) => id) })),
    deny: (waiting) => forget(call('lobby.deny', { room, waiting: waiting.map(({ id }) => id) })),
    mute: (participants, sources) => {
      const ids = participants.map(idOf)
      return forget(call('participant.mute', { room, participants: ids, ...(sources && { sources: [...sources] }) }))
    },
    setPublish: (participant, sources: readonly TrackSource[]) =>
      forget(call('participant.setPublish', { room, participant: idOf(participant), sources: [...sources] })),
    remove: (participant) => forget(call('participant.remove', { room, participant: idOf(participant) })),
    lowerHand: (participant) => forget(call('participant.lowerHand', { room, participant: idOf(participant) })),
    ban: async (participant, options = {}) =>
      (await call('ban.add', { room, participant: idOf(participant), ...options })).ban,
    bans: async () => (await call('ban.list', { room })).bans,
    lift: (ban) => forget(call('ban.lift', { room, ban: typeof ban === 'string' ? ban : ban.id })),
    roles: async () => (await call('role.list', { room })).roles,
    setRole: (person, role) => forget(call('role.set', { room, person, role })),
  }
}
