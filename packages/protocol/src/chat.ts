// Text that a room keeps.

import { type Static, Type } from 'typebox'
import { fact, method, own } from './declare.ts'
import { ChatText, DisplayName, Id, RoomName, Timestamp } from './fields.ts'

const MessageId = Type.Integer({
  minimum: 1,
  maximum: Number.MAX_SAFE_INTEGER,
  description: 'Rises within the room; never reused',
})
const Offset = Type.Integer({ minimum: 0, maximum: 4096, description: 'In UTF-16 units of the text' })
const Span = { start: Offset, end: Offset }

/** A person named in the text. */
export const Mention = Type.Object({ ...Span, person: Id })
export type Mention = Static<typeof Mention>

/** An http or https address in the text, found by the server; what is shown is the text, what is opened is `url`. */
export const Link = Type.Object({ ...Span, url: Type.String() })
export type Link = Static<typeof Link>

/** A file that was sent with a message. */
export const Attachment = Type.Object({
  id: Id,
  name: Type.String(),
  mediaType: Type.String({ description: 'As its sender named it; served so that no browser runs it' }),
  bytes: Type.Integer(),
  url: Type.String({ description: 'Path on this server; whoever knows it may read the file' }),
})
export type Attachment = Static<typeof Attachment>

/** What somebody said in a room. */
export const ChatMessage = Type.Object({
  id: MessageId,
  person: Id,
  name: DisplayName,
  text: Type.String({ description: 'Plain text, never HTML; empty once deleted' }),
  sentAt: Timestamp,
  links: Type.Optional(Type.Array(Link)),
  mentions: Type.Optional(Type.Array(Mention)),
  attachments: Type.Optional(Type.Array(Attachment)),
  editedAt: Type.Optional(Timestamp),
  deletedAt: Type.Optional(Timestamp),
})
export type ChatMessage = Static<typeof ChatMessage>

const Mentions = Type.Optional(Type.Array(Mention, { maxItems: 50 }))
const page = {
  before: Type.Optional(MessageId),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
}
const Messages = Type.Object({ messages: Type.Array(ChatMessage), more: Type.Boolean() })

export const chatMethods = {
  'chat.send': method({
    summary: 'Says something in a room. Answered after the message is stored.',
    permission: 'chat',
    params: {
      room: RoomName,
      text: ChatText,
      mentions: Mentions,
      attachments: Type.Optional(Type.Array(Id, { maxItems: 10, description: 'Files that chat.attach has named' })),
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
    params: { room: RoomName, ...page },
    result: Messages,
  }),
}

export const chatKeepingMethods = {
  'chat.edit': method({
    summary: 'Changes the text of an own message.',
    permission: 'chat',
    params: { room: RoomName, message: MessageId, text: ChatText, mentions: Mentions },
    result: Type.Object({ message: ChatMessage }),
  }),
  'chat.delete': method({
    summary: 'Empties a message and takes its files away: an own one, or as a moderator any.',
    permission: 'member',
    params: { room: RoomName, message: MessageId },
    result: Type.Object({ message: ChatMessage }),
  }),
  'chat.read': method({
    summary: 'Says up to where this person has read.',
    permission: 'member',
    params: { room: RoomName, upTo: MessageId },
    result: Type.Object({ unread: Type.Integer() }),
  }),
  'chat.search': method({
    summary: 'Finds messages that contain the words, newest first, whatever their case.',
    permission: 'member',
    params: { room: RoomName, search: Type.String({ minLength: 1, maxLength: 256 }), ...page },
    result: Messages,
  }),
  'chat.attach': method({
    summary: 'Names a file to be sent: it is uploaded by one HTTP PUT to `upload`, and then sent with a message.',
    permission: 'chat',
    params: {
      room: RoomName,
      name: Type.String({ minLength: 1, maxLength: 255, pattern: '^[^\\u0000-\\u001f\\u007f/\\\\]+$' }),
      mediaType: Type.String({ maxLength: 128, pattern: '^[\\w.+-]+/[\\w.+-]+$' }),
      bytes: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }),
    },
    result: Type.Object({
      attachment: Id,
      upload: Type.String({ description: 'Path on this server, good for a short time' }),
      expiresAt: Timestamp,
    }),
  }),
}

export const chatNotifications = {
  'chat.message': fact('Someone said something; it is stored.', { message: ChatMessage }),
}

export const chatKeepingNotifications = {
  'chat.changed': fact('A message was edited or deleted; it is stored.', { message: ChatMessage }),
  'chat.readElsewhere': own('Another session of this person has read up to here.', {
    room: RoomName,
    upTo: MessageId,
    unread: Type.Integer(),
  }),
}
