// Data channels beside the media.

import type { Handlers } from '../request.ts'

export const dataHandlers: Handlers<'data.open'> = {
  'data.open': ({ session }, params) => {
    const { room, participant } = session.membership(params.room)
    return room.data.open(participant, params)
  },
}
