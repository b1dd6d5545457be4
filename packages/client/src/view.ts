// Which videos are on screen: remembered, coalesced, told to the server only when it differs from what the server knows.

import type { View } from '@parley/protocol'
import type { ViewItem } from './api.ts'
import type { CancelTimer, Platform } from './platform.ts'

const COALESCE_MS = 100
const MOST_ITEMS = 100
const LARGEST_SIDE = 16_384

interface ViewerOptions {
  readonly platform: Platform
  readonly isKnown: (trackId: string) => boolean
  readonly send: (view: View[]) => Promise<unknown>
  readonly onError: (error: Error) => void
}

export class Viewer {
  readonly #options: ViewerOptions
  #wanted: readonly View[] = []
  /** As JSON: what the server was last told in this membership. */
  #told = '[]'
  #toldAt = Number.NEGATIVE_INFINITY
  #cancelTimer: CancelTimer | undefined
  #isTelling = false

  constructor(options: ViewerOptions) {
    this.#options = options
  }

  set(items: readonly ViewItem[]): void {
    this.#wanted = items.map(({ track, width, height, priority }) => ({
      track: typeof track === 'string' ? track : track.id,
      width: side(width),
      height: side(height),
      ...(priority === undefined ? {} : { priority: Math.min(255, Math.max(1, Math.round(priority))) }),
    }))
    this.refresh()
  }

  /** The server knows nothing of a view now: after a join, or when media was set up anew. */
  start(): void {
    this.#told = '[]'
    this.#isTelling = true
    this.refresh()
  }

  /** There is a socket again, and the server knows what it knew. */
  resume(): void {
    this.#isTelling = true
    this.refresh()
  }

  /** Looks again: a wanted track may have come or gone. */
  refresh(): void {
    if (this.#cancelTimer || !this.#isTelling) return
    const { platform } = this.#options
    const waitMs = Math.max(0, this.#toldAt + COALESCE_MS - platform.now())
    this.#cancelTimer = platform.setTimer(() => {
      this.#cancelTimer = undefined
      this.#tell()
    }, waitMs)
  }

  /** Until `start` the view is only remembered. */
  stop(): void {
    this.#isTelling = false
    this.#cancelTimer?.()
    this.#cancelTimer = undefined
  }

  #tell(): void {
    const known = this.#wanted.filter(({ track }) => this.#options.isKnown(track))
    // Sorting is stable: among equals the order of the app decides who is left out.
    const view = known.sort((a, b) => (b.priority ?? 1) - (a.priority ?? 1)).slice(0, MOST_ITEMS)
    const text = JSON.stringify(view)
    if (text === this.#told) return
    this.#told = text
    this.#toldAt = this.#options.platform.now()
    this.#options.send(view).catch((error: Error) => {
      // Unless a newer one went out meanwhile, the server does not know this view: the next look tells it again.
      if (this.#told === text) this.#told = ''
      this.#options.onError(error)
    })
  }
}

function side(pixels: number): number {
  return Math.min(LARGEST_SIDE, Math.max(0, Math.round(pixels)))
}
