// Rooms founded, listed, read, changed and deleted; and who is somebody in them.

import type { Handlers } from '../request.ts'

export const settingsHandlers: Handlers<
  'room.create' | 'room.list' | 'room.get' | 'room.update' | 'room.delete' | 'role.list' | 'role.set'
> = {
  'room.create': ({ session, house }, { room, ...founding }) => {
    house.roomOpenings.take({ address: session.address, person: session.identity.person.id })
    return house.register.create(room, session.identity, founding)
  },

  'room.list': ({ session, house }, { limit = 50, ...search }) =>
    house.register.list(session.identity, { limit, ...search }),

  'room.get': ({ session, house }, { room }) => {
    const { person, grants } = session.identity
    return house.register.read(room, { person, grants, address: session.address })
  },

  'room.update': async ({ session, house }, { room: name, ...change }) => {
    const { moderation } = (await house.rooms.command(name)).order
    await moderation.update(session.identity, change)
    const { person, grants } = session.identity
    return await house.register.read(name, { person, grants, address: session.address })
  },

  'room.delete': async ({ session, house }, { room }) => {
    await house.register.delete(room, session.identity)
    house.files.collect()
    return {}
  },

  'role.list': async ({ house }, { room }) => ({ roles: (await house.rooms.command(room)).order.rules.roles }),

  'role.set': async ({ session, house }, { room, person, role }) => {
    const { moderation } = (await house.rooms.command(room)).order
    await moderation.setRole(session.identity, person, role)
    return {}
  },
}
