// The world of a lab client: `connect(url, { platform: labPlatform({ engine }) })` drives the SDK that users install.

/// <reference lib="dom" />

import type { Platform } from '@parley/client'
import { Device } from 'mediasoup-client'
import type { PresetName } from '../source/presets.ts'
import { ClientMedia, type Path } from './client-media.ts'
import type { LabEngine } from './engine.ts'
import { labHandlerFactory } from './handler.ts'

export interface LabPlatformOptions {
  readonly engine: LabEngine
  /** Default: Node's own. The client of `ws` costs 33 KB less per socket, and 18 MB less per process. */
  readonly webSocket?: Platform['WebSocket']
  /** Default: straight to the server. */
  readonly path?: Path
  /** Hears errors that no `error` listener of the SDK took; default: they are forgotten. */
  readonly onError?: (error: Error) => void
}

export interface LabPlatform extends Platform {
  /** What this client sends, receives and has measured. */
  readonly media: ClientMedia
}

/** One for each client. */
export function labPlatform({ engine, webSocket = WebSocket, path, onError }: LabPlatformOptions): LabPlatform {
  const media = new ClientMedia(engine, path)
  const handlerFactory = labHandlerFactory(media)
  return {
    media,
    WebSocket: webSocket,
    createDevice: () => Device.factory({ handlerFactory }),
    mediaDevices: {
      getUserMedia: (constraints) =>
        Promise.resolve({
          getVideoTracks: () => (constraints.video ? [engine.camera(presetOf(constraints.video))] : []),
          getAudioTracks: () => (constraints.audio ? [engine.microphone()] : []),
        }),
      getDisplayMedia: () =>
        Promise.resolve({ getVideoTracks: () => [engine.camera('1080p')], getAudioTracks: () => [] }),
    },
    now: () => performance.now(),
    random: engine.random,
    setTimer(callback, delayMs) {
      const timer = setTimeout(callback, delayMs)
      return () => clearTimeout(timer)
    },
    onOnlineChanged: () => () => {},
    reportError: (error) => onError?.(error),
  }
}

/** The preset of the height that was asked for. */
function presetOf(video: boolean | MediaTrackConstraints): PresetName {
  const wish = typeof video === 'object' ? video.height : undefined
  const height = typeof wish === 'object' ? (wish.exact ?? wish.ideal ?? wish.max) : wish
  if (height === undefined) return '720p'
  return height < 720 ? '360p' : height < 1_080 ? '720p' : '1080p'
}
