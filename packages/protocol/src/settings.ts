// What a room is called and who may do what in it: founded, listed, read, changed and deleted by its people.

import { type Static, Type } from 'typebox'
import { fact, method } from './declare.ts'
import { DisplayName, Id, Password, Role, RoomName, Timestamp } from './fields.ts'

const settings = {
  title: Type.String({ maxLength: 128, description: 'What people read instead of the name; empty: the name' }),
  topic: Type.String({ maxLength: 1024, description: 'What it is about' }),
  capacity: Type.Integer({ minimum: 1, maximum: 100_000, description: 'Participants; the server may allow fewer' }),
  lobby: Type.Boolean({ description: 'Whoever is not a member waits until somebody lets them in' }),
  locked: Type.Boolean({ description: 'Nobody new comes in, moderators apart' }),
  moderated: Type.Boolean({ description: 'Only moderators, and those whom they let, publish audio and video' }),
  guests: Type.Boolean({ description: 'Guests may come in' }),
  audioOnly: Type.Boolean({ description: 'No video is published' }),
  listed: Type.Boolean({ description: 'Everybody finds it in room.list' }),
}
/** How a room is meant to be. */
export const RoomSettings = Type.Object(settings)
export type RoomSettings = Static<typeof RoomSettings>

const ChangedSettings = Type.Partial(RoomSettings)
/** `null` takes the password away. */
const ChangedPassword = Type.Optional(Type.Union([Password, Type.Null()]))

/** What a room is, as much of it as may be known from outside. */
export const RoomInfo = Type.Object({
  room: RoomName,
  settings: RoomSettings,
  hasPassword: Type.Boolean(),
  createdAt: Timestamp,
  participantCount: Type.Integer(),
  role: Type.Optional(Role),
  people: Type.Optional(
    Type.Array(DisplayName, {
      maxItems: 5,
      description:
        'Who is inside, the first five, in `room.list` and `room.get`. Absent for whoever is nobody here where the room ' +
        'is not listed, or a password, a lobby, a lock or no guests keep people out',
    }),
  ),
})
export type RoomInfo = Static<typeof RoomInfo>

const Place = Type.String({ maxLength: 128, description: 'Where the next page begins' })

export const settingsMethods = {
  'room.create': method({
    summary: 'Founds a room; the caller owns it.',
    permission: 'create',
    params: { room: RoomName, settings: Type.Optional(ChangedSettings), password: Type.Optional(Password) },
    result: RoomInfo,
  }),
  'room.list': method({
    summary: 'Lists rooms by name: those in which the caller is somebody, and those that everybody may find.',
    permission: 'session',
    params: {
      search: Type.Optional(Type.String({ maxLength: 128, description: 'In name, title and topic' })),
      after: Type.Optional(Place),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
    },
    result: Type.Object({ rooms: Type.Array(RoomInfo), next: Type.Optional(Place) }),
  }),
  'room.get': method({
    summary: 'Reads what a room is. Whoever has its name may, unless banned from it.',
    permission: 'join',
    params: { room: RoomName },
    result: RoomInfo,
  }),
  'room.update': method({
    summary: 'Changes some settings of a room, or its password.',
    permission: 'moderate',
    params: { room: RoomName, settings: Type.Optional(ChangedSettings), password: ChangedPassword },
    result: RoomInfo,
  }),
  'room.delete': method({
    summary: 'Ends a room for good, with its messages, files, roles and bans. All are put out.',
    permission: 'own',
    params: { room: RoomName },
    result: Type.Object({}),
  }),
  'role.list': method({
    summary: 'Who has a role in the room, by person.',
    permission: 'moderate',
    params: { room: RoomName },
    result: Type.Object({ roles: Type.Array(Type.Object({ person: Id, name: Type.String(), role: Role })) }),
  }),
  'role.set': method({
    summary:
      'Gives a person a role; `guest` takes it away. Moderators make members, owners make everybody. Whoever came by an ' +
      'invitation that is still good gets its role again at their next hello: revoke it too.',
    permission: 'moderate',
    params: { room: RoomName, person: Id, role: Role },
    result: Type.Object({}),
  }),
}

export const settingsNotifications = {
  'room.changed': fact('The room has other settings.', { settings: RoomSettings, hasPassword: Type.Boolean() }),
}
