// What an app sees of the chat of a room.

/// <reference lib="dom" />

import type { Attachment, ChatMessage, Mention } from '@parley/protocol'
import type { CallOptions } from './api.ts'

/** What goes with a message. */
export interface SendOptions extends CallOptions {
  /** Persons named in the text, by place in UTF-16 units. */
  readonly mentions?: readonly Mention[]
  /** What `attach` has uploaded; at most 10. */
  readonly attachments?: readonly Attached[]
}

/** A file that is uploaded and waits to be sent with a message: for an hour. */
export type Attached = Omit<Attachment, 'url'>

/** How a file is uploaded. */
export interface AttachOptions {
  /** Default: that of the file, or `file`. */
  readonly name?: string
  /** Bytes that have gone out so far. In programs without XMLHttpRequest it is told once, at the end. */
  readonly onProgress?: (sentBytes: number) => void
  readonly signal?: AbortSignal
}

/** Where to search, and how much of it. */
export interface SearchOptions extends CallOptions {
  /** Only messages before this one: the last of the page before. */
  readonly before?: number
  /** Default 50, at most 200. */
  readonly limit?: number
}

/** What a room tells of its chat. */
export interface ChatEvents {
  /** Each message once, the own ones too. After a reconnect the last few hundred that were missed follow. */
  message: { readonly message: ChatMessage }
  /** A message was edited or deleted, also one that is not in `messages`. */
  messageChanged: { readonly message: ChatMessage }
  unreadChanged: { readonly unread: number; readonly readUpTo: number }
}

/** The part of a room that is text. */
export interface RoomChat {
  /**
   * The newest that are known, oldest first and without holes; another list when there are others. At most 5,000 and what
   * `olderMessages` has read: after that, and after a long absence, the oldest are dropped and `moreMessages` is true.
   */
  readonly messages: readonly ChatMessage[]
  /** Whether `olderMessages` would find some. */
  readonly moreMessages: boolean
  /** Messages of others that this person has not read, on any device; 1000 stands for more. */
  readonly unread: number
  /** Id of the last message that was read; 0: none. */
  readonly readUpTo: number

  /**
   * Says something; resolves when it is stored. Repeated once after a reconnect, and still stored only once.
   * @throws {Refusal} chat.mentionInvalid, file.notFound, session.forbidden, store.unavailable
   */
  send(text: string, options?: SendOptions): Promise<ChatMessage>
  /** Changes an own message. @throws {Refusal} chat.notFound, and those of `send` */
  edit(message: number, text: string, options?: Omit<SendOptions, 'attachments'>): Promise<ChatMessage>
  /** Empties an own message, or as a moderator any. @throws {Refusal} chat.notFound, session.forbidden */
  delete(message: number, options?: CallOptions): Promise<ChatMessage>
  /** Says that everything up to this message is read; without one, all. Call it as often as you like. */
  markRead(upTo?: number): Promise<void>
  /** Reads the page before the oldest known message, adds it to `messages` and returns it. Default 50, at most 200. */
  olderMessages(limit?: number, options?: CallOptions): Promise<readonly ChatMessage[]>
  /** Finds messages with all of these words, whatever their case, newest first. @throws {Refusal} session.tooFast: one at a time */
  search(
    words: string,
    options?: SearchOptions,
  ): Promise<{ readonly messages: readonly ChatMessage[]; readonly more: boolean }>
  /**
   * Uploads a file, to be given to `send`.
   * @throws {Refusal} file.tooLarge, file.refused, session.quota @throws {ParleyError} disconnected, aborted, fault
   */
  attach(file: Blob, options?: AttachOptions): Promise<Attached>
  /** Where an attachment is read, as a full URL: for a link, or an image. */
  urlOf(attachment: Attachment): string
}
