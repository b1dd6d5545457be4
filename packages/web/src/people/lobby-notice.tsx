// Tells moderators that somebody waits in the lobby while the list of people is closed.

import { Button } from '@mantine/core'
import type { Waiting } from '@parley/client'
import { Banner } from '../room/banner.tsx'
import { texts } from '../texts.ts'
import type { LobbyKeeper } from './lobby-keeper.ts'

interface Props {
  waiting: readonly Waiting[]
  keeper: LobbyKeeper
  /** Opens the list. */
  onSee(): void
}

export function LobbyNotice({ waiting, keeper, onSee }: Props) {
  const [first] = waiting
  if (!first) return null
  const words = texts.people.waiting
  const several = waiting.length > 1
  const done = (act: LobbyKeeper['admit']) => {
    act(waiting)
    document.querySelector('main')?.focus() // the button is about to go
  }
  return (
    <Banner>
      {several ? words.many(waiting.map(({ name }) => name)) : words.one(first.name)}
      <Button size="compact-sm" onClick={() => done(keeper.admit)}>
        {several ? words.admitAll : words.admit}
      </Button>
      {several ? (
        <Button size="compact-sm" variant="default" onClick={onSee}>
          {words.see}
        </Button>
      ) : (
        <Button size="compact-sm" variant="default" onClick={() => done(keeper.deny)}>
          {words.deny}
        </Button>
      )}
    </Banner>
  )
}
