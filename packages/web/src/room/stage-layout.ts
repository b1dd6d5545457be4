// How the stage is divided: people alone fill it; beside something large they make a strip.

import { type Size, tilesThatFit } from './grid-layout.ts'

export const gap = 8
/** Of the arrows and dots below the tiles. */
export const pagesHeight = 36
/** Below this a face is no longer a face; beside something large it may be a little smaller. */
const leastAlone: Size = { width: 104, height: 72 }
const leastOnPhone: Size = { width: 140, height: 100 }
const leastBelow: Size = { width: 108, height: 84 }
/** A stage that is narrower or lower than this is held in the hand. */
const phone = 500

export interface StageLayout {
  /** Side by side on a wide stage, one above the other on a tall one. */
  readonly direction: 'row' | 'column'
  readonly large: Size
  readonly people: Size
  /** The smallest tile for a person. */
  readonly least: Size
}

/**
 * @param hasLarge whether something is shown large
 * @param hasOthers whether there is anybody for the strip beside it
 */
export function divide(stage: Size, hasLarge: boolean, hasOthers: boolean): StageLayout {
  const direction = stage.width >= stage.height ? 'row' : 'column'
  const nothing = { width: 0, height: 0 }
  if (!hasLarge) {
    const least = Math.min(stage.width, stage.height) < phone ? leastOnPhone : leastAlone
    return { direction, large: nothing, people: stage, least }
  }
  if (!hasOthers) return { direction, large: stage, people: nothing, least: leastBelow }
  if (direction === 'row') {
    const strip = Math.min(240, Math.round(stage.width * 0.22))
    return {
      direction,
      large: { width: stage.width - strip - gap, height: stage.height },
      people: { width: strip, height: stage.height },
      least: { width: strip, height: Math.round(strip / 2) }, // one below the other
    }
  }
  const strip = Math.max(96, Math.round(stage.height * 0.28))
  return {
    direction,
    large: { width: stage.width, height: stage.height - strip - gap },
    people: { width: stage.width, height: strip },
    least: leastBelow,
  }
}

/** What is left for tiles where there are arrows and dots below them. */
export function abovePages(space: Size): Size {
  return { width: space.width, height: Math.max(0, space.height - pagesHeight - gap) }
}

/** How many tiles have room on one page. */
export function placesIn({ people, least }: StageLayout): number {
  return tilesThatFit(people, least, gap)
}
