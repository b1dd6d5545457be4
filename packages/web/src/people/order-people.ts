// In which order the list shows people: oneself, raised hands as they were raised, then all others by name.

import type { PersonView } from '../room/person-view.ts'

type Listed = Pick<PersonView, 'id' | 'name' | 'isSelf' | 'handRaisedAtMs'>

/** The place of each raised hand, from 1 on, by participant. */
export function handOrder(people: readonly Pick<PersonView, 'id' | 'handRaisedAtMs'>[]): ReadonlyMap<string, number> {
  const raised = people.filter(({ handRaisedAtMs }) => handRaisedAtMs !== undefined)
  const sorted = raised.toSorted((a, b) => (a.handRaisedAtMs ?? 0) - (b.handRaisedAtMs ?? 0))
  return new Map(sorted.map(({ id }, index) => [id, index + 1]))
}

export function orderPeople<P extends Listed>(people: readonly P[], locale: string): readonly P[] {
  const collator = new Intl.Collator(locale, { sensitivity: 'base', numeric: true })
  const rank = (person: Listed) => (person.isSelf ? 0 : person.handRaisedAtMs === undefined ? 2 : 1)
  return people.toSorted(
    (a, b) =>
      rank(a) - rank(b) || (a.handRaisedAtMs ?? 0) - (b.handRaisedAtMs ?? 0) || collator.compare(a.name, b.name),
  )
}

/** Those whose name has every word of the search in it, whatever the case and the accents. */
export function findPeople<P extends Pick<PersonView, 'name'>>(people: readonly P[], search: string): readonly P[] {
  const words = plain(search).split(/\s+/).filter(Boolean)
  if (words.length === 0) return people
  return people.filter(({ name }) => words.every((word) => plain(name).includes(word)))
}

function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLocaleLowerCase()
}
