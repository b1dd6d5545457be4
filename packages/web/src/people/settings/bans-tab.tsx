// Who is kept out of the room, until when and why; lifted here.

import { Button, Text } from '@mantine/core'
import type { Ban, Room } from '@parley/client'
import { useCallback } from 'react'
import { texts } from '../../texts.ts'
import { dayAndTime } from '../when.ts'
import { SavingLine } from './saving-line.tsx'
import classes from './settings.module.css'
import { useList } from './use-list.ts'
import { useSave } from './use-save.ts'

export function BansTab({ room }: { room: Room }) {
  const words = texts.settings.bans
  const { items, problem, reload } = useList(useCallback(() => room.moderation.bans(), [room]))
  const saving = useSave()
  const lift = async (ban: Ban) => {
    await saving.save(() => room.moderation.lift(ban))
    reload()
  }
  return (
    <>
      {!items && <Text role="status">{problem === '' ? texts.settings.roles.loading : problem}</Text>}
      {items?.length === 0 && <Text c="var(--quiet)">{words.none}</Text>}
      <ul className={classes['list']}>
        {items?.map((ban) => {
          const name = ban.name ?? words.unknown
          return (
            <li key={ban.id} className={classes['row']}>
              <div className={classes['main']}>
                <bdi>{name}</bdi>
                <span className={classes['note']}>{notesOf(ban).join(' · ')}</span>
              </div>
              <Button
                variant="default"
                size="compact-md"
                aria-label={words.liftOf(name)}
                onClick={() => void lift(ban)}
              >
                {words.lift}
              </Button>
            </li>
          )
        })}
      </ul>
      <SavingLine saving={saving} />
    </>
  )
}

function notesOf({ endsAt, address, reason }: Ban): readonly string[] {
  const words = texts.settings.bans
  return [
    endsAt === undefined ? words.forGood : words.until(dayAndTime(new Date(endsAt))),
    ...(address ? [words.address] : []),
    ...(reason === undefined ? [] : [words.reason(reason)]),
  ]
}
