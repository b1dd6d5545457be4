// Which people stand on which page of the stage. Pure.

export interface Page<T> {
  readonly items: readonly T[]
  /** From 0; the last one there is, if fewer are left than were wished. */
  readonly page: number
  readonly pageCount: number
}

/**
 * @param fit how many tiles fit on one page
 * @param first stands first on the first page (shared screens) and `last` as its last (oneself)
 */
export function turnTo<T>(
  wished: number,
  fit: number,
  { first, items, last }: { first: readonly T[]; items: readonly T[]; last: readonly T[] },
): Page<T> {
  const places = Math.max(1, fit)
  const onFirst = placesOnFirst(places, first.length + last.length)
  const pageCount = 1 + Math.ceil(Math.max(0, items.length - onFirst) / places)
  const page = Math.max(0, Math.min(wished, pageCount - 1))
  if (page === 0) return { items: [...first, ...items.slice(0, onFirst), ...last], page, pageCount }
  const from = onFirst + (page - 1) * places
  return { items: items.slice(from, from + places), page, pageCount }
}

/** How many people the first page holds beside what always stands there. */
export function placesOnFirst(fit: number, taken: number): number {
  return Math.max(0, fit - taken)
}
