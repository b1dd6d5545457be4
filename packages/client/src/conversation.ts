// The chat of a room as an app uses it: the calls, and what each notification means for what is known.

/// <reference lib="dom" />

import type { Attachment, CallName, ChatMessage, Params, Result, RoomState } from '@parley/protocol'
import type { CallOptions, RoomEvents } from './api.ts'
import type { Attached, AttachOptions, RoomChat, SearchOptions, SendOptions } from './api-chat.ts'
import { attach } from './attach.ts'
import { Chat } from './chat.ts'
import type { Emitter } from './events.ts'
import type { RoomNotification } from './membership.ts'
import type { Platform } from './platform.ts'
import { randomKey } from './random-key.ts'
import { Reading } from './reading.ts'

interface ConversationOptions {
  readonly room: string
  readonly platform: Platform
  /** Id of our person. */
  readonly self: () => string
  readonly call: <M extends CallName>(method: M, params: Params<M>, options?: CallOptions) => Promise<Result<M>>
  /** Does it while the room is joined, and once more if the socket is lost meanwhile. */
  readonly again: <T>(action: () => Promise<T>, signal?: AbortSignal) => Promise<T>
  /** A path of the server as a URL. */
  readonly urlOf: (path: string) => string
  readonly emit: Emitter<RoomEvents>['emit']
}

export class Conversation implements RoomChat {
  readonly #options: ConversationOptions
  readonly #chat: Chat
  readonly #reading: Reading
  /** Up to where the app has said that it has read, and the call that says so to the server. */
  #toMark = 0
  #marking: Promise<void> | undefined

  constructor(options: ConversationOptions) {
    const { room, call, emit, self } = options
    this.#options = options
    this.#chat = new Chat({
      history: (before, limit, more) => call('chat.history', { room, before, limit }, more),
      onMessage: (message) => emit('message', { message }),
      onChanged: (message) => emit('messageChanged', { message }),
    })
    this.#reading = new Reading({ self, onChanged: (read) => emit('unreadChanged', read) })
  }

  get messages(): readonly ChatMessage[] {
    return this.#chat.messages
  }
  get moreMessages(): boolean {
    return this.#chat.more
  }
  get unread(): number {
    return this.#reading.unread
  }
  get readUpTo(): number {
    return this.#reading.readUpTo
  }

  async send(text: string, { mentions, attachments, signal }: SendOptions = {}): Promise<ChatMessage> {
    const { room, platform, call, again } = this.#options
    const params = {
      room,
      text,
      key: randomKey(platform),
      ...(mentions === undefined ? {} : { mentions: [...mentions] }),
      ...(attachments === undefined ? {} : { attachments: attachments.map(({ id }) => id) }),
    }
    const { message } = await again(() => call('chat.send', params, optional(signal)), signal)
    this.#chat.add([message])
    return message
  }

  async edit(message: number, text: string, { mentions, signal }: SendOptions = {}): Promise<ChatMessage> {
    const { room, call, again } = this.#options
    const params = { room, message, text, ...(mentions === undefined ? {} : { mentions: [...mentions] }) }
    const edited = await again(() => call('chat.edit', params, optional(signal)), signal)
    return edited.message
  }

  async delete(message: number, { signal }: CallOptions = {}): Promise<ChatMessage> {
    const { room, call, again } = this.#options
    const deleted = await again(() => call('chat.delete', { room, message }, optional(signal)), signal)
    return deleted.message
  }

  async markRead(upTo = this.messages.at(-1)?.id ?? 0): Promise<void> {
    if (upTo <= Math.max(this.readUpTo, this.#toMark)) return this.#marking
    this.#toMark = upTo
    this.#marking ??= this.#mark().finally(() => {
      this.#marking = undefined
    })
    return this.#marking
  }

  olderMessages(limit?: number, options: CallOptions = {}): Promise<readonly ChatMessage[]> {
    return this.#options.again(() => this.#chat.older(limit, options), options.signal)
  }

  search(words: string, { signal, ...page }: SearchOptions = {}): Promise<Result<'chat.search'>> {
    const { room, call, again } = this.#options
    return again(() => call('chat.search', { room, search: words, ...page }, optional(signal)), signal)
  }

  attach(file: Blob, options: AttachOptions = {}): Promise<Attached> {
    const { room, platform, call, again, urlOf } = this.#options
    const { signal } = options
    const promise = (params: Params<'chat.attach'>) =>
      again(() => call('chat.attach', params, optional(signal)), signal)
    return attach({ room, platform, promise, urlOf }, file, options)
  }

  urlOf({ url }: Attachment): string {
    return this.#options.urlOf(url)
  }

  /** How it is now. What was missed before it is read in the background. */
  snapshot({ messages, moreMessages, unread, readUpTo }: RoomState): Promise<void> {
    this.#reading.set({ unread, readUpTo })
    return this.#chat.snapshot(messages, moreMessages)
  }

  /** Whether it was about the chat. */
  take({ method, params }: RoomNotification): boolean {
    switch (method) {
      case 'chat.message':
        this.#chat.add([params.message])
        this.#reading.told(params.message)
        return true
      case 'chat.changed':
        this.#chat.change(params.message)
        this.#reading.changed(params.message)
        return true
      case 'chat.readElsewhere':
        this.#reading.set({ readUpTo: params.upTo, unread: params.unread })
        return true
      default:
        return false
    }
  }

  /** One call at a time; whatever is read meanwhile goes with the next. */
  async #mark(): Promise<void> {
    const { room, call, again } = this.#options
    while (this.#toMark > this.readUpTo) {
      const upTo = this.#toMark
      try {
        const { unread } = await again(() => call('chat.read', { room, upTo }))
        this.#reading.set({ readUpTo: Math.max(upTo, this.readUpTo), unread })
      } catch (error) {
        this.#toMark = this.readUpTo
        throw error
      }
    }
  }
}

function optional(signal: AbortSignal | undefined): CallOptions {
  return signal === undefined ? {} : { signal }
}
