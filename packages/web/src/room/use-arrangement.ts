// What stands where on the stage now: what is large, who is on this page, and how large each tile is.

import { useRef } from 'react'
import { chooseFocus, chooseLarge } from './choose-large.ts'
import { type GridLayout, layOut, type Size } from './grid-layout.ts'
import { orderPeople, putFirst } from './order-people.ts'
import { placesOnFirst, turnTo } from './pages.ts'
import type { RoomPicture } from './room-store.ts'
import type { StageChoices } from './stage-choices.ts'
import { itemOfPerson, type StageItem, sharedScreens } from './stage-item.ts'
import { abovePages, divide, gap, placesIn, type StageLayout } from './stage-layout.ts'
import { useSpeakers } from './use-speakers.ts'

export interface Arrangement {
  readonly spaces: StageLayout
  /** Empty in the grid. */
  readonly large: readonly StageItem[]
  readonly largeLayout: GridLayout
  /** The tiles of this page: the grid, or the strip beside what is large. */
  readonly tiles: readonly StageItem[]
  readonly layout: GridLayout
  readonly page: number
  readonly pageCount: number
  /** Oneself, where one floats in a corner. */
  readonly floating: StageItem | undefined
}

export function useArrangement(picture: RoomPicture, choices: StageChoices, stage: Size): Arrangement {
  const before = useRef<{ order: readonly string[]; focus: string | undefined; kept: readonly string[] }>({
    order: [],
    focus: undefined,
    kept: [],
  })
  const others = picture.people.filter((person) => !person.isSelf)
  const all = others.map((person) => person.id)
  const { speaking, spoke } = useSpeakers(picture.speaking.filter((id) => all.includes(id)))
  const focus = chooseFocus(before.current.focus, all, speaking)
  const large = chooseLarge(picture.people, choices, focus)
  const isLarge = (key: string) => large.some((item) => item.key === key)

  const self = picture.people.filter((person) => person.isSelf).map(itemOfPerson)
  // Whoever is alone sees themselves, whatever they chose for company.
  const own = all.length === 0 ? 'grid' : choices.own
  const last = own === 'grid' ? self : []
  const first = sharedScreens(picture.people).filter(({ key }) => !isLarge(key))
  const largePerson = large.find(({ what }) => what === 'person')
  const small = first.length + all.length + last.length - (largePerson ? 1 : 0)
  const spaces = divide(stage, large.length > 0, small > 0)
  const onOnePage = small <= placesIn(spaces)
  const people = onOnePage ? spaces.people : abovePages(spaces.people)
  const places = placesIn({ ...spaces, people })

  // Whoever is large has a place in the order too, the first, which nobody else takes.
  const largeId = largePerson?.person.id
  const onFirst = placesOnFirst(places, first.length + last.length) + (largePerson ? 1 : 0)
  const heard = largeId === undefined ? spoke : new Map([...spoke, [largeId, Number.POSITIVE_INFINITY]])
  const { order: orderBefore, kept } = before.current
  const order = putFirst(
    orderPeople({ before: orderBefore, all, places: onFirst, speaking, spoke: heard, kept }),
    largeId,
  )
  const byId = new Map(others.map((person) => [person.id, person]))
  const items = order.flatMap((id) => byId.get(id) ?? []).map(itemOfPerson)
  const page = turnTo(choices.page, places, { first, items: items.filter(({ key }) => !isLarge(key)), last })
  before.current = { order, focus, kept: page.page === 0 ? [] : page.items.map(({ key }) => key) }
  return {
    spaces,
    large,
    largeLayout: layOut(large.length, spaces.large, gap),
    tiles: page.items,
    layout: layOut(page.items.length, people, gap, stage.height > stage.width),
    page: page.page,
    pageCount: page.pageCount,
    floating: own === 'floating' ? self[0] : undefined,
  }
}
