// The world of a test: Node's WebSocket, a WebRTC engine without network, and time that passes when told or by itself.

/// <reference lib="dom" />

import { FakeMediaStreamTrack } from 'fake-mediastreamtrack'
import { Device, FakeHandler, testFakeParameters } from 'mediasoup-client'
import type { HandlerInterface } from 'mediasoup-client/types'
import { type Platform, uploadByFetch } from '../platform.ts'

export interface TestPlatform extends Platform {
  /** The WebRTC handlers that were made, oldest first; a test sets their connection state. */
  readonly handlers: FakeHandler[]
  setOnline(online: boolean): void
}

/** Real time, but no pauses between attempts. */
export function testPlatform(changes: Partial<Platform> = {}): TestPlatform {
  const handlers: FakeHandler[] = []
  const listeners = new Set<(online: boolean) => void>()
  return {
    WebSocket,
    upload: uploadByFetch,
    createDevice: () => Device.factory({ handlerFactory: recordingFactory(handlers) }),
    now: () => performance.now(),
    random: () => 0,
    setTimer(callback, delayMs) {
      const timer = setTimeout(callback, delayMs)
      return () => clearTimeout(timer)
    },
    onOnlineChanged(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    ...changes,
    handlers,
    setOnline(online) {
      for (const listener of listeners) listener(online)
    },
  }
}

function recordingFactory(handlers: FakeHandler[]): ReturnType<typeof FakeHandler.createFactory> {
  const inner = FakeHandler.createFactory(testFakeParameters)
  return {
    ...inner,
    factory(options): HandlerInterface {
      const handler = inner.factory(options)
      if (handler instanceof FakeHandler) handlers.push(handler)
      return handler
    },
  }
}

/** Time that a test moves by hand. */
export class ManualClock {
  #nowMs = 0
  readonly #timers = new Set<{ readonly atMs: number; readonly callback: () => void }>()

  readonly now = (): number => this.#nowMs

  readonly setTimer = (callback: () => void, delayMs: number): (() => void) => {
    const timer = { atMs: this.#nowMs + delayMs, callback }
    this.#timers.add(timer)
    return () => this.#timers.delete(timer)
  }

  get waiting(): number {
    return this.#timers.size
  }

  /** Runs what falls due, in order. */
  advance(byMs: number): void {
    const untilMs = this.#nowMs + byMs
    for (;;) {
      const [next] = [...this.#timers].filter(({ atMs }) => atMs <= untilMs).sort((a, b) => a.atMs - b.atMs)
      if (!next) break
      this.#timers.delete(next)
      this.#nowMs = next.atMs
      next.callback()
    }
    this.#nowMs = untilMs
  }
}

export function mediaTrack(kind: 'audio' | 'video', settings: MediaTrackSettings = {}): FakeMediaStreamTrack {
  return new FakeMediaStreamTrack({ kind, settings })
}

/** Waits until something is so, and says what was waited for when it never comes. */
export async function until(isSo: () => boolean, what: string): Promise<void> {
  const deadline = performance.now() + 10_000
  while (!isSo()) {
    if (performance.now() > deadline) throw new Error(`waited in vain until ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
}
