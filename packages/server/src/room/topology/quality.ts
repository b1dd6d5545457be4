// How well each participant is connected, from the scores of what it sends and receives. Pure.

export interface Rated {
  readonly participant: string
  /** 0–10; 10: nothing is lost. */
  readonly score: number
}

type Direction = 'up' | 'down'

interface Ratings {
  /** By track: what this participant sends, and what it receives. */
  readonly up: Map<string, number>
  readonly down: Map<string, number>
  told: number | undefined
}

/** The worse of the two directions counts, and in each of them the mean: loss falls on all streams of a transport alike. */
export class Quality {
  readonly #participants = new Map<string, Ratings>()

  /** A score of undefined: nothing flows, so that nothing can be said. */
  rate(participant: string, direction: Direction, track: string, score: number | undefined): void {
    const known = this.#participants.get(participant)
    if (known === undefined && score === undefined) return
    const ratings = known ?? { up: new Map(), down: new Map(), told: undefined }
    if (score === undefined) ratings[direction].delete(track)
    else ratings[direction].set(track, score)
    this.#participants.set(participant, ratings)
  }

  /** What was told of everybody so far. */
  get told(): Rated[] {
    return [...this.#participants].flatMap(([participant, { told }]) =>
      told === undefined ? [] : [{ participant, score: told }],
    )
  }

  forget(participant: string): void {
    this.#participants.delete(participant)
  }

  /** Who is connected better or worse than was told last; it counts as told. */
  take(): Rated[] {
    return [...this.#participants].flatMap(([participant, ratings]) => {
      const score = scoreOf(ratings)
      if (score === undefined || score === ratings.told) return []
      ratings.told = score
      return [{ participant, score }]
    })
  }
}

function scoreOf({ up, down }: Ratings): number | undefined {
  const means = [up, down].flatMap((scores) =>
    scores.size === 0 ? [] : [scores.values().reduce((sum, score) => sum + score, 0) / scores.size],
  )
  return means.length === 0 ? undefined : Math.round(Math.min(...means))
}
