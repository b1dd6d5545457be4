// Lists of names and numbers of people, as English says them.

import { isolate } from '../../isolate.ts'

export const people = (count: number) => (count === 1 ? 'Only you' : `${count} people`)

/** “Ada”, “Ada and Ben”, “Ada, Ben and 3 others”. */
export function names(plain: readonly string[]): string {
  const list = plain.map(isolate)
  if (list.length <= 1) return list[0] ?? ''
  if (list.length === 2) return `${list[0]} and ${list[1]}`
  const others = list.length - 2
  return `${list[0]}, ${list[1]} and ${others === 1 ? '1 other' : `${others} others`}`
}

/** As `names`, where perhaps fewer are named than there are; at least one is. */
export function namesAmong(plain: readonly string[], count: number): string {
  const shown = plain.slice(0, 2).map(isolate)
  const others = count - shown.length
  if (others <= 0) return names(plain.slice(0, 2))
  return `${shown.join(', ')} and ${others === 1 ? '1 other' : `${others} others`}`
}
