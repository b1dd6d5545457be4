// One ICE/DTLS/SRTP connection to the server that carries RTP and RTCP packets of any streams, as bytes.

import { randomBytes } from 'node:crypto'
import { isIPv4 } from 'node:net'
import { PeerConnection, type Track } from 'node-datachannel'
import { isRtcp } from '../rtp/packet.ts'
import type { Certificate } from './certificate.ts'
import type { Clock } from './clock.ts'
import { type ServerParameters, syntheticOffer } from './offer.ts'

export type PipeState = 'new' | 'connecting' | 'connected' | 'disconnected' | 'failed' | 'closed'

export interface PipeOptions {
  readonly server: ServerParameters
  readonly certificate: Certificate
  readonly clock: Clock
  /** The buffer belongs to the receiver. */
  readonly onRtp: (packet: Buffer, nowUs: number) => void
  readonly onRtcp: (packet: Buffer, nowUs: number) => void
  readonly onState: (state: PipeState) => void
}

export interface ConnectTimes {
  /** From the start until ICE found a way. */
  readonly iceMs: number
  /** From there until DTLS was done. */
  readonly dtlsMs: number
}

export interface CandidatePair {
  readonly localAddress: string
  readonly localPort: number
  readonly remoteAddress: string
  readonly remotePort: number
  /** `host`, `srflx`, `prflx` or `relay`. */
  readonly remoteType: string
}

/** libdatachannel itself gives up after 40 s; browsers after 15 to 30. */
const CONNECT_MS = 15_000
const STATES: readonly PipeState[] = ['new', 'connecting', 'connected', 'disconnected', 'failed', 'closed']

/**
 * The answerer of an offer made up from the server's parameters. Tell the server our fingerprint (see `certificate`)
 * with the DTLS role `server`; before or after, it does not matter.
 */
export class Pipe {
  readonly #options: PipeOptions
  readonly #peer: PeerConnection
  readonly #connected = Promise.withResolvers<ConnectTimes>()
  readonly #startedAtUs: number
  readonly #deadline: NodeJS.Timeout
  #track: Track | undefined
  #iceAtUs: number | undefined
  #state: PipeState = 'new'
  #isOpen = false
  #isClosed = false
  packetsSent = 0
  bytesSent = 0
  packetsReceived = 0
  bytesReceived = 0
  /** Packets that the socket did not take. */
  packetsDropped = 0

  constructor(options: PipeOptions) {
    this.#options = options
    const { server, certificate, clock } = options
    this.#startedAtUs = clock.nowUs()
    // Whoever awaits `connected` hears of a failure; that nobody does must not end the process.
    this.#connected.promise.catch(() => {})
    this.#deadline = setTimeout(() => this.#onState('failed'), CONNECT_MS)
    this.#peer = new PeerConnection('lab', {
      iceServers: [],
      disableAutoNegotiation: true,
      // Without it a connection whose media is only seen in SDP may be taken for one of data alone.
      forceMediaTransport: true,
      certificatePemFile: certificate.certificatePem,
      keyPemFile: certificate.keyPem,
      ...bindAddress(server),
    })
    this.#peer.onStateChange((state) => this.#onState(state))
    this.#peer.onIceStateChange((state) => {
      if (state === 'connected' || state === 'completed') this.#iceAtUs ??= clock.nowUs()
    })
    this.#peer.onTrack((track) => this.#onTrack(track))
    try {
      this.#peer.setRemoteDescription(syntheticOffer(server), 'offer')
    } catch (error) {
      this.close()
      throw error
    }
    // Wrong values here abort the process, so they are made here and nowhere else (RFC 8839 §5.4: 4 and 22 characters).
    this.#peer.setLocalDescription('answer', { iceUfrag: iceToken(8), icePwd: iceToken(24) })
  }

  /** Rejects when the connection fails or is closed before. */
  get connected(): Promise<ConnectTimes> {
    return this.#connected.promise
  }

  get state(): PipeState {
    return this.#state
  }

  /** Packets can be sent now. */
  get isOpen(): boolean {
    return this.#isOpen
  }

  get candidatePair(): CandidatePair | undefined {
    const pair = this.#isClosed ? null : this.#peer.getSelectedCandidatePair()
    if (!pair) return undefined
    const { local, remote } = pair
    return {
      localAddress: local.address,
      localPort: local.port,
      remoteAddress: remote.address,
      remotePort: remote.port,
      remoteType: remote.type,
    }
  }

  /** Sends an RTP or RTCP packet; the buffer may be used again at once. False: it was not open, or the socket full. */
  send(packet: Buffer): boolean {
    if (!this.#isOpen || !this.#track) return false
    let isTaken = false
    try {
      isTaken = this.#track.sendMessageBinary(packet)
    } catch {
      // The connection ended a moment ago; its state change is on the way.
    }
    if (!isTaken) {
      this.packetsDropped++
      return false
    }
    this.packetsSent++
    this.bytesSent += packet.length
    return true
  }

  /** Idempotent. Nothing is called any more. */
  close(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    this.#isOpen = false
    clearTimeout(this.#deadline)
    this.#state = 'closed'
    this.#track?.close()
    this.#peer.close()
    this.#connected.reject(new Error('the connection was closed'))
  }

  #onTrack(track: Track): void {
    if (this.#isClosed) {
      track.close()
      return
    }
    this.#track = track
    track.onMessage((packet) => {
      if (this.#isClosed) return
      const nowUs = this.#options.clock.nowUs()
      this.packetsReceived++
      this.bytesReceived += packet.length
      if (isRtcp(packet)) this.#options.onRtcp(packet, nowUs)
      else this.#options.onRtp(packet, nowUs)
    })
    track.onOpen(() => this.#onOpen())
    // Without this listener the binding never lets go of the track, and the process does not end.
    track.onClosed(() => {})
    if (track.isOpen()) this.#onOpen()
  }

  #onOpen(): void {
    if (this.#isClosed || this.#isOpen) return
    this.#isOpen = true
    clearTimeout(this.#deadline)
    const { clock } = this.#options
    const iceAtUs = this.#iceAtUs ?? clock.nowUs()
    this.#connected.resolve({
      iceMs: (iceAtUs - this.#startedAtUs) / 1_000,
      dtlsMs: (clock.nowUs() - iceAtUs) / 1_000,
    })
  }

  #onState(name: string): void {
    const state = STATES.find((each) => each === name)
    if (this.#isClosed || state === undefined || state === this.#state) return
    this.#state = state
    if (state === 'failed' || state === 'closed') {
      this.#isOpen = false
      this.#connected.reject(new Error(`the connection is ${state}`))
    }
    this.#options.onState(state)
  }
}

/** A server on this host is reached from this host; else the system chooses. */
function bindAddress({ iceCandidates }: ServerParameters): { bindAddress?: string } {
  const isLocal = iceCandidates.length > 0 && iceCandidates.every(({ address }) => isLoopback(address))
  return isLocal ? { bindAddress: '127.0.0.1' } : {}
}

function isLoopback(address: string): boolean {
  return isIPv4(address) && address.startsWith('127.')
}

function iceToken(length: number): string {
  return randomBytes(length).toString('hex').slice(0, length)
}
