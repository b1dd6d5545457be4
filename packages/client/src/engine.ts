// The WebRTC engine of a connection: made once, and made anew only when the server's codecs change.

import type { RtpCapabilities } from '@parley/protocol'
import type { Device, RtpCapabilities as DeviceCapabilities } from 'mediasoup-client/types'
import { toError } from './errors.ts'
import type { Platform } from './platform.ts'

export class Engine {
  readonly #platform: Platform
  readonly #onError: (error: Error) => void
  #made: Promise<Device> | undefined
  #loaded: { readonly key: string; readonly device: Promise<Device | undefined> } | undefined

  constructor(platform: Platform, onError: (error: Error) => void) {
    this.#platform = platform
    this.#onError = onError
  }

  /** Begins to fetch the engine's code while the socket opens. Failure is told when the engine is needed. */
  prepare(): void {
    this.#made ??= this.#platform.createDevice?.()
    this.#made?.catch(() => {})
  }

  /** Undefined where this platform has no WebRTC: rooms are then joined without media. Never rejects. */
  device(capabilities: RtpCapabilities): Promise<Device | undefined> {
    const key = JSON.stringify(capabilities)
    if (this.#loaded?.key !== key) this.#loaded = { key, device: this.#load(structuredClone(capabilities)) }
    return this.#loaded.device
  }

  async #load(capabilities: RtpCapabilities): Promise<Device | undefined> {
    try {
      this.prepare()
      const device = await this.#made
      // A device takes capabilities once in its life; the next ones need another.
      this.#made = undefined
      if (isDeviceCapabilities(capabilities)) await device?.load({ routerRtpCapabilities: capabilities })
      return device
    } catch (thrown) {
      this.#loaded = undefined
      this.#made = undefined
      this.#onError(toError(thrown))
      return undefined
    }
  }
}

/** The wire's shape is the device's with wider strings; the device itself checks what it is given. */
function isDeviceCapabilities(capabilities: RtpCapabilities): capabilities is RtpCapabilities & DeviceCapabilities {
  return Array.isArray(capabilities.codecs)
}

/** What this device can receive, as the server is told. */
export function receivable({ recvRtpCapabilities }: Device): { rtpCapabilities: RtpCapabilities } | undefined {
  return isWireCapabilities(recvRtpCapabilities) ? { rtpCapabilities: recvRtpCapabilities } : undefined
}

function isWireCapabilities(capabilities: DeviceCapabilities): capabilities is DeviceCapabilities & RtpCapabilities {
  return Array.isArray(capabilities.codecs)
}
