// How large each video track is looked at by anybody, and when its publisher should hear of it. Pure.

/** Less is told only after this: who turns a page, or puts a window down for a moment, does not stop an encoder. */
export const lessAfterMs = 2_000

export interface Demanded {
  readonly track: string
  /** Pixels; 0: nobody looks. */
  readonly height: number
}

/** Less than anything: whatever is wanted is told at once. */
const unknown = -1

interface Wanted {
  height: number
  told: number
  /** Since when less is wanted than was told. */
  lessSinceMs: number | undefined
}

/** More is told at once, less after a pause. Until it is told anything a publisher sends all it has. */
export class Demand {
  readonly #tracks = new Map<string, Wanted>()

  set({ track, height }: Demanded, nowMs: number): void {
    const wanted = this.#tracks.get(track) ?? { height, told: Number.POSITIVE_INFINITY, lessSinceMs: undefined }
    wanted.height = height
    wanted.lessSinceMs = height < wanted.told ? (wanted.lessSinceMs ?? nowMs) : undefined
    this.#tracks.set(track, wanted)
  }

  /** Its publisher may not have heard what it was told. */
  retell(track: string): void {
    const wanted = this.#tracks.get(track)
    if (wanted === undefined) return
    wanted.told = unknown
    wanted.lessSinceMs = undefined
  }

  forget(track: string): void {
    this.#tracks.delete(track)
  }

  /** Its publisher was told that nobody looks. */
  isUnseen(track: string): boolean {
    return this.#tracks.get(track)?.told === 0
  }

  /** What is to be told now; it counts as told. */
  take(nowMs: number): Demanded[] {
    return [...this.#tracks].flatMap(([track, wanted]) => {
      const { height, told } = wanted
      if (height === told || nowMs < dueAtMs(wanted)) return []
      wanted.told = height
      wanted.lessSinceMs = undefined
      return [{ track, height }]
    })
  }

  /** When there will be something to tell; undefined: nothing as things are. */
  get nextAtMs(): number | undefined {
    const due = [...this.#tracks.values()].filter(({ height, told }) => height !== told).map(dueAtMs)
    return due.length === 0 ? undefined : Math.min(...due)
  }
}

function dueAtMs({ lessSinceMs }: Wanted): number {
  return lessSinceMs === undefined ? Number.NEGATIVE_INFINITY : lessSinceMs + lessAfterMs
}
