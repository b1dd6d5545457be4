// What moderators do to people, each with a word when it could not be done.

import type { Role, Room, TrackSource } from '@parley/client'
import type { PersonView } from '../room/person-view.ts'
import { texts } from '../texts.ts'
import { wordsOfError } from './words-of-error.ts'

const everySource: readonly TrackSource[] = ['camera', 'microphone', 'screen', 'screenAudio']
/** As many as one call takes. */
const atOnce = 100

export interface Acts {
  mute(person: PersonView): void
  stopCamera(person: PersonView): void
  stopScreen(person: PersonView): void
  letSpeak(person: PersonView): void
  silence(person: PersonView): void
  lowerHand(person: PersonView): void
  remove(person: PersonView): void
  giveRole(person: PersonView, role: Role): void
  muteAll(people: readonly PersonView[]): void
  lowerAllHands(people: readonly PersonView[]): void
}

/** @param tell says in passing what happened */
export function actsIn({ moderation }: Pick<Room, 'moderation'>, tell: (text: string) => void): Acts {
  const attempt = async (act: () => Promise<unknown>, done?: string) => {
    try {
      await act()
      if (done !== undefined) tell(done)
    } catch (error) {
      tell(wordsOfError(error))
    }
  }
  const stop = (person: PersonView, sources: readonly TrackSource[]) =>
    void attempt(() => moderation.mute([person.id], sources))
  return {
    mute: (person) => stop(person, ['microphone']),
    stopCamera: (person) => stop(person, ['camera']),
    stopScreen: (person) => stop(person, ['screen', 'screenAudio']),
    // The server allows nobody more than their token does.
    letSpeak: (person) => void attempt(() => moderation.setPublish(person.id, everySource)),
    silence: (person) => void attempt(() => moderation.setPublish(person.id, [])),
    lowerHand: (person) => void attempt(() => moderation.lowerHand(person.id)),
    remove: (person) => void attempt(() => moderation.remove(person.id), texts.people.removed(person.name)),
    giveRole: (person, role) =>
      void attempt(
        () => moderation.setRole(person.person, role),
        role === 'owner' ? texts.people.madeOwner(person.name) : undefined,
      ),
    muteAll: (people) =>
      void attempt(async () => {
        const ids = people.map(({ id }) => id)
        for (let at = 0; at < ids.length; at += atOnce) await moderation.mute(ids.slice(at, at + atOnce))
      }, texts.people.mutedAll),
    lowerAllHands: (people) => void attempt(() => Promise.all(people.map(({ id }) => moderation.lowerHand(id)))),
  }
}
