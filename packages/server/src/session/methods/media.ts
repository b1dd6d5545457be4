// Connecting transports, publishing tracks, receiving subscriptions.

import type { Handlers } from '../request.ts'

export const mediaHandlers: Handlers<
  | 'transport.connect'
  | 'transport.restartIce'
  | 'track.publish'
  | 'track.setMuted'
  | 'track.unpublish'
  | 'subscription.ready'
> = {
  'transport.connect': async ({ session }, { room: name, transport, dtlsParameters }) => {
    const { room, participant } = session.membership(name)
    await room.forwarding.connect(participant.id, transport, dtlsParameters)
    return {}
  },

  'transport.restartIce': async ({ session }, { room: name, transport }) => {
    const { room, participant } = session.membership(name)
    return { iceParameters: await room.forwarding.restartIce(participant.id, transport) }
  },

  'track.publish': ({ session }, params) => {
    const { room, participant } = session.membership(params.room)
    return room.tracks.publish(participant, params)
  },

  'track.setMuted': async ({ session }, { room: name, track, muted }) => {
    const { room, participant } = session.membership(name)
    await room.tracks.setMuted(participant, track, muted)
    return {}
  },

  'track.unpublish': ({ session }, { room: name, track }) => {
    const { room, participant } = session.membership(name)
    room.tracks.unpublish(participant, track)
    return {}
  },

  'subscription.ready': async ({ session }, { room: name, subscriptions }) => {
    const { room, participant } = session.membership(name)
    await room.forwarding.ready(participant.id, subscriptions)
    return undefined
  },
}
