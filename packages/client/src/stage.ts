// Tracks in elements of a page: what arrives is played there, and what is on screen is what is received.

/// <reference lib="dom" />

import type { RemoteTrack, Room, ViewItem } from './api.ts'
import type { Off } from './events.ts'

/** What a stage may be told when it is opened. */
export interface StageOptions {
  /**
   * The browser plays sound only after the person has clicked or typed here: show a button that calls `resume`. Told once
   * for each time that something could not be played.
   */
  readonly onBlocked?: () => void
}

/** How a track is shown. */
export interface ShowOptions {
  /** 1–255, larger wins when bandwidth is short. Default 1. */
  readonly priority?: number
}

/** The elements of a page in which tracks of one room are played. */
export interface Stage {
  /**
   * Plays a track in an element from now on, whenever its media arrives, until the track ends, the room is left or the
   * returned function is called. A video is received in the size that its element has on screen, and not at all while it is out of sight
   * or its page is hidden. Showing another track in the same element takes the place of the first.
   */
  show(track: RemoteTrack, element: HTMLMediaElement, options?: ShowOptions): Off
  /** Something waits for a click of the person. */
  readonly blocked: boolean
  /** Plays what was blocked: call it from a click. */
  resume(): Promise<void>
  /** Empties all elements, and receives no more video. Idempotent. */
  close(): void
}

interface Shown {
  readonly track: RemoteTrack
  readonly priority: number
  readonly resized: ResizeObserver
  readonly seen: IntersectionObserver
  inSight: boolean
}

/**
 * Opens a stage for a room; it says by itself what is on screen, so do not call `room.view` beside it.
 * Sounds need an element too: one `<audio>` for each track of them.
 */
export function openStage(room: Room, options: StageOptions = {}): Stage {
  return new RoomStage(room, options)
}

class RoomStage implements Stage {
  readonly #room: Room
  readonly #onBlocked: () => void
  readonly #shown = new Map<HTMLMediaElement, Shown>()
  readonly #blocked = new Set<HTMLMediaElement>()
  readonly #ending = new AbortController()

  constructor(room: Room, { onBlocked = () => {} }: StageOptions) {
    this.#room = room
    this.#onBlocked = onBlocked
    const { signal } = this.#ending
    room.on('subscribed', ({ track }) => this.#refresh(track), { signal })
    room.on('unsubscribed', ({ track }) => this.#refresh(track), { signal })
    room.on('trackUnpublished', ({ track }) => this.#drop(track), { signal })
    room.on('left', () => this.close(), { signal })
  }

  get blocked(): boolean {
    return this.#blocked.size > 0
  }

  show(track: RemoteTrack, element: HTMLMediaElement, { priority = 1 }: ShowOptions = {}): Off {
    if (this.#ending.signal.aborted) return () => {}
    this.#hide(element)
    const page = element.ownerDocument.defaultView
    if (page === null) throw new TypeError('the element is in no page')
    const shown: Shown = {
      track,
      priority,
      inSight: true,
      resized: new page.ResizeObserver(() => this.#look()),
      seen: new page.IntersectionObserver((entries) => {
        shown.inSight = entries.at(-1)?.isIntersecting ?? true
        this.#look()
      }),
    }
    this.#shown.set(element, shown)
    if (track.kind === 'video') {
      shown.resized.observe(element)
      shown.seen.observe(element)
      element.ownerDocument.addEventListener('visibilitychange', this.#look, { signal: this.#ending.signal })
    }
    this.#play(element, track)
    this.#look()
    return () => {
      if (this.#shown.get(element) !== shown) return
      this.#hide(element)
      this.#look()
    }
  }

  async resume(): Promise<void> {
    await Promise.all([...this.#blocked].map((element) => this.#start(element)))
  }

  close(): void {
    if (this.#ending.signal.aborted) return
    this.#ending.abort()
    for (const element of [...this.#shown.keys()]) this.#hide(element)
    this.#room.view([])
  }

  #hide(element: HTMLMediaElement): void {
    const shown = this.#shown.get(element)
    if (shown === undefined) return
    shown.resized.disconnect()
    shown.seen.disconnect()
    this.#shown.delete(element)
    this.#blocked.delete(element)
    element.srcObject = null
  }

  #drop(track: RemoteTrack): void {
    for (const [element, shown] of [...this.#shown]) if (shown.track === track) this.#hide(element)
  }

  #refresh(track: RemoteTrack): void {
    for (const [element, shown] of this.#shown) if (shown.track === track) this.#play(element, track)
  }

  #play(element: HTMLMediaElement, { mediaTrack }: RemoteTrack): void {
    const [playing] = element.srcObject instanceof MediaStream ? element.srcObject.getTracks() : []
    if (playing === mediaTrack) return
    element.srcObject = mediaTrack === undefined ? null : new MediaStream([mediaTrack])
    if (mediaTrack === undefined) return
    element.autoplay = true
    // Without it iPhones open a player of their own.
    element.setAttribute('playsinline', '')
    void this.#start(element)
  }

  async #start(element: HTMLMediaElement): Promise<void> {
    try {
      await element.play()
      this.#blocked.delete(element)
    } catch (error) {
      // Another stream took its place meanwhile, or it was emptied: nothing is wrong then.
      if (!(error instanceof DOMException) || error.name !== 'NotAllowedError' || !this.#shown.has(element)) return
      this.#blocked.add(element)
      this.#onBlocked()
    }
  }

  readonly #look = (): void => {
    const items = [...this.#shown].flatMap(([element, { track, priority, inSight }]): ViewItem[] => {
      const { defaultView: page, hidden } = element.ownerDocument
      const { clientWidth, clientHeight } = element
      if (track.kind === 'audio' || hidden || !inSight || clientWidth === 0 || page === null) return []
      const density = page.devicePixelRatio
      return [{ track, width: clientWidth * density, height: clientHeight * density, priority }]
    })
    this.#room.view(items)
  }
}
