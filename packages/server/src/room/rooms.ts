// All open rooms by name: a room opens when the first one comes and closes a while after the last one has left.

import type { Person } from '@parley/protocol'
import { Refusal } from '@parley/protocol'
import { Room, type RoomOptions } from './room.ts'

export interface RoomsOptions extends Omit<RoomOptions, 'empty' | 'overtaken'> {
  /** How long an empty room stays open. */
  readonly lingerMs: number
}

export class Rooms {
  readonly #options: RoomsOptions
  readonly #rooms = new Map<string, Promise<Room>>()
  /** Those whose opening has succeeded. */
  readonly #opened = new Set<Room>()
  readonly #lingering = new Map<string, NodeJS.Timeout>()
  #closing = false

  constructor(options: RoomsOptions) {
    this.#options = options
  }

  get size(): number {
    return this.#rooms.size
  }

  get subscriptionCount(): number {
    return this.#opened.values().reduce((sum, room) => sum + room.forwarding.subscriptionCount, 0)
  }

  /** Whether the room is open, or about to be. */
  has(name: string): boolean {
    return this.#rooms.has(name)
  }

  /** The room of this name, opened if need be. Refusals: store.unavailable, room.closed. */
  open(name: string, by: Person): Promise<Room> {
    if (this.#closing) return Promise.reject(new Refusal('room.closed'))
    clearTimeout(this.#lingering.get(name))
    this.#lingering.delete(name)
    const known = this.#rooms.get(name)
    if (known !== undefined) return known
    const opening = this.#open(name, by)
    this.#rooms.set(name, opening)
    // One that did not open is forgotten, so that the next one asked tries anew.
    opening.catch(() => this.#forget(name, opening))
    return opening
  }

  async close(): Promise<void> {
    this.#closing = true
    for (const timer of this.#lingering.values()) clearTimeout(timer)
    const opened = await Promise.allSettled(this.#rooms.values())
    await Promise.all(opened.map((result) => (result.status === 'fulfilled' ? result.value.close() : undefined)))
    this.#rooms.clear()
  }

  async #open(name: string, by: Person): Promise<Room> {
    const room = await Room.open(name, by, {
      ...this.#options,
      empty: (empty) => this.#linger(empty),
      overtaken: (lost) => {
        this.#options.log.warn('another server has opened this room', { room: name })
        this.#end(lost)
      },
    })
    this.#opened.add(room)
    return room
  }

  #linger(room: Room): void {
    clearTimeout(this.#lingering.get(room.name))
    if (this.#closing) return
    const timer = setTimeout(() => {
      this.#lingering.delete(room.name)
      if (room.size === 0) this.#end(room)
    }, this.#options.lingerMs)
    this.#lingering.set(room.name, timer)
  }

  #end(room: Room): void {
    if (!this.#opened.delete(room)) return
    this.#rooms.delete(room.name)
    room.close().catch((error) => this.#options.log.error('a room did not close', { room: room.name, error }))
  }

  #forget(name: string, opening: Promise<Room>): void {
    if (this.#rooms.get(name) === opening) this.#rooms.delete(name)
  }
}
