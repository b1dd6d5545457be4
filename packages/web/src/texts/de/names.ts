// Aufzählungen von Namen und Zahlen von Leuten.

import { isolate } from '../../isolate.ts'

export const people = (count: number) => (count === 1 ? 'Nur du' : `${count} Personen`)

/** „Ada“, „Ada und Ben“, „Ada, Ben und 3 weitere“. */
export function names(plain: readonly string[]): string {
  const list = plain.map(isolate)
  if (list.length <= 1) return list[0] ?? ''
  if (list.length === 2) return `${list[0]} und ${list[1]}`
  const others = list.length - 2
  return `${list[0]}, ${list[1]} und ${others === 1 ? 'eine weitere Person' : `${others} weitere`}`
}

/** Wie `names`, wo vielleicht weniger genannt sind, als da sind; mindestens einer ist es. */
export function namesAmong(plain: readonly string[], count: number): string {
  const shown = plain.slice(0, 2).map(isolate)
  const others = count - shown.length
  if (others <= 0) return names(plain.slice(0, 2))
  return `${shown.join(', ')} und ${others === 1 ? 'eine weitere Person' : `${others} weitere`}`
}
