// Random numbers that are the same again for the same seed.

/** From 0 to below 1 (mulberry32: good enough for phases and identifiers, and not for secrets). */
export type Random = () => number

export function seededRandom(seed: number): Random {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000
  }
}

/** Numbers of its own, which do not depend on how many others take meanwhile. */
export function forkRandom(random: Random): Random {
  return seededRandom(Math.floor(random() * 0x1_0000_0000))
}

/** mediasoup sends its bandwidth probes with this one. */
export const PROBATOR_SSRC = 1234

export function randomSsrc(random: Random): number {
  for (;;) {
    const ssrc = Math.floor(random() * 0xffff_ffff)
    if (ssrc > PROBATOR_SSRC) return ssrc
  }
}
