// Saying something in a room, and reading what was said.

import type { Handlers } from '../request.ts'

export const chatHandlers: Handlers<'chat.send' | 'chat.history'> = {
  'chat.send': async ({ session }, { room: name, text, key }) => {
    const { room, participant } = session.membership(name)
    return { message: await room.say(participant, text, key) }
  },

  'chat.history': ({ session }, { room: name, before, limit = 50 }) =>
    session.membership(name).room.history({ limit, ...(before === undefined ? {} : { before }) }),
}
