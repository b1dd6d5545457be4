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
  /** Of interest to all: it sends something. How a thousand listeners hear is of interest to each of them alone. */
  toldToAll: boolean
}

/** The worse of the two directions counts, and in each of them the mean: loss falls on all streams of a transport alike. */
export class Quality {
  readonly #participants = new Map<string, Ratings>()

  /** A score of undefined: nothing flows, so that nothing can be said. */
  rate(participant: string, direction: Direction, track: string, score: number | undefined): void {
    const known = this.#participants.get(participant)
    if (known === undefined && score === undefined) return
    const ratings = known ?? { up: new Map(), down: new Map(), told: undefined, toldToAll: false }
    if (score === undefined) ratings[direction].delete(track)
    else ratings[direction].set(track, score)
    this.#participants.set(participant, ratings)
  }

  /** What all were told so far. */
  get told(): Rated[] {
    return [...this.#participants].flatMap(([participant, { told, toldToAll }]) =>
      told === undefined || !toldToAll ? [] : [{ participant, score: told }],
    )
  }

  forget(participant: string): void {
    this.#participants.delete(participant)
  }

  /** Who is connected better or worse than was told last, by whom it concerns; it counts as told. */
  take(): { forAll: Rated[]; forThemselves: Rated[] } {
    const [forAll, forThemselves]: [Rated[], Rated[]] = [[], []]
    for (const [participant, ratings] of this.#participants) {
      const score = scoreOf(ratings)
      const toldToAll = ratings.up.size > 0
      if (score === undefined || (score === ratings.told && (ratings.toldToAll || !toldToAll))) continue
      ratings.told = score
      ratings.toldToAll = toldToAll
      const rated = { participant, score }
      if (toldToAll) forAll.push(rated)
      else forThemselves.push(rated)
    }
    return { forAll, forThemselves }
  }
}

function scoreOf({ up, down }: Ratings): number | undefined {
  const means = [up, down].flatMap((scores) =>
    scores.size === 0 ? [] : [scores.values().reduce((sum, score) => sum + score, 0) / scores.size],
  )
  return means.length === 0 ? undefined : Math.round(Math.min(...means))
}
