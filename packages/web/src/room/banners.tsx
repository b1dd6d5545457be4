// What is wrong in the room now, told truthfully: the gravest thing about the connection, and each device that fails.

import { Button } from '@mantine/core'
import type { TrackSource } from '@parley/client'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { type DeviceKind, deviceKinds } from '../devices/ask-devices.ts'
import type { Capture } from '../devices/capture.ts'
import { useCapture } from '../devices/use-capture.ts'
import { texts } from '../texts.ts'
import { Banner } from './banner.tsx'
import { InvitationEnds } from './invitation-ends.tsx'
import type { Publisher } from './publisher.ts'
import type { RoomPicture } from './room-store.ts'
import type { ServerNewsStore } from './server-news.ts'
import { useLasting } from './use-lasting.ts'
import { useOnline } from './use-online.ts'

/** Media that takes longer than this to connect deserves a word. */
const slowConnectMs = 6_000
/** A server that has been away for so long does not merely restart. */
const longGoneMs = 20_000

interface Props {
  /** What is wrong with the connection now. */
  connection: string | null
  capture: Capture
  publisher: Publisher
  serverNews: ServerNewsStore
  /** What this person may publish; other devices are not missed. */
  granted: readonly TrackSource[]
}

export function Banners({ connection, capture, publisher, serverNews, granted }: Props) {
  const { tokenEndsAt } = useSyncExternalStore(serverNews.subscribe, serverNews.news)
  const devices = useCapture(capture)
  const unsent = useSyncExternalStore(publisher.subscribe, () => publisher.problems)
  // Who came without a camera knows that; only what goes wrong inside the room is told.
  const [known, setKnown] = useState(() => ({
    camera: devices.camera.failures,
    microphone: devices.microphone.failures,
  }))
  const setKnownOf = (kind: DeviceKind) => setKnown((now) => ({ ...now, [kind]: devices[kind].failures }))
  return (
    <>
      {connection && <Banner urgent>{connection}</Banner>}
      {tokenEndsAt && <InvitationEnds at={tokenEndsAt} />}
      {deviceKinds.map((kind) => {
        if (!granted.includes(kind)) return null
        const { problem, failures } = devices[kind]
        const what = texts.devices.kind[kind]
        if (problem && failures > known[kind]) {
          return (
            <Banner key={kind}>
              {texts.devices.problem[problem](what)}
              <Button size="compact-sm" variant="default" onClick={() => void capture.turnOn(kind)}>
                {texts.devices.retry}
              </Button>
              <Button size="compact-sm" variant="subtle" onClick={() => setKnownOf(kind)}>
                {texts.room.dismiss}
              </Button>
            </Banner>
          )
        }
        if (!unsent[kind]) return null
        return (
          <Banner key={kind}>
            {texts.room.publishFailed(what)}
            <Button size="compact-sm" variant="default" onClick={publisher.settle}>
              {texts.devices.retry}
            </Button>
          </Banner>
        )
      })}
    </>
  )
}

/**
 * What is wrong with the connection now; null: nothing is.
 * @param still whether sound and pictures of the others do not arrive now
 */
export function useConnectionText(
  { state, mediaState }: RoomPicture,
  still: boolean,
  serverNews: ServerNewsStore,
): string | null {
  const { draining } = useSyncExternalStore(serverNews.subscribe, serverNews.news)
  const online = useOnline()
  const long = useLasting(state === 'reconnecting', longGoneMs)
  const [slow, setSlow] = useState(false)
  const connecting = mediaState === 'connecting'
  useEffect(() => {
    if (!connecting) return
    const timer = setTimeout(() => setSlow(true), slowConnectMs)
    return () => {
      clearTimeout(timer)
      setSlow(false)
    }
  }, [connecting])
  if (draining) return texts.room.draining
  if (state === 'reconnecting') {
    if (!online) return texts.stage.offline
    if (long) return texts.stage.longGone
    return still ? texts.stage.gone : texts.stage.goneHalf
  }
  if (mediaState === 'interrupted') return texts.room.mediaInterrupted
  if (mediaState === 'none') return texts.room.mediaNone
  return slow ? texts.room.mediaSlow : null
}
