// Everybody in the room and who waits to come in, beside the people or over them on a phone.

import { Button, Text, TextInput } from '@mantine/core'
import { IconSearch, IconSettings, IconUserPlus } from '@tabler/icons-react'
import { useCallback, useRef, useState } from 'react'
import { locale } from '../language.ts'
import { Panel } from '../panel/panel.tsx'
import type { PersonView } from '../room/person-view.ts'
import type { RoomPicture } from '../room/room-store.ts'
import { texts } from '../texts.ts'
import { findPeople, handOrder, orderPeople } from './order-people.ts'
import classes from './people.module.css'
import type { Pins } from './person-menu.tsx'
import { PersonRow } from './person-row.tsx'
import { mayActOn, moderates } from './standing.ts'
import type { People } from './use-people.ts'
import { WaitingList } from './waiting-list.tsx'

/** More than fit on the screen: then a field to search in helps. */
const searchFrom = 12
/** Drawn at once; more are asked for. */
const pageSize = 100

interface Props {
  people: People
  picture: RoomPicture
  pins: Pins
  covering: boolean
  onClose(): void
}

export function PeoplePanel({ people, picture, pins, covering, onClose }: Props) {
  const { self, acts, keeper, openDialog } = people
  const [search, setSearch] = useState('')
  const [shown, setShown] = useState(pageSize)
  const words = texts.people
  const { settings } = picture.info
  const hands = handOrder(picture.people)
  const found = findPeople(orderPeople(picture.people, locale), search)
  const page = found.slice(0, shown)
  const open = useRef(openDialog)
  open.current = openDialog
  const ask = useCallback((name: 'ban' | 'remove' | 'owner', person: PersonView) => open.current({ name, person }), [])
  return (
    <Panel title={words.title} closeLabel={words.close} covering={covering} onClose={onClose}>
      <section
        className={classes['body']}
        aria-label={words.title}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled area must be reachable to scroll it by keyboard
        tabIndex={0}
      >
        {settings.topic !== '' && (
          <p className={classes['topic']} dir="auto">
            {settings.topic}
          </p>
        )}
        <WaitingList waiting={picture.waiting} keeper={keeper} />
        {picture.participantCount >= searchFrom && (
          <TextInput
            className={classes['search'] ?? ''}
            aria-label={words.search}
            placeholder={words.search}
            type="search"
            leftSection={<IconSearch size={18} stroke={1.75} />}
            value={search}
            onChange={(event) => setSearch(event.currentTarget.value)}
          />
        )}
        <h3 className={classes['heading']}>{words.here(picture.participantCount)}</h3>
        <ul className={classes['list']}>
          {page.map((person) => (
            <PersonRow
              key={person.id}
              self={self}
              person={person}
              hand={hands.get(person.id)}
              moderated={settings.moderated}
              acts={acts}
              pinned={pins.pinned === person.id}
              onPin={pins.pin}
              onAsk={ask}
            />
          ))}
        </ul>
        {found.length === 0 && <Text className={classes['nobody'] ?? ''}>{words.nobodyFound}</Text>}
        {found.length > page.length && (
          <Button variant="subtle" fullWidth onClick={() => setShown(shown + pageSize)}>
            {words.showMore(Math.min(pageSize, found.length - page.length))}
          </Button>
        )}
      </section>
      <Foot people={people} all={picture.people} />
    </Panel>
  )
}

/** What concerns all. */
function Foot({ people, all }: { people: People; all: readonly PersonView[] }) {
  const { self, acts, openDialog } = people
  const words = texts.people
  if (!self) return null
  const others = all.filter((person) => !person.isSelf && mayActOn(self, person))
  const loud = others.filter(({ silent }) => !silent)
  const raised = others.filter(({ handRaisedAtMs }) => handRaisedAtMs !== undefined)
  return (
    <footer className={classes['foot']}>
      {loud.length > 0 && (
        <Button size="xs" px={8} variant="default" onClick={() => acts.muteAll(loud)}>
          {words.muteAll}
        </Button>
      )}
      {raised.length > 0 && (
        <Button size="xs" px={8} variant="default" onClick={() => acts.lowerAllHands(raised)}>
          {words.lowerAllHands}
        </Button>
      )}
      <Button
        size="xs"
        px={8}
        variant="default"
        leftSection={<IconUserPlus size={17} stroke={1.75} />}
        onClick={() => openDialog({ name: 'invite' })}
      >
        {words.invite}
      </Button>
      {moderates(self.role) && (
        <Button
          size="xs"
          px={8}
          variant="default"
          leftSection={<IconSettings size={17} stroke={1.75} />}
          onClick={() => openDialog({ name: 'settings' })}
        >
          {words.settings}
        </Button>
      )}
    </footer>
  )
}
