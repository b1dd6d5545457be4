// Finds sockets that have silently gone: a wheel that visits a slice of them at each tick, never all in one sweep.

export interface Beating {
  /** When the other side was last heard, in ms. */
  readonly heardAtMs: number
  ping(): void
  /** It was silent for too long. */
  lost(): void
}

export interface HeartbeatOptions {
  /** No socket is silent for longer than this without being pinged. */
  readonly intervalMs: number
  /** A pinged socket that stays silent is lost no later than this after its ping was due. */
  readonly waitMs: number
  readonly now: () => number
}

const slots = 64
/** How often each socket is visited within one interval: what is due before the next visit is done now. */
const visits = 4

export class Heartbeat {
  readonly #options: HeartbeatOptions
  readonly #wheel: readonly Set<Beating>[] = Array.from({ length: slots }, () => new Set<Beating>())
  readonly #slotOf = new Map<Beating, Set<Beating>>()
  #started = false
  #timer: NodeJS.Timeout | undefined
  #next = 0

  constructor(options: HeartbeatOptions) {
    this.#options = options
  }

  start(): void {
    this.#started = true
    this.#turn()
  }

  stop(): void {
    this.#started = false
    this.#turn()
  }

  /** The wheel turns only while there is somebody on it: an idle server sleeps. */
  #turn(): void {
    const wanted = this.#started && this.#slotOf.size > 0
    if (wanted) this.#timer ??= setInterval(() => this.tick(), Math.max(1, this.#options.intervalMs / visits / slots))
    else {
      clearInterval(this.#timer)
      this.#timer = undefined
    }
  }

  /** Put in the slot that comes up last. */
  add(socket: Beating): void {
    const slot = this.#wheel[(this.#next + slots - 1) % slots]
    slot?.add(socket)
    if (slot !== undefined) this.#slotOf.set(socket, slot)
    this.#turn()
  }

  remove(socket: Beating): void {
    this.#slotOf.get(socket)?.delete(socket)
    this.#slotOf.delete(socket)
    this.#turn()
  }

  /** Visits the next slice. */
  tick(): void {
    const { intervalMs, waitMs, now } = this.#options
    const slot = this.#wheel[this.#next]
    this.#next = (this.#next + 1) % slots
    const nowMs = now()
    const untilNextMs = intervalMs / visits
    for (const socket of slot ?? []) {
      const silentMs = nowMs - socket.heardAtMs
      if (silentMs > intervalMs + waitMs - untilNextMs) socket.lost()
      else if (silentMs > intervalMs - untilNextMs) socket.ping()
    }
  }
}
