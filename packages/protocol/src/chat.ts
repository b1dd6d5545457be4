// Text that a room keeps.

import { type Static, Type } from 'typebox'
import { fact, method } from './declare.ts'
import { ChatText, DisplayName, Id, RoomName, Timestamp } from './fields.ts'

export const ChatMessage = Type.Object({
  id: Type.Integer({ minimum: 1, description: 'Rises within the room; never reused' }),
  person: Id,
  name: DisplayName,
  text: ChatText,
  sentAt: Timestamp,
})
export type ChatMessage = Static<typeof ChatMessage>

export const chatMethods = {
  'chat.send': method({
    summary: 'Says something in a room. Answered after the message is stored.',
    permission: 'chat',
    params: {
      room: RoomName,
      text: ChatText,
      key: Type.Optional(
        Type.String({
          minLength: 8,
          maxLength: 64,
          pattern: '^[!-~]+$',
          description: 'Chosen by the client; the same key is stored once',
        }),
      ),
    },
    result: Type.Object({ message: ChatMessage }),
  }),
  'chat.history': method({
    summary: 'Reads older messages, newest page first, each page oldest first.',
    permission: 'member',
    params: {
      room: RoomName,
      before: Type.Optional(
        Type.Integer({
          minimum: 1,
          maximum: Number.MAX_SAFE_INTEGER,
          description: 'Only messages with a smaller id',
        }),
      ),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
    },
    result: Type.Object({ messages: Type.Array(ChatMessage), more: Type.Boolean() }),
  }),
}

export const chatNotifications = {
  'chat.message': fact('Someone said something; it is stored.', { message: ChatMessage }),
}
