// Publishing straight from a device: asks whether that is granted, opens it, and publishes what it gives.

/// <reference lib="dom" />

import { type Grants, Refusal, type TrackSource } from '@parley/protocol'
import type { LocalTrack, PublishOptions } from './api.ts'
import { openCamera, openMicrophone, openScreen } from './devices.ts'
import type { Platform } from './platform.ts'
import type { Publications } from './publications.ts'

interface DeviceTracksOptions {
  readonly platform: Platform
  readonly grants: () => Grants
  readonly publications: Publications
}

export class DeviceTracks {
  readonly #options: DeviceTracksOptions

  constructor(options: DeviceTracksOptions) {
    this.#options = options
  }

  async camera(constraints?: MediaTrackConstraints, options?: Partial<PublishOptions>): Promise<LocalTrack> {
    this.#mustBeGranted('camera')
    const mediaTrack = await openCamera(this.#options.platform, constraints)
    return this.#options.publications.publish(mediaTrack, { source: 'camera', ...options }, true)
  }

  async microphone(constraints?: MediaTrackConstraints, options?: Partial<PublishOptions>): Promise<LocalTrack> {
    this.#mustBeGranted('microphone')
    const mediaTrack = await openMicrophone(this.#options.platform, constraints)
    return this.#options.publications.publish(mediaTrack, { source: 'microphone', ...options }, true)
  }

  async screen(
    constraints?: DisplayMediaStreamOptions,
    options?: Partial<PublishOptions>,
  ): Promise<{ readonly video: LocalTrack; readonly audio?: LocalTrack }> {
    this.#mustBeGranted('screen')
    const { platform, grants, publications } = this.#options
    const mayHaveSound = grants().publish.includes('screenAudio')
    const screen = await openScreen(platform, mayHaveSound ? constraints : { ...constraints, audio: false })
    const sound = screen.audio
    const [video, audio] = await Promise.allSettled([
      publications.publish(screen.video, { ...options, source: 'screen' }, true),
      sound && publications.publish(sound, { ...options, source: 'screenAudio' }, true),
    ])
    if (video.status === 'fulfilled' && audio.status === 'fulfilled') {
      return audio.value ? { video: video.value, audio: audio.value } : { video: video.value }
    }
    // Both or none.
    if (video.status === 'fulfilled') await video.value.unpublish()
    if (audio.status === 'fulfilled') await audio.value?.unpublish()
    throw video.status === 'rejected' ? video.reason : audio.status === 'rejected' && audio.reason
  }

  /** So that nobody is asked for a device in vain; the server decides in any case. */
  #mustBeGranted(source: TrackSource): void {
    if (!this.#options.grants().publish.includes(source)) throw new Refusal('session.forbidden', `publishing ${source}`)
  }
}
