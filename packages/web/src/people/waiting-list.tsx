// Who waits in the lobby: let in or sent away, one or all.

import { Button } from '@mantine/core'
import type { Waiting } from '@parley/client'
import { Avatar } from '../room/avatar.tsx'
import { texts } from '../texts.ts'
import type { LobbyKeeper } from './lobby-keeper.ts'
import classes from './people.module.css'

export function WaitingList({ waiting, keeper }: { waiting: readonly Waiting[]; keeper: LobbyKeeper }) {
  if (waiting.length === 0) return null
  const words = texts.people.waiting
  return (
    <section className={classes['waiting']} aria-label={words.title(waiting.length)}>
      <h3 className={classes['heading']}>{words.title(waiting.length)}</h3>
      <ul className={classes['list']}>
        {waiting.map((one) => (
          <li key={one.id} className={classes['person']}>
            <Avatar name={one.name} size={36} />
            <bdi className={classes['name']}>{one.name}</bdi>
            <Button
              size="compact-sm"
              variant="subtle"
              color="gray"
              c="var(--mantine-color-text)"
              aria-label={words.denyName(one.name)}
              onClick={() => keeper.deny([one])}
            >
              {words.deny}
            </Button>
            <Button size="compact-sm" aria-label={words.admitName(one.name)} onClick={() => keeper.admit([one])}>
              {words.admit}
            </Button>
          </li>
        ))}
      </ul>
      {waiting.length > 1 && (
        <div className={classes['actions']}>
          <Button size="compact-md" variant="default" onClick={() => keeper.deny(waiting)}>
            {words.denyAll}
          </Button>
          <Button size="compact-md" onClick={() => keeper.admit(waiting)}>
            {words.admitAll}
          </Button>
        </div>
      )}
    </section>
  )
}
