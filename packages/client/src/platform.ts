// What the SDK needs from the world around it, so that browsers, Node, tests and the lab can each bring their own.

/// <reference lib="dom" />

import type { Device } from 'mediasoup-client/types'

/** The part of a WebSocket (https://websockets.spec.whatwg.org) that the SDK uses. */
export interface WebSocketLike {
  binaryType: string
  readonly protocol: string
  /** Sends one message. */
  send(data: string | Uint8Array<ArrayBuffer>): void
  /** Closes with a code of RFC 6455. */
  close(code?: number, reason?: string): void
  /** Tells that it is open, or could not be opened. */
  addEventListener(type: 'open' | 'error', listener: () => void): void
  /** Hands a message over. */
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void
  /** Tells its end. */
  addEventListener(type: 'close', listener: (event: { readonly code: number; readonly reason: string }) => void): void
}

/** The part of navigator.mediaDevices (https://www.w3.org/TR/mediacapture-streams) that the SDK uses. */
export interface MediaDevicesLike {
  /** Asks for cameras and microphones. */
  getUserMedia(constraints: MediaStreamConstraints): Promise<StreamLike>
  /** Asks for a screen. */
  getDisplayMedia(options: DisplayMediaStreamOptions): Promise<StreamLike>
  /** Names what is there. */
  enumerateDevices?(): Promise<MediaDeviceInfo[]>
  /** Tells when other devices are there. */
  addEventListener?(type: 'devicechange', listener: () => void, options?: { readonly signal?: AbortSignal }): void
}
/** The part of a MediaStream that the SDK uses. */
export type StreamLike = Pick<MediaStream, 'getAudioTracks' | 'getVideoTracks'>

/** Keeps a timer from going off; later it does nothing. */
export type CancelTimer = () => void

/** One HTTP PUT of a whole body. */
export interface Upload {
  readonly url: string
  readonly body: Blob
  /** Bytes that have gone out so far. */
  readonly onProgress?: ((sentBytes: number) => void) | undefined
  readonly signal?: AbortSignal | undefined
}

/** The world around the SDK. */
export interface Platform {
  readonly WebSocket: new (url: string, protocols: string[]) => WebSocketLike
  /** Makes the WebRTC engine. Without it rooms are joined without media. */
  readonly createDevice?: () => Promise<Device>
  /** The engine can open data channels. */
  readonly dataChannels?: boolean
  /** Cameras, microphones and screens; absent outside browsers and on pages without HTTPS. */
  readonly mediaDevices?: MediaDevicesLike
  /** Milliseconds of a clock that never goes back. */
  now(): number
  /** From 0 to below 1. */
  random(): number
  /** Calls back once, later. */
  setTimer(callback: () => void, delayMs: number): CancelTimer
  /** Tells when the network comes (true) or goes (false); ends with the function it returns. */
  onOnlineChanged(listener: (online: boolean) => void): () => void
  /** Tells when packets may take another way than before: a network came, or one took the place of another. */
  onNetworkChanged?(listener: () => void): () => void
  /** Tells when the page goes, for good or until its visitor comes back to it. */
  onPageHidden?(listener: () => void): () => void
  /** Resolves to the status of the answer, whatever it is; rejects when there is none, or it was aborted. */
  readonly upload?: (upload: Upload) => Promise<number>
  /** Hears errors that no `error` listener of the app took. */
  reportError?(error: Error): void
}

/** What `connect` takes by itself: the browser, or what a program without one has. */
export function usualPlatform(): Platform {
  const hasPage = typeof globalThis.document === 'object' || typeof globalThis.RTCPeerConnection === 'function'
  return hasPage ? browserPlatform() : nodePlatform()
}

/**
 * Programs outside browsers, such as Node ≥ 22, Deno and Bun: all but media, without another package. Rooms are joined
 * without media then, and publishing is refused with `ParleyError` `unsupported`. `connect` takes it there by itself.
 */
export function nodePlatform(): Platform {
  const { createDevice: _, dataChannels: __, ...rest } = browserPlatform()
  return { ...rest, reportError: warn }
}

/** As Node tells what nobody listens for: on stderr, and the program goes on. */
function warn(error: Error): void {
  const world: object = globalThis
  const { process }: { process?: { emitWarning?: (error: Error) => void } } = world
  process?.emitWarning?.(error)
}

/** A page in a browser. `connect` takes it there by itself. */
export function browserPlatform(): Platform {
  const devices = globalThis.navigator?.mediaDevices
  return {
    WebSocket: globalThis.WebSocket,
    // Loaded apart: an app's first screen does not need the WebRTC engine.
    dataChannels: typeof globalThis.RTCPeerConnection === 'function',
    createDevice: async () => (await import('mediasoup-client')).Device.factory(),
    ...(devices === undefined ? {} : { mediaDevices: devices }),
    upload: typeof globalThis.XMLHttpRequest === 'function' ? uploadWithProgress : uploadByFetch,
    now: () => performance.now(),
    random: () => Math.random(),
    setTimer(callback, delayMs) {
      const timer = setTimeout(callback, delayMs)
      return () => clearTimeout(timer)
    },
    onOnlineChanged(listener) {
      if (typeof globalThis.addEventListener !== 'function') return () => {}
      const ending = new AbortController()
      globalThis.addEventListener('online', () => listener(true), { signal: ending.signal })
      globalThis.addEventListener('offline', () => listener(false), { signal: ending.signal })
      return () => ending.abort()
    },
    onNetworkChanged,
    onPageHidden(listener) {
      if (typeof globalThis.addEventListener !== 'function') return () => {}
      const ending = new AbortController()
      globalThis.addEventListener('pagehide', listener, { signal: ending.signal })
      return () => ending.abort()
    },
    reportError: (error) => globalThis.reportError?.(error),
  }
}

function onNetworkChanged(listener: () => void): () => void {
  if (typeof globalThis.addEventListener !== 'function') return () => {}
  const ending = new AbortController()
  globalThis.addEventListener('online', listener, { signal: ending.signal })
  // https://wicg.github.io/netinfo. It also tells of other speeds; only another kind of network is another way.
  const network = networkInformation()
  let type = network?.type
  network?.addEventListener(
    'change',
    () => {
      if (network.type === type) return
      type = network.type
      listener()
    },
    { signal: ending.signal },
  )
  return () => ending.abort()
}

function networkInformation(): (EventTarget & { readonly type?: unknown }) | undefined {
  const navigator: unknown = globalThis.navigator
  if (typeof navigator !== 'object' || navigator === null || !('connection' in navigator)) return undefined
  return navigator.connection instanceof EventTarget ? navigator.connection : undefined
}

/** For programs outside browsers; the progress is told at the end. */
export async function uploadByFetch({ url, body, onProgress, signal }: Upload): Promise<number> {
  const response = await fetch(url, { method: 'PUT', body, ...(signal === undefined ? {} : { signal }) })
  await response.body?.cancel()
  onProgress?.(body.size)
  return response.status
}

/** Browsers tell the progress of what goes out only here. */
function uploadWithProgress({ url, body, onProgress, signal }: Upload): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  const request = new XMLHttpRequest()
  const abort = () => request.abort()
  request.upload.onprogress = ({ loaded }) => onProgress?.(loaded)
  request.onload = () => resolve(request.status)
  request.onerror = () => reject(new Error('no answer to the upload'))
  request.onabort = () => reject(new Error('the upload was aborted'))
  request.onloadend = () => signal?.removeEventListener('abort', abort)
  request.open('PUT', url)
  request.send(body)
  signal?.addEventListener('abort', abort)
  if (signal?.aborted) abort()
  return promise
}

/** Waits; ends early, without an error, when the signal is aborted. */
export function pause(platform: Platform, delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      cancel()
      signal.removeEventListener('abort', done)
      resolve()
    }
    const cancel = platform.setTimer(done, delayMs)
    if (signal.aborted) done()
    else signal.addEventListener('abort', done)
  })
}
