// Keeping order in a room: who is let in, who is heard, who is put out and stays out.

import { Refusal } from '@parley/protocol'
import type { Moderation } from '../../room/moderation.ts'
import type { Handlers, House } from '../request.ts'

export const moderationHandlers: Handlers<
  | 'lobby.admit'
  | 'lobby.deny'
  | 'participant.mute'
  | 'participant.setPublish'
  | 'participant.remove'
  | 'participant.lowerHand'
  | 'ban.add'
  | 'ban.list'
  | 'ban.lift'
> = {
  'lobby.admit': ({ session, house }, { room, waiting }) => {
    // Where nobody is, nobody waits.
    house.rooms.live(room)?.order.moderation.admit(session.identity, waiting)
    return {}
  },

  'lobby.deny': ({ session, house }, { room, waiting }) => {
    house.rooms.live(room)?.order.moderation.deny(session.identity, waiting)
    return {}
  },

  'participant.mute': async ({ session, house }, { room, participants, sources = ['microphone'] }) => {
    await here(house, room).mute(session.identity, participants, sources)
    return {}
  },

  'participant.setPublish': ({ session, house }, { room, participant, sources }) => {
    here(house, room).setPublish(session.identity, participant, sources)
    return {}
  },

  'participant.remove': ({ session, house }, { room, participant }) => {
    here(house, room).remove(session.identity, participant)
    return {}
  },

  'participant.lowerHand': ({ session, house }, { room, participant }) => {
    here(house, room).lowerHand(session.identity, participant)
    return {}
  },

  'ban.add': async ({ session, house }, { room, ...ban }) => ({
    ban: await here(house, room).ban(session.identity, ban),
  }),

  'ban.list': async ({ house }, { room }) => ({ bans: (await house.rooms.command(room)).order.rules.bans }),

  'ban.lift': async ({ session, house }, { room, ban }) => {
    await (await house.rooms.command(room)).order.moderation.lift(session.identity, ban)
    return {}
  },
}

/** Of what is done to participants: a room that is not open has none. */
function here(house: House, room: string): Moderation {
  const live = house.rooms.live(room)
  if (live === undefined) throw new Refusal('participant.notFound')
  return live.order.moderation
}
