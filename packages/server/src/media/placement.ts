// Where a new router goes.

/** What one worker process carries. Counted from the request on, so that a burst spreads before the first answer. */
export interface Load {
  routers: number
  transports: number
  consumers: number
}

/** The one that forwards least: consumers and transports cost the packets, and empty routers decide between equals. */
export function leastLoaded<W extends { readonly load: Load }>(candidates: readonly W[]): W | undefined {
  return candidates.reduce<W | undefined>(
    (best, candidate) => (best === undefined || isLighter(candidate.load, best.load) ? candidate : best),
    undefined,
  )
}

function isLighter(one: Load, other: Load): boolean {
  const difference = one.consumers + one.transports - (other.consumers + other.transports)
  return difference === 0 ? one.routers < other.routers : difference < 0
}
