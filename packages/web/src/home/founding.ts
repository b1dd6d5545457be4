// From the fields of the dialog to what a room is founded with. Pure.

import type { RoomChange } from '@parley/client'

/** What can be switched on; guests come in unless it is switched off. */
export const switches = ['listed', 'lobby', 'guests', 'moderated', 'audioOnly'] as const
export type SwitchName = (typeof switches)[number]

export interface Wishes extends Readonly<Record<SwitchName, boolean>> {
  readonly title: string
  readonly topic: string
  readonly password: string
}

export const usualWishes: Wishes = {
  title: '',
  topic: '',
  password: '',
  listed: false,
  lobby: false,
  guests: true,
  moderated: false,
  audioOnly: false,
}

export function foundingOf({ title, topic, password, ...switched }: Wishes): RoomChange {
  const settings = { ...switched, title: title.trim(), topic: topic.trim() }
  return { settings, ...(password !== '' && { password }) }
}
