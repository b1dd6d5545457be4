// Which voices of a large room are heard: those few that were loudest lately. Pure.

export interface StageOptions {
  /** Up to so many audio tracks all are heard, and there is no stage. */
  readonly everybodyUpTo: number
  /** How many are heard beyond that. */
  readonly places: number
}

export interface Loudness {
  readonly track: string
  /** dBov, −127…0. */
  readonly level: number
}

/** Whoever was heard so lately is not pushed off: a pause for breath is no end. */
export const keepsPlaceMs = 2_000
/** Each push-off costs every receiver two changes. */
export const swapsPerSecond = 4

interface Voice {
  muted: boolean
  heardAtMs: number
}

/**
 * A place that is free is taken at once. Who speaks while all are taken pushes off whoever is muted, else whoever has been
 * silent for longest. A muted voice keeps its place until somebody wants it, so that muting changes nothing by itself.
 */
export class Stage {
  readonly #options: StageOptions
  readonly #voices = new Map<string, Voice>()
  readonly #places = new Set<string>()
  #swappedAtMs: number[] = []

  constructor(options: StageOptions) {
    this.#options = options
  }

  /** There are more voices than all can be heard of. */
  get crowded(): boolean {
    return this.#voices.size > this.#options.everybodyUpTo
  }

  hears(track: string): boolean {
    return !this.crowded || this.#places.has(track)
  }

  /** All changes answer with the tracks that are heard now and were not before, or the other way round. */
  added(track: string, muted: boolean, nowMs: number): string[] {
    const before = this.#heard()
    this.#voices.set(track, { muted, heardAtMs: Number.NEGATIVE_INFINITY })
    if (this.crowded) this.#fill()
    if (!muted) this.#enter(track, nowMs, isMuted)
    // A new one was not heard before; whether it is now, its own opening says.
    return this.#changedSince(before).filter((changed) => changed !== track)
  }

  removed(track: string): string[] {
    const before = this.#heard()
    this.#voices.delete(track)
    this.#places.delete(track)
    if (this.crowded) this.#fill()
    else this.#places.clear()
    return this.#changedSince(before).filter((changed) => changed !== track)
  }

  /** Whoever unmutes is about to speak, and takes the place of one who is muted. */
  muted(track: string, muted: boolean, nowMs: number): string[] {
    const voice = this.#voices.get(track)
    if (voice === undefined || voice.muted === muted) return []
    voice.muted = muted
    return muted ? [] : this.#enter(track, nowMs, isMuted)
  }

  /** Who speaks, loudest first. */
  spoke(levels: readonly Loudness[], nowMs: number): string[] {
    for (const { track } of levels) {
      const voice = this.#voices.get(track)
      if (voice !== undefined && !voice.muted) voice.heardAtMs = nowMs
    }
    const isFree = (voice: Voice) => voice.muted || nowMs - voice.heardAtMs >= keepsPlaceMs
    return levels.flatMap(({ track }) => this.#enter(track, nowMs, isFree))
  }

  #enter(track: string, nowMs: number, mayGo: (voice: Voice) => boolean): string[] {
    const isWaiting = this.#voices.get(track)?.muted === false && !this.#places.has(track)
    if (!this.crowded || !isWaiting) return []
    if (this.#places.size < this.#options.places) {
      this.#places.add(track)
      return [track]
    }
    const [last] = this.#ranked([...this.#places]).reverse()
    const voice = last === undefined ? undefined : this.#voices.get(last)
    if (last === undefined || voice === undefined || !mayGo(voice) || !this.#maySwap(nowMs)) return []
    this.#places.delete(last)
    this.#places.add(track)
    return [last, track]
  }

  /** Gives free places to those who were heard lately; to the muted none. */
  #fill(): void {
    const waiting = [...this.#voices].flatMap(([track, { muted }]) => (muted || this.#places.has(track) ? [] : [track]))
    const free = this.#options.places - this.#places.size
    for (const track of this.#ranked(waiting).slice(0, Math.max(0, free))) this.#places.add(track)
  }

  /** First who was heard last, those that are muted at the end. */
  #ranked(tracks: string[]): string[] {
    const rank = (track: string) => {
      const voice = this.#voices.get(track)
      return voice === undefined || voice.muted ? Number.NEGATIVE_INFINITY : Math.max(-1, voice.heardAtMs)
    }
    // Two that were never heard: neither goes before the other.
    return tracks.sort((a, b) => (rank(a) === rank(b) ? 0 : rank(b) - rank(a)))
  }

  #maySwap(nowMs: number): boolean {
    this.#swappedAtMs = this.#swappedAtMs.filter((atMs) => nowMs - atMs < 1_000)
    if (this.#swappedAtMs.length >= swapsPerSecond) return false
    this.#swappedAtMs.push(nowMs)
    return true
  }

  #heard(): Set<string> {
    return new Set([...this.#voices.keys()].filter((track) => this.hears(track)))
  }

  #changedSince(before: ReadonlySet<string>): string[] {
    return [...this.#voices.keys()].filter((track) => before.has(track) !== this.hears(track))
  }
}

function isMuted({ muted }: Voice): boolean {
  return muted
}
