// In which order people stand on the pages of the stage: whoever stands somewhere stays there, and whoever speaks comes to
// the first page in exchange for the one who has been silent longest. Pure.

interface Standing {
  /** The order until now. */
  readonly before: readonly string[]
  /** Everybody, in order of joining. */
  readonly all: readonly string[]
  /** How many the first page holds. */
  readonly places: number
  /** Who speaks, loudest first. */
  readonly speaking: readonly string[]
  /** When each has spoken last, in ms of some clock; whoever never has is not in it. */
  readonly spoke: ReadonlyMap<string, number>
  /** Who is being looked at on another page, and so is not taken away from there. */
  readonly kept: readonly string[]
}

/** @returns everybody, once; nobody changes place without need */
export function orderPeople({ before, all, places, speaking, spoke, kept }: Standing): readonly string[] {
  const order = withoutThoseWhoLeft(before, all, places)
  const silence = (id: string) => spoke.get(id) ?? Number.NEGATIVE_INFINITY
  for (const speaker of speaking.slice(0, places)) {
    const from = order.indexOf(speaker)
    if (from < places || kept.includes(speaker)) continue
    let to = -1
    for (const [place, id] of order.slice(0, places).entries()) {
      if (speaking.includes(id)) continue
      const longer = to < 0 || silence(id) <= silence(order[to] ?? '')
      if (longer) to = place
    }
    if (to >= 0) swap(order, from, to)
  }
  return order
}

/** The one who is shown large comes first, in exchange for whoever was there: all others stay where they are. */
export function putFirst(order: readonly string[], first: string | undefined): readonly string[] {
  const from = first === undefined ? -1 : order.indexOf(first)
  if (from <= 0) return order
  const next = [...order]
  swap(next, 0, from)
  return next
}

/** A place on the first page that gets free is taken by the next one from behind; the others there do not move up. */
function withoutThoseWhoLeft(before: readonly string[], all: readonly string[], places: number): string[] {
  const present = new Set(all)
  const known = new Set(before)
  const behind = [...before.slice(places).filter((id) => present.has(id)), ...all.filter((id) => !known.has(id))]
  const first = before.slice(0, places).flatMap((id) => (present.has(id) ? id : (behind.shift() ?? [])))
  return [...first, ...behind]
}

function swap(order: string[], a: number, b: number): void {
  const [left, right] = [order[a], order[b]]
  if (left === undefined || right === undefined) return
  order[a] = right
  order[b] = left
}
