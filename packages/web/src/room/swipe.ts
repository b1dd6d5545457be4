// What a finger meant that went across the screen. Pure.

interface Point {
  /** CSS pixels. */
  readonly x: number
  readonly y: number
}

const shortest = 48

/** @returns 1: to the next page (the finger went left). -1: back. 0: it was no swipe. */
export function swiped(from: Point, to: Point): 1 | 0 | -1 {
  const across = to.x - from.x
  if (Math.abs(across) < shortest || Math.abs(across) < 2 * Math.abs(to.y - from.y)) return 0
  return across < 0 ? 1 : -1
}
