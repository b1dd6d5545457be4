// Rooms over a real store, in memory unless a test brings its own, with passwords that cost next to nothing.

import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto'
import type { Grants } from '@parley/protocol'
import { quiet } from '../../log/log.ts'
import { type Media, openMedia } from '../../media/media.ts'
import { openMetrics } from '../../metrics/metrics.ts'
import { openStore, type Store } from '../../store/store.ts'
import type { RoomLimits } from '../room.ts'
import { Rooms, type RoomsOptions } from '../rooms.ts'
import type { Passwords } from '../rules.ts'

export interface TestRoomsOptions extends Partial<Omit<RoomsOptions, 'limits' | 'media'>> {
  readonly limits?: Partial<RoomLimits>
  /** Media workers; without any there is no media. */
  readonly workers?: number
}

export interface TestRooms extends AsyncDisposable {
  readonly rooms: Rooms
  readonly store: Store
  readonly media: Media
}

const usualLimits: RoomLimits = {
  capacity: 10,
  historyOnJoin: 10,
  republishMs: 10_000,
  tracks: 4,
  loudestAbove: 16,
  loudest: 8,
  dataMessagesPerSecond: 100,
  dataBytesPerSecond: 100_000,
}

export const everything: Grants = {
  room: null,
  join: true,
  publish: ['camera', 'microphone', 'screen', 'screenAudio'],
  subscribe: true,
  chat: true,
  data: true,
  create: true,
  moderate: false,
  admin: false,
}

const quickPasswords: Passwords = {
  hash: async (password) => `quick$${digest(password).toString('base64url')}`,
  matches: async (password, hash) => timingSafeEqual(digest(password), Buffer.from(hash.slice(6), 'base64url')),
}

function digest(password: string): Buffer {
  return createHmac('sha256', 'quick').update(password).digest()
}

export async function openTestRooms({ limits, workers = 0, ...options }: TestRoomsOptions = {}): Promise<TestRooms> {
  await using parts = new AsyncDisposableStack()
  const now = Date.now
  const store = options.store ?? parts.use(await openStore({ url: 'sqlite::memory:', log: quiet, now }))
  const media = parts.use(
    await openMedia({
      workers,
      listenAddress: '127.0.0.1',
      firstPort: 0,
      spreadAbove: 400,
      outgoingBitrate: { initialBps: 1_000_000, maxBps: 0 },
      log: quiet,
      now,
      random: Math.random,
    }),
  )
  const rooms = new Rooms({
    store,
    files: { urlOf: (id) => `/files/${id}`, collect: () => {} },
    media,
    metrics: openMetrics('test'),
    log: quiet,
    limits: { ...usualLimits, ...limits },
    lingerMs: 60_000,
    perPerson: 1000,
    passwords: quickPasswords,
    now,
    clock: () => performance.now(),
    newId: randomUUID,
    hashAddress: (address) => `hash of ${address}`,
    ...options,
  })
  parts.adopt(rooms, (opened) => opened.close())
  const opened = parts.move()
  return { rooms, store, media, [Symbol.asyncDispose]: () => opened.disposeAsync() }
}
