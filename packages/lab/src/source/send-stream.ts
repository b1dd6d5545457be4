// One sent RTP stream: its numbers, its packets and their history, its reports, its retransmissions and statistics.

import { type NtpTime, roundTripSeconds } from '../rtp/ntp.ts'
import { type ExtensionIds, PacketTemplate } from '../rtp/packet-template.ts'
import type { ReportBlock } from '../rtp/rtcp-read.ts'
import { senderReport } from '../rtp/rtcp-write.ts'
import { OSN_BYTES, writeRetransmission } from '../rtp/rtx.ts'
import { PACKET_ROOM_BYTES, SendHistory } from '../rtp/send-history.ts'

/** Where packets go: the transport that all streams of a client share. */
export interface PacketSink {
  readonly isOpen: boolean
  /** 16 bits, for all packets of the transport. */
  nextTransportSequence(): number
  send(packet: Buffer): boolean
}

export interface SendStreamOptions {
  readonly sink: PacketSink
  readonly ssrc: number
  readonly payloadType: number
  readonly clockRate: number
  /** Where retransmissions go; without it they are sent as they were. */
  readonly rtx?: { readonly ssrc: number; readonly payloadType: number } | undefined
  readonly mid: string
  readonly rid?: string | undefined
  readonly cname: string
  readonly extensions: ExtensionIds
  readonly audioLevel?: number
  /** How many packets can be sent again, a power of two. */
  readonly historyPackets: number
  readonly random: () => number
}

/** What the receiver said last (W3C remote-inbound-rtp). */
export interface RemoteView {
  readonly packetsLost: number
  readonly fractionLost: number
  readonly jitterSeconds: number
  readonly roundTripSeconds: number | undefined
}

/** A request that comes so soon after the packet crossed it on the way. */
const RESEND_PAUSE_US = 20_000

export class SendStream {
  readonly options: SendStreamOptions
  /** Size of the header: payloads are written behind it. */
  readonly headerBytes: number
  packetsSent = 0
  /** Of payload. */
  bytesSent = 0
  headerBytesSent = 0
  retransmittedPacketsSent = 0
  retransmittedBytesSent = 0
  nackCount = 0
  remote: RemoteView | undefined
  readonly #template: PacketTemplate
  readonly #rtxTemplate: PacketTemplate | undefined
  readonly #rtxPacket: Buffer | undefined
  readonly #history: SendHistory
  #sequence: number
  #rtxSequence: number

  constructor(options: SendStreamOptions) {
    const { rtx, rid, ...common } = options
    this.options = options
    this.#template = new PacketTemplate({ ...common, rid })
    this.headerBytes = this.#template.bytes
    this.#history = new SendHistory(options.historyPackets)
    // Far from the wrap at first (RFC 3711 §3.3.1 has trouble with a loss there).
    this.#sequence = Math.floor(options.random() * 0x7fff)
    this.#rtxSequence = Math.floor(options.random() * 0x7fff)
    if (rtx === undefined) return
    this.#rtxTemplate = new PacketTemplate({ ...common, ...rtx, repairedRid: rid })
    this.#rtxPacket = Buffer.from(new ArrayBuffer(PACKET_ROOM_BYTES + OSN_BYTES))
  }

  get ssrc(): number {
    return this.options.ssrc
  }

  /** The buffer of the next packet: write the payload at `headerBytes`, then `send`. */
  get nextPacket(): Buffer {
    return this.#history.slot(this.#sequence)
  }

  /** Sends the packet whose payload was written into `nextPacket`. */
  send(payloadBytes: number, marker: boolean, timestamp: number, nowUs: number): void {
    const { sink } = this.options
    const packet = this.#history.slot(this.#sequence)
    const length = this.headerBytes + payloadBytes
    this.#template.write(packet, marker, this.#sequence, timestamp)
    this.#template.stamp(packet, nowUs, this.#template.hasTransportCc ? sink.nextTransportSequence() : 0)
    this.#history.keep(this.#sequence, length, nowUs)
    this.#sequence = (this.#sequence + 1) & 0xffff
    sink.send(packet.subarray(0, length))
    this.packetsSent++
    this.bytesSent += payloadBytes
    this.headerBytesSent += this.headerBytes
  }

  /** Answers a NACK with what is still there. */
  resend(sequenceNumbers: readonly number[], nowUs: number): void {
    this.nackCount++
    for (const sequence of sequenceNumbers) {
      const original = this.#history.takeAgain(sequence, nowUs, RESEND_PAUSE_US)
      if (original === undefined) continue
      const packet = this.#wrap(sequence, original, nowUs)
      this.options.sink.send(packet)
      this.retransmittedPacketsSent++
      this.retransmittedBytesSent += packet.length
    }
  }

  /** A sender report with its SDES. `timestamp`: of the RTP clock at the moment of `ntp`. */
  report(ntp: NtpTime, timestamp: number): Buffer {
    return senderReport({
      ssrc: this.ssrc,
      ntp,
      rtpTimestamp: timestamp,
      packetCount: this.packetsSent,
      octetCount: this.bytesSent % 0x1_0000_0000,
      cname: this.options.cname,
    })
  }

  onReport(block: ReportBlock, nowUnixUs: number): void {
    this.remote = {
      packetsLost: block.packetsLost,
      fractionLost: block.fractionLost / 256,
      jitterSeconds: block.jitter / this.options.clockRate,
      roundTripSeconds: roundTripSeconds(nowUnixUs, block.lastSr, block.delaySinceLastSr),
    }
  }

  #wrap(sequence: number, original: Buffer, nowUs: number): Buffer {
    const { sink } = this.options
    const transportSequence = this.#template.hasTransportCc ? sink.nextTransportSequence() : 0
    if (this.#rtxTemplate === undefined || this.#rtxPacket === undefined) {
      this.#template.stamp(original, nowUs, transportSequence)
      return original
    }
    const marker = ((original[1] ?? 0) & 0x80) !== 0
    this.#rtxTemplate.write(this.#rtxPacket, marker, this.#rtxSequence, original.readUInt32BE(4))
    this.#rtxTemplate.stamp(this.#rtxPacket, nowUs, transportSequence)
    this.#rtxSequence = (this.#rtxSequence + 1) & 0xffff
    const payload = original.subarray(this.headerBytes)
    return this.#rtxPacket.subarray(0, writeRetransmission(this.#rtxPacket, this.#rtxTemplate.bytes, sequence, payload))
  }
}
