// Where a new router goes.

/** What one worker process carries. Counted from the request on, so that a burst spreads before the first answer. */
export interface Load {
  routers: number
  transports: number
  consumers: number
  /** Producers that it carries to other workers. */
  pipes: number
}

/** What costs the packets: whatever they come in by and go out by weighs the same. */
export function weightOf({ consumers, transports, pipes }: Load): number {
  return consumers + transports + pipes
}

/** The one that forwards least; empty routers decide between equals. */
export function leastLoaded<W extends { readonly load: Load }>(candidates: readonly W[]): W | undefined {
  return candidates.reduce<W | undefined>(
    (best, candidate) => (best === undefined || isLighter(candidate.load, best.load) ? candidate : best),
    undefined,
  )
}

function isLighter(one: Load, other: Load): boolean {
  const difference = weightOf(one) - weightOf(other)
  return difference === 0 ? one.routers < other.routers : difference < 0
}
