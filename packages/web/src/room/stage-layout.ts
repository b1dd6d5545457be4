// How the stage is divided: people alone fill it; beside a shared screen they make a strip.

import { type GridLayout, layOut, type Size, tilesThatFit } from './grid-layout.ts'

export const gap = 8
/** Below this a face is no longer a face; beside a shared screen it may be a little smaller. */
const leastAlone: Size = { width: 104, height: 72 }
const leastInStrip: Size = { width: 80, height: 56 }

interface StageLayout {
  /** Side by side on a wide stage, one above the other on a tall one. */
  readonly direction: 'row' | 'column'
  readonly screens: Size
  readonly people: Size
  /** The smallest tile for a person. */
  readonly least: Size
}

export function divide(stage: Size, sharing: boolean): StageLayout {
  const direction = stage.width >= stage.height ? 'row' : 'column'
  if (!sharing) return { direction, screens: { width: 0, height: 0 }, people: stage, least: leastAlone }
  if (direction === 'row') {
    const strip = Math.min(240, Math.round(stage.width * 0.22))
    return {
      direction,
      screens: { width: stage.width - strip - gap, height: stage.height },
      people: { width: strip, height: stage.height },
      least: leastInStrip,
    }
  }
  const strip = Math.max(96, Math.round(stage.height * 0.3))
  return {
    direction,
    screens: { width: stage.width, height: stage.height - strip - gap },
    people: { width: stage.width, height: strip },
    least: leastInStrip,
  }
}

/** How many people are shown in the space, and how; where some stay hidden, one tile says how many. */
export function placePeople(
  count: number,
  { people: space, least }: StageLayout,
): { shown: number; layout: GridLayout } {
  const fit = tilesThatFit(space, least, gap)
  if (count <= fit) return { shown: count, layout: layOut(count, space, gap) }
  return { shown: Math.max(1, fit - 1), layout: layOut(fit, space, gap) }
}
