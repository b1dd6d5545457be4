// What can have a tile on the stage: a person, or the screen of one.

import type { PersonView } from './person-view.ts'

export interface StageItem {
  /** Stands for it where one pins it; a person's is the participant id. */
  readonly key: string
  readonly what: 'person' | 'screen'
  readonly person: PersonView
}

export function itemOfPerson(person: PersonView): StageItem {
  return { key: person.id, what: 'person', person }
}

/** Screens of others; nobody needs to see their own twice. */
export function sharedScreens(people: readonly PersonView[]): readonly StageItem[] {
  return people
    .filter((person) => person.screen && !person.isSelf)
    .map((person) => ({ key: keyOfScreen(person.id), what: 'screen', person }))
}

export function keyOfScreen(participant: string): string {
  return `${participant}:screen`
}
