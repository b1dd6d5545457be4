// Whom one can name in a message: who is in the room, then who has written lately.

import type { ChatMessage, Participant } from '@parley/client'
import type { Named } from './find-mention.ts'

/** So many of the last messages say who is known here. */
const lately = 200

export function peopleToName(
  participants: Iterable<Pick<Participant, 'person' | 'name' | 'kind'>>,
  messages: readonly Pick<ChatMessage, 'person' | 'name'>[],
  ownPerson: string,
): readonly Named[] {
  const here = new Map<string, string>()
  for (const { person, name, kind } of participants) if (kind === 'session') here.set(person, name)
  const wrote = new Map<string, string>()
  for (const { person, name } of messages.slice(-lately)) if (!here.has(person)) wrote.set(person, name)
  return [here, wrote]
    .flatMap((people) =>
      [...people].map(([person, name]) => ({ person, name })).sort((a, b) => a.name.localeCompare(b.name)),
    )
    .filter(({ person }) => person !== ownPerson)
}
