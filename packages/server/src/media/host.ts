// What a router and all that is opened on it stand on, one living worker process, and how that is asked for something.

import { Refusal } from '@parley/protocol'
import { errors, type types } from 'mediasoup'
import type { OutgoingBitrate } from './media.ts'
import type { Load } from './placement.ts'

export interface Host {
  readonly worker: types.Worker
  readonly server: types.WebRtcServer
  readonly load: Load
  readonly outgoingBitrate: OutgoingBitrate
}

/** The refusal when the one asked for has ended while its worker lives. */
export type Gone = 'transport.notFound' | 'track.notFound' | 'media.unavailable'

/** Something of mediasoup that ends: itself, with its parent, or with its worker. */
export interface Mortal {
  readonly closed: boolean
}
export interface Opened extends Mortal {
  readonly observer: { once(event: 'close', listener: () => void): unknown }
  close(): void
}

/**
 * One request to the worker on behalf of `subject`. Whatever ended before the answer came is an expected no, not a fault.
 */
export async function ask<T>(host: Host, subject: Mortal, gone: Gone, request: () => Promise<T>): Promise<T> {
  if (subject.closed) throw refusal(host, gone)
  try {
    return await request()
  } catch (error) {
    if (subject.closed) throw refusal(host, gone, error)
    // A producer or consumer whose end is known in the worker and not yet here.
    if (error instanceof errors.NotFoundError) throw new Refusal('track.notFound', undefined, { cause: error })
    throw error
  }
}

/** Opens something on `parent` that counts as load from the request on until its close. */
export async function open<T extends Opened>(
  host: Host,
  parent: Mortal,
  gone: Gone,
  counted: keyof Load | undefined,
  request: () => Promise<T>,
): Promise<T> {
  const count = (change: 1 | -1) => {
    if (counted !== undefined) host.load[counted] += change
  }
  count(1)
  try {
    const opened = await ask(host, parent, gone, request)
    if (parent.closed) {
      // mediasoup told its children of the close before it knew of this one.
      opened.close()
      throw refusal(host, gone)
    }
    opened.observer.once('close', () => count(-1))
    return opened
  } catch (error) {
    count(-1)
    throw error
  }
}

function refusal(host: Host, gone: Gone, cause?: unknown): Refusal {
  return host.worker.closed
    ? new Refusal('media.unavailable', 'the worker of this room has ended', { cause })
    : new Refusal(gone, undefined, { cause })
}
