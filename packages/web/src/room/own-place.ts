// Where one sees oneself.

export const ownPlaces = ['grid', 'floating', 'hidden'] as const
export type OwnPlace = (typeof ownPlaces)[number]

/** Of the stage, where the small picture of oneself floats; of left and right as they are on the screen. */
export const corners = ['topLeft', 'topRight', 'bottomLeft', 'bottomRight'] as const
export type Corner = (typeof corners)[number]

interface Point {
  readonly x: number
  readonly y: number
}

export function isOwnPlace(name: string): name is OwnPlace {
  return ownPlaces.some((place) => place === name)
}

export function isCorner(name: string): name is Corner {
  return corners.some((corner) => corner === name)
}

/** @param at where it was let go, within a stage of this size */
export function nearestCorner(at: Point, { width, height }: { width: number; height: number }): Corner {
  const left = at.x < width / 2
  if (at.y < height / 2) return left ? 'topLeft' : 'topRight'
  return left ? 'bottomLeft' : 'bottomRight'
}

/** @param key of an arrow, as in KeyboardEvent; undefined: it leads nowhere */
export function cornerBeside(corner: Corner, key: string): Corner | undefined {
  const top = corner.startsWith('top')
  const left = corner.endsWith('Left')
  const name = (isTop: boolean, isLeft: boolean): Corner =>
    isTop ? (isLeft ? 'topLeft' : 'topRight') : isLeft ? 'bottomLeft' : 'bottomRight'
  switch (key) {
    case 'ArrowLeft':
      return name(top, true)
    case 'ArrowRight':
      return name(top, false)
    case 'ArrowUp':
      return name(true, left)
    case 'ArrowDown':
      return name(false, left)
    default:
      return undefined
  }
}
