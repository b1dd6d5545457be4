// Which screen is shown: the home page or a room. The address bar says which room.

import { useEffect, useState } from 'react'
import { type Address, bringsToken, isBrokenLink, pathOfRoom, roomOfPath } from './address.ts'
import { Capture } from './devices/capture.ts'
import { recallWishes, rememberWishes } from './devices/remembered-wishes.ts'
import type { Embedding } from './embed/embedding.ts'
import { Home } from './home/home.tsx'
import { forgetToken, recallToken } from './remembered.ts'
import { Joining } from './room/joining.tsx'
import { nameInToken } from './token.ts'
import { useRoomScreen } from './use-room-screen.ts'

interface Screen {
  readonly place: 'home' | 'room'
  readonly room: string
  readonly name: string
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
    const place = straightIn ? 'room' : 'home'
    return { place, room: address.room, name: straightIn || '', left: false, resting: false }
  })
  /** Tokens that have run out: another try with them would only end the same way. */
  const [spentTokens, setSpentTokens] = useState<readonly string[]>([])
  const [capture] = useState(() => new Capture(navigator.mediaDevices, recallWishes()))

  const { resting } = screen
  useEffect(() => {
    if (resting) return
    void capture.open()
    return () => capture.close()
  }, [capture, resting])
  useEffect(() => capture.subscribe(() => rememberWishes(capture.state)), [capture])
  useEffect(() => {
    const walked = () => {
      if (bringsToken(location, address.invitation)) location.reload()
      else setScreen((now) => walkTo(roomOfPath(location.pathname), now))
    }
    window.addEventListener('popstate', walked)
    return () => window.removeEventListener('popstate', walked)
  }, [address])
  const RoomScreen = useRoomScreen(screen.place === 'room')

  const tokenFor = (room: string) => {
    const token = findToken(room, address)
    return token !== undefined && spentTokens.includes(token) ? undefined : token
  }

  const invitationFor = (room: string) => (room === address.room ? address.invitation : undefined)

  if (screen.place === 'home') {
    const join = (room: string, name: string) => {
      history.pushState(null, '', pathOfRoom(room, invitationFor(room)))
      setScreen({ place: 'room', room, name, left: false, resting: false })
    }
    return (
      <Home
        key={screen.room}
        capture={capture}
        room={screen.room}
        left={screen.left}
        resting={resting}
        broken={isBrokenLink(location.pathname)}
        tokenFor={tokenFor}
        onWake={() => setScreen({ ...screen, resting: false })}
        onJoin={join}
      />
    )
  }
  const back = () => setScreen((now) => ({ ...now, place: 'home', left: false, resting: false }))
  const token = tokenFor(screen.room)
  const spend = () => {
    if (token === undefined) return
    forgetToken(token)
    setSpentTokens((now) => [...now, token])
  }
  if (!RoomScreen) return <Joining room={screen.room} onCancel={back} />
  return (
    <RoomScreen
      key={screen.room}
      capture={capture}
      embedding={embedding}
      room={screen.room}
      name={screen.name}
      token={token}
      invitation={invitationFor(screen.room)}
      onTokenSpent={spend}
      onRest={(resting) => setScreen((now) => ({ ...now, resting }))}
      onLeave={() => setScreen((now) => walkTo(now.room, now))}
      onBack={back}
    />
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
