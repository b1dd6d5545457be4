// Typed events by composition: an object owns an emitter and shows only `on`.

/** How to listen. */
export interface ListenOptions {
  /** Ends the listening. */
  readonly signal?: AbortSignal
}

/** Ends the listening; calling it again does nothing. */
export type Off = () => void

type Listener<T> = (value: T) => void
type Listeners<Events> = { [E in keyof Events]?: Set<Listener<Events[E]>> }

export class Emitter<Events extends object> {
  readonly #listeners: Listeners<Events> = {}
  readonly #onThrown: (error: Error, event: keyof Events) => void

  /** `onThrown` hears what listeners throw, so that one bad listener neither stops the others nor the emitting object. */
  constructor(onThrown: (error: Error, event: keyof Events) => void) {
    this.#onThrown = onThrown
  }

  on<E extends keyof Events>(event: E, listener: Listener<Events[E]>, { signal }: ListenOptions = {}): Off {
    if (signal?.aborted) return () => {}
    // A wrapper of its own for each call: the same function may listen twice and be taken off once.
    const entry: Listener<Events[E]> = (value) => listener(value)
    const set = this.#listeners[event] ?? new Set()
    this.#listeners[event] = set
    set.add(entry)
    const off = () => {
      set.delete(entry)
      signal?.removeEventListener('abort', off)
    }
    signal?.addEventListener('abort', off)
    return off
  }

  has(event: keyof Events): boolean {
    return (this.#listeners[event]?.size ?? 0) > 0
  }

  emit<E extends keyof Events>(event: E, value: Events[E]): void {
    for (const listener of [...(this.#listeners[event] ?? [])]) {
      try {
        listener(value)
      } catch (thrown) {
        this.#onThrown(thrown instanceof Error ? thrown : new Error(String(thrown)), event)
      }
    }
  }
}
