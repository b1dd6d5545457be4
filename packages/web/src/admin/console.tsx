// The frame of the administration: where one is, what was just done, and the section itself.

import { ActionIcon, Menu } from '@mantine/core'
import type { Parley } from '@parley/client'
import {
  IconBan,
  IconDoor,
  IconGauge,
  IconHome,
  IconLogout,
  IconPlugConnected,
  IconTicket,
  IconUser,
  IconUsers,
} from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { Mark } from '../mark.tsx'
import { adminTexts } from '../texts/admin.ts'
import { texts } from '../texts.ts'
import classes from './admin.module.css'
import { Bans } from './bans.tsx'
import { Invitations } from './invitations.tsx'
import { Overview } from './overview.tsx'
import { People } from './people.tsx'
import { addressOf, type Place, type Tab, tabs, usePlace, walk } from './place.ts'
import { Rooms } from './rooms.tsx'
import { Sessions } from './sessions.tsx'
import { useHistory } from './use-history.ts'

interface Props {
  parley: Parley
  reconnecting: boolean
  onSignOut(): void
}

const icons: Readonly<Record<Tab, typeof IconGauge>> = {
  overview: IconGauge,
  rooms: IconDoor,
  people: IconUsers,
  sessions: IconPlugConnected,
  bans: IconBan,
  invitations: IconTicket,
}
const doneMs = 8_000

export function Console({ parley, reconnecting, onSignOut }: Props) {
  const [place, go] = usePlace()
  const history = useHistory(parley)
  const [done, setDone] = useDone()
  const title = adminTexts.tabs[place.tab]
  useEffect(() => {
    document.title = adminTexts.documentTitle(title)
  }, [title])
  return (
    <div className={classes['page']}>
      <header className={classes['header']}>
        <a className={classes['brand']} href="/">
          <Mark size={26} />
          <span>{texts.product}</span>
        </a>
        <span className={classes['where']}>{adminTexts.title}</span>
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon
              size={40}
              variant="subtle"
              color="gray"
              className={classes['me'] ?? ''}
              aria-label={adminTexts.signedInAs(parley.person.name)}
            >
              <IconUser size={22} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Label>{adminTexts.signedInAs(parley.person.name)}</Menu.Label>
            <Menu.Item component="a" href="/" leftSection={<IconHome size={18} />}>
              {adminTexts.toApp}
            </Menu.Item>
            <Menu.Item leftSection={<IconLogout size={18} />} onClick={onSignOut}>
              {adminTexts.signOut}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </header>
      <nav className={classes['nav']} aria-label={adminTexts.sections}>
        {tabs.map((tab) => (
          <TabLink key={tab} tab={tab} current={tab === place.tab} go={go} />
        ))}
      </nav>
      <main className={classes['main']}>
        <h1 className={classes['heading']}>{title}</h1>
        {reconnecting && (
          <p className={classes['warning']} role="alert">
            {adminTexts.reconnecting}
          </p>
        )}
        <p className={classes['done']} role="status">
          {done}
        </p>
        <Section place={place} parley={parley} history={history} go={go} onDone={setDone} />
      </main>
    </div>
  )
}

function Section({ place, parley, history, go, onDone }: SectionProps) {
  switch (place.tab) {
    case 'overview':
      return <Overview history={history} />
    case 'rooms':
      return <Rooms parley={parley} go={go} onDone={onDone} />
    case 'people':
      return <People parley={parley} onDone={onDone} />
    case 'sessions':
      return <Sessions parley={parley} room={place.room} go={go} onDone={onDone} />
    case 'bans':
      return <Bans parley={parley} onDone={onDone} />
    case 'invitations':
      return <Invitations parley={parley} onDone={onDone} />
  }
}

interface SectionProps {
  place: Place
  parley: Parley
  history: ReturnType<typeof useHistory>
  go(place: Place): void
  onDone(words: string): void
}

function TabLink({ tab, current, go }: { tab: Tab; current: boolean; go(place: Place): void }) {
  const Icon = icons[tab]
  const link = useRef<HTMLAnchorElement>(null)
  // On a phone the sections are wider than the screen.
  useEffect(() => {
    if (current) link.current?.scrollIntoView({ inline: 'center', block: 'nearest' })
  }, [current])
  const to = { tab, room: '' }
  return (
    <a
      ref={link}
      className={classes['tab']}
      href={addressOf(to)}
      aria-current={current ? 'page' : undefined}
      onClick={(event) => walk(event, () => go(to))}
    >
      <Icon size={20} stroke={1.8} />
      {adminTexts.tabs[tab]}
    </a>
  )
}

/** What was just done, for a while. */
function useDone(): [string, (words: string) => void] {
  const [done, setDone] = useState('')
  useEffect(() => {
    if (done === '') return
    const timer = setTimeout(() => setDone(''), doneMs)
    return () => clearTimeout(timer)
  }, [done])
  return [done, setDone]
}
