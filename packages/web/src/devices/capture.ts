// The camera and the microphone of this machine: asked for, switched, lost and found again, as state one can watch.

import { askDevices, type DeviceKind, type DeviceRequest, deviceKinds } from './ask-devices.ts'
import type { Problem } from './problem.ts'

export interface DeviceState {
  /** Whether the person wants it on; it may still be starting, or have failed. */
  readonly wanted: boolean
  readonly starting: boolean
  /** Live while the device records. A microphone that is off may keep a disabled track, so that it is back at once. */
  readonly track: MediaStreamTrack | null
  readonly problem: Problem | null
  /** How often it has failed: tells a new failure from one that the person knows. */
  readonly failures: number
  /** The chosen device, '' for the browser's default. */
  readonly deviceId: string
  readonly choices: readonly MediaDeviceInfo[]
}

export type CaptureState = Readonly<Record<DeviceKind, DeviceState>>
export type Wishes = Record<DeviceKind, { wanted: boolean; deviceId: string }>

const inputKind = { camera: 'videoinput', microphone: 'audioinput' } as const

/** Whether a button should show the device as on: it records or is about to. One that failed is off, whatever was wished. */
export function isOn({ wanted, problem }: DeviceState): boolean {
  return wanted && problem === null
}

export class Capture {
  #state: CaptureState
  readonly #mediaDevices: MediaDevices | undefined
  readonly #listeners = new Set<() => void>()
  /** Rises with each wish, so that a device that arrives after the wish has changed is let go again. */
  readonly #wish: Record<DeviceKind, number> = { camera: 0, microphone: 0 }
  #open = false

  /** @param mediaDevices undefined on pages without https. Nothing is asked for before `open`. */
  constructor(mediaDevices: MediaDevices | undefined, wishes: Wishes) {
    this.#mediaDevices = mediaDevices
    const fresh = { starting: false, track: null, problem: null, failures: 0, choices: [] }
    this.#state = { camera: { ...fresh, ...wishes.camera }, microphone: { ...fresh, ...wishes.microphone } }
  }

  get state(): CaptureState {
    return this.#state
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Starts what is wanted, in one question to the person. May be opened again after `close`. */
  async open(): Promise<void> {
    this.#open = true
    this.#mediaDevices?.addEventListener('devicechange', this.#devicesChanged)
    await this.#start(this.#owed())
  }

  /** Lets every device go; the wishes stay. */
  close(): void {
    this.#open = false
    this.#mediaDevices?.removeEventListener('devicechange', this.#devicesChanged)
    for (const kind of deviceKinds) this.release(kind)
  }

  /** Lets one device go; the wish stays. */
  release(kind: DeviceKind): void {
    this.#wish[kind]++
    const { track } = this.#state[kind]
    this.#change(kind, { track: null, starting: false, problem: null })
    track?.stop()
  }

  async turnOn(kind: DeviceKind): Promise<void> {
    const { track } = this.#state[kind]
    this.#change(kind, { wanted: true, problem: null })
    if (track) track.enabled = true
    else await this.#start([kind])
  }

  turnOff(kind: DeviceKind): void {
    this.#change(kind, { wanted: false, problem: null })
    const { track } = this.#state[kind]
    if (kind === 'microphone' && track) track.enabled = false
    else this.release(kind)
  }

  async choose(kind: DeviceKind, deviceId: string): Promise<void> {
    this.release(kind)
    this.#change(kind, { deviceId })
    if (this.#state[kind].wanted) await this.#start([kind])
  }

  /** Asks again for whatever is wanted and failed. */
  async retry(): Promise<void> {
    await this.#start(this.#owed())
  }

  #owed(): readonly DeviceKind[] {
    return deviceKinds.filter((kind) => this.#state[kind].wanted && !this.#state[kind].track)
  }

  async #start(wantedKinds: readonly DeviceKind[]): Promise<void> {
    if (wantedKinds.length === 0) return await this.#listDevices()
    const wishes = wantedKinds.map((kind) => ({ kind, number: ++this.#wish[kind] }))
    for (const kind of wantedKinds) this.#change(kind, { starting: true, problem: null })
    const request: DeviceRequest = {}
    for (const kind of wantedKinds) request[kind] = { deviceId: this.#state[kind].deviceId }
    const answers = await askDevices(this.#mediaDevices, request)
    for (const { kind, number } of wishes) {
      const answer = answers[kind]
      const outdated = !this.#open || this.#wish[kind] !== number
      if (outdated) answer?.track?.stop()
      else if (answer?.track) {
        this.#change(kind, { starting: false, track: answer.track })
        this.#watch(kind, answer.track)
      } else this.#fail(kind, answer?.problem ?? 'unknown')
    }
    await this.#listDevices()
  }

  /** A track that ends by itself: the device was unplugged or the permission taken back. */
  #watch(kind: DeviceKind, track: MediaStreamTrack): void {
    const ended = () => {
      if (this.#state[kind].track === track) this.#fail(kind, 'lost')
    }
    track.addEventListener('ended', ended, { once: true }) // ends with the track, which nobody else keeps
  }

  #fail(kind: DeviceKind, problem: Problem): void {
    this.#change(kind, { starting: false, track: null, problem, failures: this.#state[kind].failures + 1 })
  }

  readonly #devicesChanged = async (): Promise<void> => {
    await this.#listDevices()
    const back = deviceKinds.filter((kind) => {
      const { wanted, problem, choices } = this.#state[kind]
      return wanted && (problem === 'missing' || problem === 'lost') && choices.length > 0
    })
    if (this.#open && back.length > 0) await this.#start(back)
  }

  async #listDevices(): Promise<void> {
    if (!this.#mediaDevices) return
    const all = await this.#mediaDevices.enumerateDevices()
    for (const kind of deviceKinds) {
      // Without a permission browsers list devices without ids, which nobody can choose; Windows lists one device twice.
      const choices = all.filter(
        (device) => device.kind === inputKind[kind] && device.deviceId !== '' && device.deviceId !== 'communications',
      )
      this.#change(kind, { choices })
    }
  }

  #change(kind: DeviceKind, change: Partial<DeviceState>): void {
    this.#state = { ...this.#state, [kind]: { ...this.#state[kind], ...change } }
    for (const listener of this.#listeners) listener()
  }
}
