// Coming into a room, being there, and leaving it.

import { type AnyNotification, Refusal } from '@parley/protocol'
import type { Handlers, Request } from '../request.ts'

export const roomHandlers: Handlers<'room.join' | 'room.leave' | 'room.participants' | 'room.view'> = {
  'room.join': async (call, { room: name, name: displayName, password, rtpCapabilities }) => {
    const { session, house } = call
    const { person, grants } = session.identity
    const joining = session.beginJoin(name, house.limits.rooms)
    try {
      if (!house.rooms.has(name)) house.roomOpenings.take({ address: session.address, person: person.id })
      const { room, participant, state } = await house.rooms.join(name, {
        person,
        // A token's name is its issuer's word; guests choose theirs.
        name: (person.guest ? displayName : undefined) ?? person.name,
        rtpCapabilities,
        data: session.capabilities.has('data'),
        grants,
        invited: session.invited,
        password,
        address: session.address,
        session: session.id,
        recipient: { hear: hearAfterAnswer(call) },
        signal: joining.signal,
      })
      session.joined({ room, participant })
      return state
    } catch (error) {
      if (error instanceof Refusal && error.reason === 'room.waiting') {
        const withdraw = () => house.rooms.withdraw(name, session.id)
        if (joining.signal.aborted) withdraw()
        else session.waits(name, withdraw)
      }
      throw error
    } finally {
      joining.end()
    }
  },

  'room.leave': ({ session }, { room }) => {
    session.leave(room, 'left')
    return {}
  },

  'room.participants': ({ session }, { room, after, limit = 100 }) =>
    session.membership(room).room.participants.page({ limit, ...(after === undefined ? {} : { after }) }),

  'room.view': ({ session }, { room, view }) => {
    const { room: joined, participant } = session.membership(room)
    joined.forwarding.view(participant.id, view)
    return {}
  },
}

/** Holds back what a joiner hears until the answer to its join is on its way: a snapshot comes before what follows it. */
function hearAfterAnswer({ session, afterAnswer }: Request): (notification: AnyNotification) => void {
  let held: AnyNotification[] | undefined = []
  afterAnswer(() => {
    for (const notification of held ?? []) session.tell(notification)
    held = undefined
  })
  return (notification) => {
    if (held === undefined) session.tell(notification)
    else held.push(notification)
  }
}
