// Keeps what the room gets from us in agreement with what the camera and the microphone do.

import { type LocalTrack, type Participant, Refusal, type Room, type TrackSource } from '@parley/client'
import { type DeviceKind, deviceKinds } from '../devices/ask-devices.ts'
import type { Capture } from '../devices/capture.ts'

/** What it needs of the room and of the devices. */
type PublisherRoom = Pick<Room, 'localTracks' | 'state' | 'on' | 'publish'> & {
  readonly self: Pick<Participant, 'publish'>
}
type PublisherCapture = Pick<Capture, 'state' | 'subscribe' | 'release'>
type PublisherProblems = Readonly<Record<DeviceKind, boolean>>

export class Publisher {
  readonly #room: PublisherRoom
  readonly #capture: PublisherCapture
  readonly #kinds: readonly DeviceKind[]
  readonly #ending = new AbortController()
  readonly #listeners = new Set<() => void>()
  /** One settling per kind at a time: publish, replace and mute must not overtake each other. */
  readonly #settling: Record<DeviceKind, boolean> = { camera: false, microphone: false }
  /** Whether something has changed since the running settling last looked. */
  readonly #stale: Record<DeviceKind, boolean> = { camera: false, microphone: false }
  #problems: PublisherProblems = { camera: false, microphone: false }

  /** @param granted what this person may publish; a device that nobody would get does not record. */
  constructor(room: PublisherRoom, capture: PublisherCapture, granted: readonly TrackSource[]) {
    this.#room = room
    this.#capture = capture
    this.#kinds = deviceKinds.filter((kind) => granted.includes(kind))
  }

  /** Which of the own devices the others do not get, although they are on. */
  get problems(): PublisherProblems {
    return this.#problems
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  open(): void {
    const { signal } = this.#ending
    for (const kind of deviceKinds) if (!this.#kinds.includes(kind)) this.#capture.release(kind)
    const off = this.#capture.subscribe(this.settle)
    signal.addEventListener('abort', off, { once: true })
    this.#room.on('stateChanged', this.settle, { signal })
    this.#room.on('mediaStateChanged', this.settle, { signal })
    // A moderator may give or take the right to publish.
    this.#room.on('participantChanged', ({ participant }) => participant.isSelf && this.settle(), { signal })
    this.settle()
  }

  /** Stops following the devices. What is published stays until the room is left. */
  close(): void {
    this.#ending.abort()
  }

  readonly settle = (): void => {
    for (const kind of this.#kinds) void this.#settleOne(kind)
  }

  async #settleOne(kind: DeviceKind): Promise<void> {
    this.#stale[kind] = true
    if (this.#settling[kind]) return
    this.#settling[kind] = true
    try {
      while (!this.#ending.signal.aborted && this.#stale[kind]) {
        this.#stale[kind] = false
        if (await this.#step(kind)) this.#stale[kind] = true
      }
      this.#tell(kind, false)
    } catch (error) {
      // No media now: published when `mediaStateChanged` says that there is some; the room says so by itself.
      const waits = error instanceof Refusal && error.reason === 'media.unavailable'
      this.#tell(kind, !waits && this.#room.state === 'joined')
    } finally {
      this.#settling[kind] = false
    }
  }

  /** Does the next thing that brings room and device together; false when nothing is left to do. */
  async #step(kind: DeviceKind): Promise<boolean> {
    const { track, wanted } = this.#capture.state[kind]
    const local = this.#published(kind)
    const sends = wanted && track !== null && this.#room.self.publish.includes(kind)
    if (!local) {
      if (!sends) return false
      await this.#room.publish(track, { source: kind })
      return true
    }
    if (!sends && !local.muted) await local.mute()
    else if (local.mediaTrack !== track) await local.replace(track)
    else if (sends && local.muted) await local.unmute()
    else return false
    return true
  }

  #published(kind: DeviceKind): LocalTrack | undefined {
    return this.#room.localTracks.find((track) => track.source === kind)
  }

  #tell(kind: DeviceKind, problem: boolean): void {
    if (this.#problems[kind] === problem) return
    this.#problems = { ...this.#problems, [kind]: problem }
    for (const listener of this.#listeners) listener()
  }
}
