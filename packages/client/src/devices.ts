// Opens cameras, microphones and screens with the settings that a call wants.

/// <reference lib="dom" />

import { ParleyError } from './errors.ts'
import type { ListenOptions, Off } from './events.ts'
import { type MediaDevicesLike, type Platform, usualPlatform } from './platform.ts'

const CAMERA: MediaTrackConstraints = { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30 } }
const MICROPHONE: MediaTrackConstraints = { echoCancellation: true, noiseSuppression: true, autoGainControl: true }
const SCREEN: DisplayMediaStreamOptions = { video: { frameRate: { ideal: 30 } }, audio: true }

/** @throws {DOMException} NotAllowedError, NotFoundError … of getUserMedia @throws {ParleyError} unsupported */
export async function openCamera(platform: Platform, constraints?: MediaTrackConstraints): Promise<MediaStreamTrack> {
  const stream = await mediaDevices(platform).getUserMedia({ video: { ...CAMERA, ...constraints } })
  return first(stream.getVideoTracks())
}

export async function openMicrophone(
  platform: Platform,
  constraints?: MediaTrackConstraints,
): Promise<MediaStreamTrack> {
  const stream = await mediaDevices(platform).getUserMedia({ audio: { ...MICROPHONE, ...constraints } })
  return first(stream.getAudioTracks())
}

/** The person chooses what to show, and whether with sound where the browser offers it. */
export async function openScreen(
  platform: Platform,
  constraints?: DisplayMediaStreamOptions,
): Promise<{ readonly video: MediaStreamTrack; readonly audio: MediaStreamTrack | undefined }> {
  const stream = await mediaDevices(platform).getDisplayMedia({ ...SCREEN, ...constraints })
  return { video: first(stream.getVideoTracks()), audio: stream.getAudioTracks()[0] }
}

/** The same device again, with what was asked of it before, or another one with that. */
export async function openAgain(
  platform: Platform,
  kind: 'audio' | 'video',
  constraints: MediaTrackConstraints,
): Promise<MediaStreamTrack> {
  const stream = await mediaDevices(platform).getUserMedia({ [kind]: constraints })
  return first(kind === 'audio' ? stream.getAudioTracks() : stream.getVideoTracks())
}

/**
 * The cameras, microphones or loudspeakers of this machine, for a menu. Before the person has allowed one, browsers tell
 * neither names nor ids: list again after publishing.
 */
export async function listDevices(
  kind: MediaDeviceKind,
  { platform = usualPlatform() }: { readonly platform?: Platform } = {},
): Promise<readonly MediaDeviceInfo[]> {
  const devices = await mediaDevices(platform).enumerateDevices?.()
  return devices?.filter((device) => device.kind === kind && device.deviceId !== '') ?? []
}

/** Tells when a device was plugged in or out, or has got its name. */
export function onDevicesChanged(
  listener: () => void,
  { signal, platform = usualPlatform() }: ListenOptions & { readonly platform?: Platform } = {},
): Off {
  const ending = new AbortController()
  const until = signal === undefined ? ending.signal : AbortSignal.any([ending.signal, signal])
  platform.mediaDevices?.addEventListener?.('devicechange', listener, { signal: until })
  return () => ending.abort()
}

function mediaDevices({ mediaDevices: devices }: Platform): MediaDevicesLike {
  if (devices) return devices
  throw new ParleyError('unsupported', 'no cameras and microphones here; a web page needs HTTPS or localhost for them')
}

function first(tracks: MediaStreamTrack[]): MediaStreamTrack {
  const [track] = tracks
  if (track) return track
  throw new ParleyError('unsupported', 'the device gave no track')
}
