// What is shown large, if anything: what was pinned, a shared screen, or in the speaker view whoever speaks. Pure.

import type { PersonView } from './person-view.ts'
import { itemOfPerson, type StageItem, sharedScreens } from './stage-item.ts'

export type ViewMode = 'grid' | 'speaker'

export interface LargeWish {
  readonly mode: ViewMode
  readonly pinned: string | undefined
  /** The grid was chosen while these screens were shared: `keysOf` them. */
  readonly gridDespite: string
}

/** @param focus the participant id of whom the speaker view shows */
export function chooseLarge(
  people: readonly PersonView[],
  { mode, pinned, gridDespite }: LargeWish,
  focus: string | undefined,
): readonly StageItem[] {
  const screens = sharedScreens(people)
  const others = people.filter((person) => !person.isSelf).map(itemOfPerson)
  const held = [...screens, ...others].find(({ key }) => key === pinned)
  if (held) return [held]
  if (screens.length > 0 && keysOf(screens) !== gridDespite) return screens
  if (mode === 'speaker') return others.filter(({ key }) => key === focus)
  return []
}

/** Whether the stage is one large picture and a strip, whoever is in it. */
export function isSpeakerView(people: readonly PersonView[], wish: LargeWish): boolean {
  const someone = people.find((person) => !person.isSelf)?.id
  return chooseLarge(people, wish, someone).length > 0 || wish.mode === 'speaker'
}

export function keysOf(items: readonly StageItem[]): string {
  return items.map(({ key }) => key).join(' ')
}

/**
 * Whom the speaker view shows: the one of before as long as they speak or nobody does, so that a cough changes nothing.
 * @param speaking others only, loudest first
 * @param all the others, in their order
 */
export function chooseFocus(
  before: string | undefined,
  all: readonly string[],
  speaking: readonly string[],
): string | undefined {
  const stays = before !== undefined && all.includes(before)
  if (stays && (speaking.length === 0 || speaking.includes(before))) return before
  return speaking.find((id) => all.includes(id)) ?? (stays ? before : all[0])
}
