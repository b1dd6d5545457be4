// The signs that people give over their tiles, as a store for React: raised hands with their order, and reactions that pass.

import type { Room } from '@parley/client'
import { addReaction, type Floating, withoutSpent } from './floating.ts'
import { handOrder } from './order-people.ts'

export interface Sign {
  /** The place of the raised hand, from 1 on; undefined: it is down. */
  readonly hand: number | undefined
  readonly reactions: readonly Floating[]
}

export interface Signs {
  readonly subscribe: (listener: () => void) => () => void
  /** The same object as before where nothing has changed. */
  of(participant: string): Sign
}

/** How often it is looked whether a reaction has risen long enough. */
const tickMs = 500
const none: Sign = { hand: undefined, reactions: [] }

export const noSigns: Signs = { subscribe: () => () => {}, of: () => none }

/** Until `signal` ends it. */
export function openSigns(room: Pick<Room, 'on' | 'participants'>, signal: AbortSignal): Signs {
  const listeners = new Set<() => void>()
  const signs = new Map<string, Sign>()
  let timer: ReturnType<typeof setInterval> | undefined
  const set = (id: string, change: Partial<Sign>) => {
    const sign = { ...(signs.get(id) ?? none), ...change }
    if (sign.hand === undefined && sign.reactions.length === 0) signs.delete(id)
    else signs.set(id, sign)
  }
  const tell = () => {
    for (const listener of listeners) listener()
  }
  const countHands = () => {
    const people = [...room.participants.values()]
    const order = handOrder(people.map(({ id, handRaisedAt }) => ({ id, handRaisedAtMs: handRaisedAt?.getTime() })))
    const changed = [...new Set([...signs.keys(), ...order.keys()])].filter(
      (id) => signs.get(id)?.hand !== order.get(id),
    )
    for (const id of changed) set(id, { hand: order.get(id) })
    if (changed.length > 0) tell()
  }
  const sweep = () => {
    let floats = false
    for (const [id, { reactions }] of [...signs]) {
      const left = withoutSpent(reactions, Date.now())
      if (left !== reactions) set(id, { reactions: left })
      floats ||= left.length > 0
    }
    tell()
    if (floats) return
    clearInterval(timer)
    timer = undefined
  }
  for (const event of ['participantChanged', 'participantJoined', 'participantLeft'] as const)
    room.on(event, countHands, { signal })
  room.on(
    'reaction',
    ({ participant: { id }, reaction }) => {
      set(id, { reactions: addReaction(signs.get(id)?.reactions ?? [], reaction, Date.now()) })
      timer ??= setInterval(sweep, tickMs)
      tell()
    },
    { signal },
  )
  signal.addEventListener('abort', () => clearInterval(timer), { once: true })
  countHands()
  return {
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    of: (participant) => signs.get(participant) ?? none,
  }
}
