// The arithmetic of the grid: how many columns make the tiles as large as the space allows.

export interface Size {
  /** CSS pixels. */
  readonly width: number
  readonly height: number
}

export interface GridLayout {
  readonly columns: number
  readonly rows: number
  readonly tile: Size
}

export const mostTiles = 49
const wide = 16 / 9
/** In an upright window tiles may grow taller, up to this: phones send upright pictures, and a face still fits. */
const tallest = 4 / 5

/** Tiles this much smaller than the largest look as large; then the layout with more columns is taken. */
const nearlyAsLarge = 0.95

/**
 * The columns × rows that give `count` tiles the largest area in `space`, `gap` pixels apart; side by side rather than one
 * above the other where that makes no difference to speak of.
 * @param upright whether tiles may be taller than wide
 */
export function layOut(count: number, space: Size, gap: number, upright = space.height > space.width): GridLayout {
  let best: GridLayout = { columns: 1, rows: Math.max(1, count), tile: { width: 0, height: 0 } }
  const layouts: GridLayout[] = []
  for (let columns = 1; columns <= count; columns++) {
    const rows = Math.ceil(count / columns)
    const tile = fitTile(
      (space.width - gap * (columns - 1)) / columns,
      (space.height - gap * (rows - 1)) / rows,
      upright,
    )
    const layout = { columns, rows, tile }
    layouts.push(layout)
    if (area(tile) > area(best.tile)) best = layout
  }
  const enough = area(best.tile) * nearlyAsLarge
  return layouts.findLast(({ tile }) => area(tile) >= enough) ?? best
}

/** How many tiles fit that are not smaller than `least`. */
export function tilesThatFit(space: Size, least: Size, gap: number): number {
  const columns = Math.floor((space.width + gap) / (least.width + gap))
  const rows = Math.floor((space.height + gap) / (least.height + gap))
  return Math.min(mostTiles, Math.max(1, columns * rows))
}

function fitTile(width: number, height: number, upright: boolean): Size {
  if (width <= 0 || height <= 0) return { width: 0, height: 0 }
  const narrowest = upright ? tallest : wide
  const shape = Math.min(wide, Math.max(narrowest, width / height))
  return width / height > shape
    ? { width: Math.floor(height * shape), height: Math.floor(height) }
    : { width: Math.floor(width), height: Math.floor(width / shape) }
}

function area({ width, height }: Size): number {
  return width * height
}
