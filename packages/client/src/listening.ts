// Events for those who would rather wait for one, or go through them in a loop, than be called back.

import type { Parley, ParleyEvents, Room, RoomEvents } from './api.ts'
import { aborted, ParleyError } from './errors.ts'
import type { ListenOptions, Off } from './events.ts'

/** A room or a connection, to whoever does not look at what its events are. */
interface Target {
  readonly state: string
  on(event: string, listener: (value: unknown) => void, options?: ListenOptions): Off
}

/** How to wait for an event. */
export interface WaitOptions<T> extends ListenOptions {
  /** Which one is meant; default: the first that comes. */
  readonly where?: (value: T) => boolean
}

/**
 * Waits for the next event that fits. What happened before is not looked at: ask for the state first.
 * @throws {ParleyError} closed, when the room is left or the connection closed first; aborted
 */
export function nextEvent<E extends keyof RoomEvents>(
  room: Room,
  event: E,
  options?: WaitOptions<RoomEvents[E]>,
): Promise<RoomEvents[E]>
/** The same of a connection. */
export function nextEvent<E extends keyof ParleyEvents>(
  parley: Parley,
  event: E,
  options?: WaitOptions<ParleyEvents[E]>,
): Promise<ParleyEvents[E]>
export async function nextEvent(
  target: Target,
  event: string,
  { where = () => true, signal }: WaitOptions<unknown> = {},
): Promise<unknown> {
  if (signal?.aborted) throw aborted(signal)
  const ending = new AbortController()
  const { promise, resolve, reject } = Promise.withResolvers<unknown>()
  const options = { signal: ending.signal }
  signal?.addEventListener('abort', () => reject(aborted(signal)), options)
  target.on(event, (value: unknown) => where(value) && resolve(value), options)
  onEnd(target, () => reject(new ParleyError('closed', `it ended before ${event}`)), options)
  return await promise.finally(() => ending.abort())
}

/**
 * Goes through the events as they come: `for await (const { message } of eventsOf(room, 'message'))`. What comes while the
 * loop is busy waits for it. It ends when the room is left or the connection closed, when the signal is aborted, and by
 * leaving the loop. It listens from the call on.
 */
export function eventsOf<E extends keyof RoomEvents>(
  room: Room,
  event: E,
  options?: ListenOptions,
): AsyncIterableIterator<RoomEvents[E]>
/** The same of a connection. */
export function eventsOf<E extends keyof ParleyEvents>(
  parley: Parley,
  event: E,
  options?: ListenOptions,
): AsyncIterableIterator<ParleyEvents[E]>
export function eventsOf(
  target: Target,
  event: string,
  { signal }: ListenOptions = {},
): AsyncIterableIterator<unknown> {
  const ending = new AbortController()
  const waiting: unknown[] = []
  /** Those who wait for the next one; all look again whenever something has happened. */
  let wake: (() => void)[] = []
  const wakeAll = () => {
    const woken = wake
    wake = []
    for (const each of woken) each()
  }
  const end = () => {
    ending.abort()
    wakeAll()
  }
  const options = { signal: ending.signal }
  target.on(
    event,
    (value: unknown) => {
      waiting.push(value)
      wakeAll()
    },
    options,
  )
  onEnd(target, end, options)
  if (signal?.aborted) end()
  else signal?.addEventListener('abort', end, options)

  const values = {
    async next(): Promise<IteratorResult<unknown>> {
      while (waiting.length === 0 && !ending.signal.aborted) {
        const { promise, resolve } = Promise.withResolvers<void>()
        wake.push(resolve)
        await promise
      }
      return waiting.length > 0 ? { done: false, value: waiting.shift() } : { done: true, value: undefined }
    },
    async return(): Promise<IteratorResult<unknown>> {
      waiting.length = 0
      end()
      return { done: true, value: undefined }
    },
    [Symbol.asyncIterator]: () => values,
  }
  return values
}

/** Rooms tell `left` as their last, connections that they are `closed`. */
function onEnd(target: Target, listener: () => void, options: ListenOptions): void {
  if (target.state === 'left' || target.state === 'closed') listener()
  target.on('left', listener, options)
  target.on('stateChanged', () => target.state === 'closed' && listener(), options)
}
