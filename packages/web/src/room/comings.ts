// Who is worth a word for coming or going: not those who only blink, and nobody while we are finding back ourselves. Pure.

export type Change = 'joined' | 'left'

interface Held {
  readonly person: string
  readonly name: string
  readonly change: Change
  readonly atMs: number
}

/** Joins that come close together make one sentence; a leave waits whether the same person is back at once. */
const holdMs: Record<Change, number> = { joined: 400, left: 3_000 }
/** After our own reconnect the others find back as well, each at their own moment. */
const calmMs = 5_000
/** A person whose leaving was not told is not news when coming back this late either. */
const returnMs = 60_000

/** Times in ms of one clock. A person is known by the id of the person: a reload makes another participant of the same one. */
export class Comings {
  #held: readonly Held[] = []
  #away = false
  #calmUntilMs = Number.NEGATIVE_INFINITY
  /** When they left without a word. */
  readonly #untold = new Map<string, number>()

  /** Our own connection is lost: what is said of the others now is about us. */
  lost(): void {
    this.#away = true
    for (const { person, change, atMs } of this.#held) if (change === 'left') this.#untold.set(person, atMs)
    this.#held = []
  }

  back(nowMs: number): void {
    this.#away = false
    this.#calmUntilMs = nowMs + calmMs
  }

  note(change: Change, person: string, name: string, nowMs: number): void {
    if (this.#away || nowMs < this.#calmUntilMs) {
      if (change === 'left') this.#untold.set(person, nowMs)
      else this.#untold.delete(person)
      return
    }
    const leftAtMs = this.#untold.get(person)
    this.#untold.delete(person)
    if (change === 'joined' && leftAtMs !== undefined && nowMs - leftAtMs < returnMs) return
    const opposite = this.#held.find((held) => held.person === person && held.change !== change)
    if (opposite) this.#held = this.#held.filter((held) => held !== opposite)
    else this.#held = [...this.#held, { person, name, change, atMs: nowMs }]
  }

  /** Takes out the names that have waited long enough. */
  take(nowMs: number): Record<Change, readonly string[]> {
    const ripe = this.#held.filter(({ change, atMs }) => nowMs - atMs >= holdMs[change])
    // One sentence for all who come or go together: the first takes the later ones along.
    const changes = new Set(ripe.map(({ change }) => change))
    const told = this.#held.filter((held) => ripe.includes(held) || (held.change === 'joined' && changes.has('joined')))
    this.#held = this.#held.filter((held) => !told.includes(held))
    const names = (change: Change) => told.filter((held) => held.change === change).map(({ name }) => name)
    return { joined: names('joined'), left: names('left') }
  }

  /** When the next one will have waited long enough; undefined: nobody waits. */
  get dueMs(): number | undefined {
    if (this.#held.length === 0) return undefined
    return Math.min(...this.#held.map(({ change, atMs }) => atMs + holdMs[change]))
  }
}
