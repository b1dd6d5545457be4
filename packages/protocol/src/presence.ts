// Small things that participants show and send each other: hands, reactions, and data of the application.

import { type Static, Type } from 'typebox'
import { method, own, passing } from './declare.ts'
import { Id, RoomName } from './fields.ts'
import { SctpStreamParameters } from './rtp.ts'

/** `reliable`: everything arrives, in order; `lossy`: the newest matters, what is lost is lost. */
export const DataChannel = Type.Union([Type.Literal('reliable'), Type.Literal('lossy')])
export type DataChannel = Static<typeof DataChannel>

const Reaction = Type.String({
  minLength: 1,
  maxLength: 32,
  pattern: '^[^\\u0000-\\u001f\\u007f]+$',
  description: 'One emoji, or a word that the application knows',
})
export const Topic = Type.String({ maxLength: 64, description: 'What it is about; the application decides' })
export const Data = Type.String({
  maxLength: 16_384,
  description: 'Text, or bytes that the application has written as text',
})

export const presenceMethods = {
  'room.raiseHand': method({
    summary: 'Raises the own hand, or takes it down.',
    permission: 'member',
    params: { room: RoomName, raised: Type.Boolean() },
    result: Type.Object({}),
  }),
  'room.react': method({
    summary: 'Shows a reaction to all. Gets no answer.',
    permission: 'member',
    params: { room: RoomName, reaction: Reaction },
    result: null,
  }),
  'room.data': method({
    summary: 'Sends data of the application to all others, or to some, over their sockets. Gets no answer.',
    permission: 'data',
    params: {
      room: RoomName,
      to: Type.Optional(Type.Array(Id, { minItems: 1, maxItems: 100 })),
      topic: Type.Optional(Topic),
      data: Data,
      lossy: Type.Optional(Type.Boolean({ default: false, description: 'May be dropped for whoever reads slowly' })),
    },
    result: null,
  }),
}

export const dataChannelMethods = {
  'data.open': method({
    summary: 'Opens a pair of data channels beside the media: one to send on, one to receive what others send.',
    permission: 'data',
    params: { room: RoomName, channel: DataChannel, sctpStreamParameters: SctpStreamParameters },
    result: Type.Object({
      id: Id,
      sctpStreamParameters: SctpStreamParameters,
      label: Type.String(),
      protocol: Type.String(),
    }),
  }),
}

const received = { room: RoomName, from: Id, topic: Type.Optional(Topic), data: Data }

export const presenceNotifications = {
  'room.reaction': passing('Participants react.', {
    room: RoomName,
    reactions: Type.Array(Type.Object({ participant: Id, reaction: Reaction })),
  }),
  'room.dataReceived': own('A participant sends data.', received),
  'room.lossyDataReceived': passing('A participant sends data of which the newest matters.', received),
}
