// Which screen is shown: the home page or a room. The address bar says which room.

import { lazy, Suspense, useEffect, useState } from 'react'
import { type Address, pathOfRoom, roomOfPath } from './address.ts'
import { Capture } from './devices/capture.ts'
import { recallWishes, rememberWishes } from './devices/remembered-wishes.ts'
import { Home } from './home/home.tsx'
import { recallToken } from './remembered.ts'
import { Joining } from './room/joining.tsx'

const loadRoom = () => import('./room/room-screen.tsx')
const RoomScreen = lazy(async () => ({ default: (await loadRoom()).RoomScreen }))

interface Screen {
  readonly place: 'home' | 'room'
  readonly room: string
  readonly name: string
  /** On the home page: whether the person has just left `room`. */
  readonly left: boolean
  /** After leaving, camera and microphone rest until they are needed again. */
  readonly resting: boolean
}

export function App({ address }: { address: Address }) {
  const [screen, setScreen] = useState<Screen>({
    place: 'home',
    room: address.room,
    name: '',
    left: false,
    resting: false,
  })
  const [capture] = useState(() => new Capture(navigator.mediaDevices, recallWishes()))

  const { resting } = screen
  useEffect(() => {
    if (resting) return
    void capture.open()
    return () => capture.close()
  }, [capture, resting])
  useEffect(() => capture.subscribe(() => rememberWishes(capture.state)), [capture])
  useEffect(() => {
    const walked = () => setScreen((now) => walkTo(roomOfPath(location.pathname), now))
    window.addEventListener('popstate', walked)
    return () => window.removeEventListener('popstate', walked)
  }, [])
  // The room's code arrives while the person still types, so that the first join waits for nothing.
  useEffect(() => {
    loadRoom().catch(() => undefined) // offline for a moment: the join loads it again and shows what is wrong
  }, [])

  if (screen.place === 'home') {
    const join = (room: string, name: string) => {
      history.pushState(null, '', pathOfRoom(room))
      setScreen({ place: 'room', room, name, left: false, resting: false })
    }
    return (
      <Home
        key={screen.room}
        capture={capture}
        room={screen.room}
        left={screen.left}
        resting={resting}
        onWake={() => setScreen({ ...screen, resting: false })}
        onJoin={join}
      />
    )
  }
  return (
    <Suspense fallback={<Joining room={screen.room} />}>
      <RoomScreen
        key={screen.room}
        capture={capture}
        room={screen.room}
        name={screen.name}
        token={tokenFor(screen.room, address)}
        onLeave={() => setScreen((now) => walkTo(now.room, now))}
      />
    </Suspense>
  )
}

/** A link's token is for the room of the link; a link without a room has a token for any. */
function tokenFor(room: string, address: Address): string | undefined {
  if (address.token !== undefined && (address.room === room || address.room === '')) return address.token
  return recallToken(room)
}

/** Leaving, back and forward lead to the door of a room; never straight in: joining is a step one takes on purpose. */
function walkTo(room: string, now: Screen): Screen {
  const left = now.place === 'room' && now.room === room
  return { ...now, place: 'home', room, left, resting: left || now.resting }
}
