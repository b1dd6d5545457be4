// Saying something in a room, reading what was said, and what becomes of it.

import type { Handlers } from '../request.ts'

export const chatHandlers: Handlers<
  'chat.send' | 'chat.history' | 'chat.edit' | 'chat.delete' | 'chat.read' | 'chat.search' | 'chat.attach'
> = {
  'chat.send': async ({ session }, { room: name, ...draft }) => {
    const { room, participant } = session.membership(name)
    return { message: await room.chat.send(participant, draft) }
  },

  'chat.history': ({ session }, { room: name, before, limit = 50 }) =>
    session.membership(name).room.chat.page({ limit, ...(before === undefined ? {} : { before }) }),

  'chat.edit': async ({ session }, { room: name, message, text, mentions = [] }) => {
    const { room, participant } = session.membership(name)
    return { message: await room.chat.edit(participant, message, text, mentions) }
  },

  'chat.delete': async ({ session }, { room: name, message }) => {
    const { room, participant } = session.membership(name)
    return { message: await room.chat.delete(participant, participant.standing.moderates, message) }
  },

  'chat.read': ({ session }, { room: name, upTo }) => {
    const { room, participant } = session.membership(name)
    return room.chat.reading.mark(participant, upTo)
  },

  'chat.search': ({ session }, { room: name, search, before, limit = 50 }) => {
    const { room, participant } = session.membership(name)
    return room.chat.search(participant, { search, limit, ...(before === undefined ? {} : { before }) })
  },

  'chat.attach': ({ session, house }, { room, name, mediaType, bytes }) => {
    const { participant } = session.membership(room)
    return house.files.promise({ room, person: participant.person.id, name, mediaType, bytes })
  },
}
