// Who is told to be speaking: the loudest of what each router measures, and no oftener than people can see. Pure.

import type { Loudness } from './stage.ts'

const most = 4
/** Levels alone are told again after this; that others are loudest, or nobody, at once. */
const levelsEveryMs = 500

export class Speakers {
  /** By the router that measured them, as it said last. */
  readonly #reports = new Map<string, readonly Loudness[]>()
  #told: readonly Loudness[] = []
  #toldAtMs = Number.NEGATIVE_INFINITY

  /** The loudest of all routers, loudest first, if that is to be told. A router that has become silent reports nobody. */
  report(router: string, levels: readonly Loudness[], nowMs: number): readonly Loudness[] | undefined {
    if (levels.length === 0) this.#reports.delete(router)
    else this.#reports.set(router, levels)
    const loudest = [...this.#reports.values()]
      .flat()
      .sort((a, b) => b.level - a.level)
      .slice(0, most)
    const isSame = sameTracks(loudest, this.#told)
    if (isSame && (loudest.length === 0 || nowMs - this.#toldAtMs < levelsEveryMs)) return undefined
    this.#told = loudest
    this.#toldAtMs = nowMs
    return loudest
  }
}

/** In whatever order: two who speak alike would change places all the time. */
function sameTracks(a: readonly Loudness[], b: readonly Loudness[]): boolean {
  const tracks = new Set(b.map(({ track }) => track))
  return a.length === b.length && a.every(({ track }) => tracks.has(track))
}
