// A pipe as the lab has it, but with a ufrag and password that are known before: Janus wants them in SDP, and uses them.

import { randomBytes } from 'node:crypto'
import { PeerConnection, type Track } from 'node-datachannel'
import type { Certificate } from '../../packages/lab/src/rtc/certificate.ts'
import { type ServerParameters, syntheticOffer } from '../../packages/lab/src/rtc/offer.ts'
import { isRtcp } from '../../packages/lab/src/rtp/packet.ts'
import { ownAddress } from '../own-network.ts'

const connectMs = 15_000

export interface JanusPipeEvents {
  readonly onRtp: (packet: Buffer) => void
  readonly onRtcp: (packet: Buffer) => void
}

export class JanusPipe {
  // RFC 8839 §5.4: at least 4 and 22 characters.
  readonly ufrag = randomBytes(4).toString('hex')
  readonly password = randomBytes(12).toString('hex')
  readonly fingerprint: string
  readonly #peer: PeerConnection
  readonly #events: JanusPipeEvents
  #track: Track | undefined
  #isOpen = false

  constructor({ certificatePem, keyPem, fingerprint }: Certificate, events: JanusPipeEvents) {
    this.#events = events
    this.fingerprint = fingerprint
    this.#peer = new PeerConnection('bench', {
      iceServers: [],
      disableAutoNegotiation: true,
      forceMediaTransport: true,
      bindAddress: ownAddress,
      certificatePemFile: certificatePem,
      keyPemFile: keyPem,
    })
  }

  get isOpen(): boolean {
    return this.#isOpen
  }

  /** Once, and after Janus knows us. @throws {Error} it takes too long */
  async connect(server: ServerParameters): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const timer = setTimeout(() => reject(new Error('no connection to Janus')), connectMs)
    this.#peer.onTrack((track) => {
      this.#track = track
      track.onMessage((packet) => {
        if (isRtcp(packet)) this.#events.onRtcp(packet)
        else this.#events.onRtp(packet)
      })
      track.onOpen(() => resolve())
      // Without it the binding never lets go of the track.
      track.onClosed(() => {})
      if (track.isOpen()) resolve()
    })
    this.#peer.setRemoteDescription(syntheticOffer(server), 'offer')
    this.#peer.setLocalDescription('answer', { iceUfrag: this.ufrag, icePwd: this.password })
    await promise.finally(() => clearTimeout(timer))
    this.#isOpen = true
  }

  send(packet: Buffer): boolean {
    return this.#track?.sendMessageBinary(packet) ?? false
  }

  close(): void {
    this.#isOpen = false
    this.#track?.close()
    this.#peer.close()
  }
}
