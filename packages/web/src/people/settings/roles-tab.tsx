// Everybody who has a role in the room, here or not, and which one.

import { NativeSelect, Text } from '@mantine/core'
import type { Role, Room } from '@parley/client'
import { useCallback, useEffect } from 'react'
import type { PersonView } from '../../room/person-view.ts'
import { texts } from '../../texts.ts'
import { rolesToGive } from '../standing.ts'
import { SavingLine } from './saving-line.tsx'
import classes from './settings.module.css'
import { useList } from './use-list.ts'
import { useSave } from './use-save.ts'

const order: readonly Role[] = ['owner', 'moderator', 'member', 'guest']

export function RolesTab({ room, self }: { room: Room; self: PersonView }) {
  const words = texts.settings.roles
  const { items, problem, reload } = useList(useCallback(() => room.moderation.roles(), [room]))
  const saving = useSave()
  useEffect(() => room.on('participantChanged', reload), [room, reload])
  const give = async (person: string, role: Role) => {
    await saving.save(() => room.moderation.setRole(person, role))
    reload()
  }
  const sorted = items?.toSorted((a, b) => order.indexOf(a.role) - order.indexOf(b.role))
  return (
    <>
      <Text size="sm" c="var(--quiet)" mb="sm">
        {words.hint}
      </Text>
      {!sorted && <Text role="status">{problem === '' ? words.loading : problem}</Text>}
      {sorted?.length === 0 && <Text>{words.none}</Text>}
      <ul className={classes['list']}>
        {sorted?.map(({ person, name, role }) => {
          const choices = rolesToGive(self, { person, role })
          return (
            <li key={person} className={classes['row']}>
              <span className={classes['main']}>{person === self.person ? words.you(name) : <bdi>{name}</bdi>}</span>
              {choices.length === 0 ? (
                <span className={classes['quiet']}>{texts.people.roles[role]}</span>
              ) : (
                <NativeSelect
                  aria-label={words.of(name)}
                  value={role}
                  data={order
                    .filter((one) => one === role || choices.includes(one))
                    .map((one) => ({ value: one, label: one === 'guest' ? words.take : texts.people.roles[one] }))}
                  onChange={({ currentTarget: { value } }) => {
                    const chosen = order.find((one) => one === value)
                    if (chosen) void give(person, chosen)
                  }}
                />
              )}
            </li>
          )
        })}
      </ul>
      <SavingLine saving={saving} />
    </>
  )
}
