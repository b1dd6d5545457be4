// The packets that a stream sent last, kept where they were written, so that what got lost can be sent again.

/** Room for a packet of 1200 bytes and the header around it. */
export const PACKET_ROOM_BYTES = 1_280

export class SendHistory {
  readonly #packets: Buffer[]
  readonly #lengths: Uint16Array
  readonly #sequences: Int32Array
  readonly #sentAtUs: Float64Array
  readonly #mask: number

  /** @param size a power of two */
  constructor(size: number) {
    // Its own memory, not a slice of Node's pool: it lives as long as the stream.
    const room = Buffer.from(new ArrayBuffer(size * PACKET_ROOM_BYTES))
    this.#packets = Array.from({ length: size }, (_, slot) =>
      room.subarray(slot * PACKET_ROOM_BYTES, (slot + 1) * PACKET_ROOM_BYTES),
    )
    this.#lengths = new Uint16Array(size)
    this.#sequences = new Int32Array(size).fill(-1)
    this.#sentAtUs = new Float64Array(size)
    this.#mask = size - 1
  }

  /** Where to write the packet of this number: over the oldest. */
  slot(sequenceNumber: number): Buffer {
    return this.#packets[sequenceNumber & this.#mask] ?? Buffer.alloc(PACKET_ROOM_BYTES)
  }

  /** The packet in the slot is whole and goes out now. */
  keep(sequenceNumber: number, length: number, nowUs: number): void {
    const slot = sequenceNumber & this.#mask
    this.#sequences[slot] = sequenceNumber
    this.#lengths[slot] = length
    this.#sentAtUs[slot] = nowUs
  }

  /**
   * The packet of this number for sending it again, or undefined when it is gone or was sent (again) within
   * `notWithinUs`: a request that crossed it on the way.
   */
  takeAgain(sequenceNumber: number, nowUs: number, notWithinUs: number): Buffer | undefined {
    const slot = sequenceNumber & this.#mask
    if (this.#sequences[slot] !== sequenceNumber) return undefined
    if (nowUs - (this.#sentAtUs[slot] ?? 0) < notWithinUs) return undefined
    this.#sentAtUs[slot] = nowUs
    return this.#packets[slot]?.subarray(0, this.#lengths[slot])
  }
}
