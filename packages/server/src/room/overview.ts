// All rooms at once, as those see them who run the server: which are open, with whom, and who is banned from any.

import { type Ban, type OpenRoom, Refusal } from '@parley/protocol'
import type { Store } from '../store/store.ts'
import type { Rooms } from './rooms.ts'
import { toBan } from './rules.ts'
import { namesInside } from './seen-from-outside.ts'

export interface OverviewSearch {
  readonly search?: string | undefined
  readonly limit: number
}

export class Overview {
  readonly #rooms: Rooms
  readonly #store: Pick<Store, 'bans'>

  constructor({ rooms, store }: { readonly rooms: Rooms; readonly store: Pick<Store, 'bans'> }) {
    this.#rooms = rooms
    this.#store = store
  }

  /** Those with most people first. */
  openRooms({ search = '', limit }: OverviewSearch): { rooms: OpenRoom[]; total: number } {
    const words = search.toLowerCase()
    const found = [...this.#rooms.opened].filter(
      ({ name, order }) =>
        name.toLowerCase().includes(words) || order.rules.settings.title.toLowerCase().includes(words),
    )
    const rooms = found
      .sort((one, other) => other.participants.size - one.participants.size || (one.name < other.name ? -1 : 1))
      .slice(0, limit)
      .map(({ order, participants }) => ({
        ...order.rules.info(participants.size, 'owner'),
        people: namesInside(participants),
        trackCount: [...participants].reduce((sum, { tracks }) => sum + tracks.size, 0),
      }))
    return { rooms, total: found.length }
  }

  /** Puts all out, those who wait or are on their way in too, and says how many were inside; the room stays as it is kept. Refusal: room.notFound where it is not open. */
  close(name: string): number {
    const room = this.#rooms.live(name)
    if (room === undefined) throw new Refusal('room.notFound')
    return room.turnOut()
  }

  /** Newest first. Refusal: store.unavailable. */
  async bans({ search, limit, after }: OverviewSearch & { readonly after?: string | undefined }): Promise<{
    bans: (Ban & { room: string })[]
    next?: string
  }> {
    const { bans, more } = await this.#store.bans.listAll({ search, limit, after: readCursor(after) })
    const last = bans.at(-1)
    return {
      bans: bans.map((ban) => ({ room: ban.room, ...toBan(ban) })),
      ...(more && last !== undefined ? { next: `${last.createdAt}.${last.id}` } : {}),
    }
  }
}

/** What is no cursor begins anew. */
function readCursor(cursor = ''): { createdAt: number; id: string } | undefined {
  const [, createdAt, id] = /^(\d{1,15})\.(.+)$/.exec(cursor) ?? []
  return createdAt === undefined || id === undefined ? undefined : { createdAt: Number(createdAt), id }
}
