// One visit to a room, from the first connection to the end: what the screen shows at each moment.

import { connect, type Moderated, type Parley, type Room, type SignedIn } from '@parley/client'
import type { Capture } from '../devices/capture.ts'
import { openQuality, type Quality } from '../quality/quality.ts'
import { recallGuest, rememberGuest } from '../remembered.ts'
import { type Ending, endingOfError, endingOfLeaving } from './ending.ts'
import { Publisher } from './publisher.ts'
import { openRoomStore, type RoomStore } from './room-store.ts'
import { openServerNews, type ServerNewsStore } from './server-news.ts'

export interface VisitOptions {
  readonly url: string
  readonly room: string
  readonly name: string
  readonly token: string | undefined
  /** The secret of an invitation into the room. */
  readonly invitation: string | undefined
  readonly password: string | undefined
  readonly capture: Capture
  /** The account has a newer token. */
  readonly onTokenRenewed: (signedIn: SignedIn) => void
}

/** Everything that lives as long as one is in the room. */
export interface Inside {
  readonly parley: Parley
  readonly room: Room
  readonly store: RoomStore
  readonly publisher: Publisher
  readonly serverNews: ServerNewsStore
  readonly quality: Quality
}

export type VisitState =
  | { readonly phase: 'joining' }
  /** In the lobby. */
  | { readonly phase: 'waiting' }
  | { readonly phase: 'inside'; readonly inside: Inside }
  | { readonly phase: 'ended'; readonly ending: Ending }

/**
 * Goes into the room and tells `show` what happens, until `signal` ends the visit. Never throws: what fails is an ending.
 * Aborting leaves the room and closes the connection; nothing is shown any more after it.
 */
export async function visit(
  options: VisitOptions,
  signal: AbortSignal,
  show: (state: VisitState) => void,
): Promise<void> {
  const tell = (state: VisitState) => {
    if (!signal.aborted) show(state)
  }
  tell({ phase: 'joining' })
  try {
    const parley = await enter(options, signal)
    const serverNews = openServerNews(parley) // from the beginning: a token may be about to end already
    try {
      tell({ phase: 'ended', ending: await stay(parley, serverNews, options, signal, tell) })
    } finally {
      serverNews.close()
      await parley.close()
    }
  } catch (error) {
    tell({ phase: 'ended', ending: endingOfError(error) })
  }
}

async function stay(
  parley: Parley,
  serverNews: ServerNewsStore,
  options: VisitOptions,
  signal: AbortSignal,
  tell: (state: VisitState) => void,
): Promise<Ending> {
  const { name, password } = options
  const room = await parley.join(options.room, {
    name,
    signal,
    onWaiting: () => tell({ phase: 'waiting' }),
    ...(password !== undefined && { password }),
  })
  const store = openRoomStore(room)
  const quality = openQuality(room)
  const publisher = new Publisher(room, options.capture, parley.grants.publish)
  try {
    publisher.open()
    const inside = { phase: 'inside', inside: { parley, room, store, publisher, serverNews, quality } } as const
    // After a restart of the server one may stand in the lobby again, and come in again from there.
    const off = room.on('stateChanged', ({ state }) => state === 'joined' && tell(inside))
    tell(inside)
    return await endOf(room, signal).finally(off)
  } finally {
    quality.close()
    publisher.close()
    store.close()
  }
}

async function enter(
  { url, room, name, token, invitation, onTokenRenewed }: VisitOptions,
  signal: AbortSignal,
): Promise<Parley> {
  const guest = token === undefined ? recallGuest(url) : undefined
  const parley = await connect(url, {
    name,
    room,
    signal,
    ...(token !== undefined && { token }),
    ...(invitation !== undefined && { invitation }),
    ...(guest !== undefined && { guest }),
  })
  if (parley.guest !== undefined) rememberGuest(url, parley.guest)
  parley.on('tokenRenewed', onTokenRenewed)
  return parley
}

/** Waits until the room is over or the visit is ended. */
async function endOf(room: Room, signal: AbortSignal): Promise<Ending> {
  const over = new AbortController()
  const until = AbortSignal.any([over.signal, signal])
  try {
    return await new Promise<Ending>((resolve, reject) => {
      let by: Moderated | undefined
      room.on(
        'moderated',
        (moderated) => {
          if (moderated.act === 'remove' || moderated.act === 'ban') by = moderated
        },
        { signal: until },
      )
      room.on('left', (event) => resolve({ ...endingOfLeaving(event), ...(by && { by }) }), { signal: until })
      signal.addEventListener('abort', () => reject(signal.reason), { signal: until })
      signal.throwIfAborted()
    })
  } finally {
    over.abort()
  }
}
