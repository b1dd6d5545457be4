// Frames of a received video: which are whole, which are key frames, and which a decoder could show.

const RECEIVED = 1
const START = 2
const END = 4
const KEY = 8
const FILLER = 16
/** So many whole frames behind a gap are more than packets that overtook each other. */
const PATIENCE_FRAMES = 3

export interface PacketOfFrame {
  /** Extended. */
  readonly sequence: number
  readonly timestamp: number
  readonly isStart: boolean
  /** The marker: the last packet of the frame. */
  readonly isEnd: boolean
  /** Only known, and asked for, in the packet that starts a frame. */
  readonly isKey: boolean
}

export interface FrameEvents {
  /** All packets of a frame are there. */
  whole(isKey: boolean): void
  /** A frame is whole and so is everything it builds on: a key frame, or the successor of one that could be shown. */
  showable(isKey: boolean): void
}

/**
 * Remembers the last packets in a ring. Packets in order cost next to nothing; a search happens only at the end of a
 * frame and for packets that come late.
 */
export class Frames {
  readonly #events: FrameEvents
  readonly #mask: number
  readonly #sequences: Uint32Array
  readonly #timestamps: Uint32Array
  readonly #flags: Uint8Array
  #highest = -1
  /** The sequence number that follows the last frame shown; −1 until the first key frame. */
  #nextToShow = -1
  /** Whole frames since the last one shown. */
  #held = 0

  /** @param size of the ring, a power of two, larger than any frame has packets */
  constructor(events: FrameEvents, size = 256) {
    this.#events = events
    this.#mask = size - 1
    this.#sequences = new Uint32Array(size)
    this.#timestamps = new Uint32Array(size)
    this.#flags = new Uint8Array(size)
  }

  /** Frames are whole but cannot be shown: one before them, or the first key frame, is missing. */
  get isWaiting(): boolean {
    return this.#held >= PATIENCE_FRAMES
  }

  add(packet: PacketOfFrame): void {
    const { sequence, isStart, isEnd, isKey } = packet
    const isNewest = sequence > this.#highest
    const flags = RECEIVED | (isStart ? START : 0) | (isEnd ? END : 0) | (isKey ? KEY : 0)
    if (!this.#remember(sequence, flags, packet.timestamp)) return
    if (isEnd || !isNewest) this.#complete(sequence)
  }

  /** A packet without payload: it belongs to no frame and leaves no gap. */
  addFiller(sequence: number): void {
    if (this.#remember(sequence, RECEIVED | FILLER, 0) && sequence === this.#nextToShow) this.#showFrom(sequence)
  }

  #remember(sequence: number, flags: number, timestamp: number): boolean {
    if (sequence <= this.#highest - this.#mask || this.#has(sequence)) return false
    const slot = sequence & this.#mask
    this.#sequences[slot] = sequence
    this.#timestamps[slot] = timestamp
    this.#flags[slot] = flags
    if (sequence > this.#highest) this.#highest = sequence
    return true
  }

  #complete(sequence: number): void {
    const first = this.#firstOfFrame(sequence)
    if (first < 0 || this.#lastOfFrame(first) < 0) return
    const isKey = this.#is(first, KEY)
    this.#events.whole(isKey)
    this.#held++
    if (isKey && first > this.#nextToShow) this.#nextToShow = first
    if (first === this.#nextToShow) this.#showFrom(first)
  }

  /** Shows the whole frames from here on, up to the next gap. */
  #showFrom(first: number): void {
    let from = first
    while (this.#has(from)) {
      if (!this.#is(from, FILLER)) {
        const last = this.#is(from, START) ? this.#lastOfFrame(from) : -1
        if (last < 0) break
        this.#events.showable(this.#is(from, KEY))
        this.#held = 0
        from = last
      }
      from++
    }
    this.#nextToShow = from
  }

  #firstOfFrame(sequence: number): number {
    const timestamp = this.#timestampOf(sequence)
    for (let at = sequence; this.#has(at) && this.#timestampOf(at) === timestamp; at--) {
      if (this.#is(at, START)) return at
    }
    return -1
  }

  #lastOfFrame(first: number): number {
    const timestamp = this.#timestampOf(first)
    for (let at = first; this.#has(at) && this.#timestampOf(at) === timestamp; at++) {
      if (this.#is(at, END)) return at
    }
    return -1
  }

  #has(sequence: number): boolean {
    const slot = sequence & this.#mask
    return this.#flags[slot] !== 0 && this.#sequences[slot] === sequence
  }

  #is(sequence: number, flag: number): boolean {
    return ((this.#flags[sequence & this.#mask] ?? 0) & flag) !== 0
  }

  #timestampOf(sequence: number): number {
    return this.#timestamps[sequence & this.#mask] ?? 0
  }
}
