// Which screen is shown: the start page, the door of a room or the room. The address bar says which room.

import { lazy, type ReactNode, Suspense, useEffect, useState } from 'react'
import { Account } from './account/account.ts'
import { AccountContext, useAccountState } from './account/use-account.ts'
import { type Address, bringsToken, isBrokenLink, pathOfRoom, roomOfPath, socketUrl } from './address.ts'
import { Capture } from './devices/capture.ts'
import { PreferencesProvider } from './devices/preferences.tsx'
import { recallWishes, rememberWishes } from './devices/remembered-wishes.ts'
import type { Embedding } from './embed/embedding.ts'
import { Home } from './home/home.tsx'
import { Door } from './lobby/door.tsx'
import { isInside } from './panel/use-back-closes.ts'
import { forgetToken, recallToken } from './remembered.ts'
import { Joining } from './room/joining.tsx'
import { endStay, recallStay } from './room/stay.ts'
import { nameInToken } from './token.ts'
import { useRoomScreen } from './use-room-screen.ts'

const Invited = lazy(async () => ({ default: (await import('./account/invited.tsx')).Invited }))

interface Screen {
  /** Home is outside: the start page, or the door where there is a room. */
  readonly place: 'home' | 'room'
  readonly room: string
  /** Of the room, where the door knew it. */
  readonly title?: string | undefined
  readonly name: string
  /** Of the room, as it was typed at the door. */
  readonly password?: string | undefined
  /** On the home page: whether the person has just left `room`. */
  readonly left: boolean
  /** After leaving, camera and microphone rest until they are needed again. */
  readonly resting: boolean
}

export function App({ address, embedding }: { address: Address; embedding: Embedding | undefined }) {
  const [screen, setScreen] = useState<Screen>(() => {
    // The page around us has asked for all that the door would.
    const name = embedding?.name || nameInToken(address.token ?? '')
    const straightIn = embedding !== undefined && address.room !== '' && name
    const stay = recallStay(address.room)
    if (stay) return { ...stay, place: 'room', left: false, resting: false }
    const place = straightIn ? 'room' : 'home'
    return { place, room: address.room, name: straightIn || '', left: false, resting: false }
  })
  /** Tokens that have run out: another try with them would only end the same way. */
  const [spentTokens, setSpentTokens] = useState<readonly string[]>([])
  const [capture] = useState(() => new Capture(navigator.mediaDevices, recallWishes()))
  const [account] = useState(() => new Account(socketUrl(location), Date.now))
  const accountState = useAccountState(account)
  /** The link has brought an invitation to this server. */
  const [invited, setInvited] = useState(address.room === '' && address.invitation !== undefined)

  const { resting } = screen
  const atStart = screen.place === 'home' && screen.room === ''
  useEffect(() => {
    if (resting || atStart) return
    void capture.open()
    return () => capture.close()
  }, [capture, resting, atStart])
  useEffect(() => capture.subscribe(() => rememberWishes(capture.state)), [capture])
  useEffect(() => {
    const walked = () => {
      if (bringsToken(location, address.invitation)) location.reload()
      else {
        const room = roomOfPath(location.pathname)
        // From a panel back to the people: nobody leaves.
        const stays = isInside()
        setScreen((now) => (stays && now.place === 'room' && now.room === room ? now : walkTo(room, now)))
      }
    }
    window.addEventListener('popstate', walked)
    return () => window.removeEventListener('popstate', walked)
  }, [address])
  const RoomScreen = useRoomScreen(screen.place === 'room')

  const linkTokenFor = (room: string) => {
    const token = findToken(room, address)
    return token !== undefined && spentTokens.includes(token) ? undefined : token
  }
  /** What a link has brought was meant for now; an account is for always. */
  const tokenFor = (room: string) => linkTokenFor(room) ?? accountState?.token
  const givenNameFor = (room: string) => {
    const linkToken = linkTokenFor(room)
    if (linkToken === undefined) return accountState && { name: accountState.name, from: 'account' as const }
    const name = nameInToken(linkToken)
    return name === undefined ? undefined : { name, from: 'invitation' as const }
  }

  const invitationFor = (room: string) => (room === address.room ? address.invitation : undefined)

  const around = (page: ReactNode) => (
    <AccountContext value={account}>
      <PreferencesProvider>{page}</PreferencesProvider>
    </AccountContext>
  )
  if (atStart && invited && address.invitation !== undefined) {
    const done = () => {
      history.replaceState(null, '', '/')
      setInvited(false)
    }
    return around(
      <Suspense>
        <Invited invitation={address.invitation} onDone={done} />
      </Suspense>,
    )
  }
  if (atStart) {
    const open = (path: string) => {
      // What a link brings along is read when the page is loaded.
      if (/[?#]/.test(path)) return location.assign(path)
      history.pushState(null, '', path)
      setScreen((now) => walkTo(roomOfPath(path), now))
    }
    return around(<Home token={tokenFor('')} broken={isBrokenLink(location.pathname)} onOpen={open} />)
  }
  if (screen.place === 'home') {
    const { room } = screen
    const join = (name: string, password: string | undefined, title: string | undefined) => {
      history.pushState(null, '', pathOfRoom(room, invitationFor(room)))
      setScreen({ place: 'room', room, title, name, password, left: false, resting: false })
    }
    const start = () => {
      history.pushState(null, '', '/')
      setScreen((now) => walkTo('', now))
    }
    return around(
      <Door
        key={room}
        capture={capture}
        room={room}
        left={screen.left}
        resting={resting}
        token={tokenFor(room)}
        givenName={givenNameFor(room)}
        invited={invitationFor(room) !== undefined}
        onStart={start}
        onWake={() => setScreen({ ...screen, resting: false })}
        onJoin={join}
      />,
    )
  }
  const back = () => {
    endStay() // also where one has never got back in
    setScreen((now) => ({ ...now, place: 'home', left: false, resting: false }))
  }
  const token = tokenFor(screen.room)
  const spend = () => {
    if (token === undefined) return
    if (token === accountState?.token) return account.lapse()
    forgetToken(token)
    setSpentTokens((now) => [...now, token])
  }
  if (!RoomScreen) return <Joining room={screen.title ?? screen.room} onCancel={back} />
  return around(
    <RoomScreen
      key={screen.room}
      capture={capture}
      embedding={embedding}
      room={screen.room}
      title={screen.title}
      name={screen.name}
      token={token}
      invitation={invitationFor(screen.room)}
      password={screen.password}
      onTokenRenewed={account.keep}
      onTokenSpent={spend}
      onRest={(resting) => setScreen((now) => ({ ...now, resting }))}
      onLeave={() => setScreen((now) => walkTo(now.room, now))}
      onBack={back}
    />,
  )
}

/** A link's token is for the room of the link; a link without a room has a token for any. */
function findToken(room: string, address: Address): string | undefined {
  if (address.token !== undefined && (address.room === room || address.room === '')) return address.token
  return recallToken(room)
}

/** Leaving, back and forward lead to the door of a room; never straight in: joining is a step one takes on purpose. */
function walkTo(room: string, now: Screen): Screen {
  const left = now.place === 'room' && now.room === room
  return { ...now, place: 'home', room, left, resting: now.place === 'room' || now.resting }
}
