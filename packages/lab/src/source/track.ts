// What stands for a MediaStreamTrack (https://www.w3.org/TR/mediacapture-streams) in the lab: no picture, only its source.

/// <reference lib="dom" />

import type { ClipLibrary } from './presets.ts'

export interface CameraMedia {
  readonly kind: 'video'
  readonly clips: ClipLibrary
  readonly width: number
  readonly height: number
}

export interface MicrophoneMedia {
  readonly kind: 'audio'
  readonly clips: ClipLibrary
  /** −127…0, what the level extension says of every packet. */
  readonly levelDbov: number
}

export interface ReceivedMedia {
  readonly kind: 'audio' | 'video'
}

export class LabTrack implements MediaStreamTrack {
  readonly id: string
  readonly label = 'lab'
  readonly muted = false
  contentHint = ''
  enabled = true
  onended: MediaStreamTrack['onended'] = null
  onmute: MediaStreamTrack['onmute'] = null
  onunmute: MediaStreamTrack['onunmute'] = null
  readonly media: CameraMedia | MicrophoneMedia | ReceivedMedia
  #readyState: MediaStreamTrackState = 'live'
  #events: EventTarget | undefined

  constructor(id: string, media: CameraMedia | MicrophoneMedia | ReceivedMedia) {
    this.id = id
    this.media = media
  }

  get kind(): 'audio' | 'video' {
    return this.media.kind
  }

  get readyState(): MediaStreamTrackState {
    return this.#readyState
  }

  stop(): void {
    this.#readyState = 'ended'
  }

  /** As if the device had been unplugged: fires `ended`. */
  end(): void {
    if (this.#readyState === 'ended') return
    this.#readyState = 'ended'
    this.dispatchEvent(new Event('ended'))
  }

  getSettings(): MediaTrackSettings {
    if (!('width' in this.media)) return {}
    const { width, height } = this.media
    return { width, height, frameRate: 30 }
  }

  getCapabilities(): MediaTrackCapabilities {
    return {}
  }

  getConstraints(): MediaTrackConstraints {
    return {}
  }

  applyConstraints(): Promise<void> {
    return Promise.resolve()
  }

  clone(): LabTrack {
    return new LabTrack(`${this.id}-clone`, this.media)
  }

  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: AddEventListenerOptions,
  ): void {
    // Made when somebody listens: a receiver of hundreds of tracks has hundreds of these.
    this.#events ??= new EventTarget()
    this.#events.addEventListener(type, listener, options)
  }

  removeEventListener(type: string, listener: EventListenerOrEventListenerObject): void {
    this.#events?.removeEventListener(type, listener)
  }

  dispatchEvent(event: Event): boolean {
    return this.#events?.dispatchEvent(event) ?? true
  }
}
