// Hands, reactions, and data of the application over sockets.

import type { Handlers } from '../request.ts'

export const presenceHandlers: Handlers<'room.raiseHand' | 'room.react' | 'room.data'> = {
  'room.raiseHand': ({ session }, { room: name, raised }) => {
    const { room, participant } = session.membership(name)
    room.order.presence.raiseHand(participant, raised)
    return {}
  },

  'room.react': ({ session }, { room: name, reaction }) => {
    const { room, participant } = session.membership(name)
    room.order.presence.react(participant, reaction)
    return undefined
  },

  'room.data': ({ session }, { room: name, ...data }) => {
    const { room, participant } = session.membership(name)
    room.order.presence.send(participant, data)
    return undefined
  },
}
