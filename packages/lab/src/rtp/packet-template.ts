// The header that all packets of one sent stream begin with: laid out once, then copied and patched for each packet.

import { writeU16, writeU32 } from './bytes.ts'
import { type ExtensionElement, layOutExtensions, writeAbsSendTime } from './header-extensions.ts'
import { FIXED_HEADER_BYTES } from './packet.ts'

/** Ids of the header extensions as negotiated; an absent one is not sent. */
export interface ExtensionIds {
  readonly mid?: number | undefined
  readonly rid?: number | undefined
  readonly repairedRid?: number | undefined
  readonly absSendTime?: number | undefined
  readonly transportCc?: number | undefined
  readonly audioLevel?: number | undefined
}

export interface TemplateOptions {
  readonly ssrc: number
  readonly payloadType: number
  readonly extensions: ExtensionIds
  readonly mid?: string | undefined
  readonly rid?: string | undefined
  readonly repairedRid?: string | undefined
  /** RFC 6464, see `audioLevelByte`. */
  readonly audioLevel?: number | undefined
}

export class PacketTemplate {
  /** Size of the header with its extensions. */
  readonly bytes: number
  readonly #header: Uint8Array
  readonly #payloadType: number
  readonly #absSendTimeAt: number
  readonly #transportCcAt: number

  constructor(options: TemplateOptions) {
    const { extensions, ssrc, payloadType } = options
    const block = layOutExtensions([...elements(options)])
    this.#header = new Uint8Array(FIXED_HEADER_BYTES + block.bytes.length)
    this.#header[0] = block.bytes.length === 0 ? 0x80 : 0x90
    writeU32(this.#header, 8, ssrc)
    this.#header.set(block.bytes, FIXED_HEADER_BYTES)
    this.#payloadType = payloadType
    this.bytes = this.#header.length
    const at = (id: number | undefined) => {
      const offset = id === undefined ? undefined : block.offsets.get(id)
      return offset === undefined ? 0 : FIXED_HEADER_BYTES + offset
    }
    this.#absSendTimeAt = at(extensions.absSendTime)
    this.#transportCcAt = at(extensions.transportCc)
  }

  get hasTransportCc(): boolean {
    return this.#transportCcAt > 0
  }

  /** Writes the header at the start of `packet`; what is told at the moment of sending is written by `stamp`. */
  write(packet: Uint8Array, marker: boolean, sequenceNumber: number, timestamp: number): void {
    packet.set(this.#header, 0)
    packet[1] = (marker ? 0x80 : 0) | this.#payloadType
    writeU16(packet, 2, sequenceNumber)
    writeU32(packet, 4, timestamp)
  }

  /** Also for a packet that is sent a second time. */
  stamp(packet: Uint8Array, nowUs: number, transportSequence: number): void {
    if (this.#absSendTimeAt > 0) writeAbsSendTime(packet, this.#absSendTimeAt, nowUs)
    if (this.#transportCcAt > 0) writeU16(packet, this.#transportCcAt, transportSequence)
  }
}

function* elements(options: TemplateOptions): Iterable<ExtensionElement> {
  const { extensions, audioLevel } = options
  const named = [
    [extensions.mid, options.mid],
    [extensions.rid, options.rid],
    [extensions.repairedRid, options.repairedRid],
  ] as const
  for (const [id, text] of named) {
    if (id !== undefined && text !== undefined && text !== '') yield { id, data: new TextEncoder().encode(text) }
  }
  if (extensions.absSendTime !== undefined) yield { id: extensions.absSendTime, data: new Uint8Array(3) }
  if (extensions.transportCc !== undefined) yield { id: extensions.transportCc, data: new Uint8Array(2) }
  if (extensions.audioLevel !== undefined && audioLevel !== undefined) {
    yield { id: extensions.audioLevel, data: Uint8Array.of(audioLevel) }
  }
}
