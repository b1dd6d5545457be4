// Inside the room: the people, the chat, the controls.

import { Button, VisuallyHidden } from '@mantine/core'
import { IconLink, IconScreenShare, IconScreenShareOff, IconSettings } from '@tabler/icons-react'
import { useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { ChatPanel } from '../chat/chat-panel.tsx'
import { useChat } from '../chat/use-chat.ts'
import type { DeviceKind } from '../devices/ask-devices.ts'
import { type Capture, isOn } from '../devices/capture.ts'
import { useCapture } from '../devices/use-capture.ts'
import { usePanels } from '../panel/use-panels.ts'
import { texts } from '../texts.ts'
import { useMedia } from '../use-media.ts'
import { Alone } from './alone.tsx'
import { Announcer } from './announcer.tsx'
import { Banner } from './banner.tsx'
import { Banners } from './banners.tsx'
import { Bar } from './bar.tsx'
import { DeviceMenu } from './device-menu.tsx'
import { InviteByHand } from './invite-by-hand.tsx'
import classes from './meeting.module.css'
import { screenShare } from './screen-share.ts'
import { Sounds } from './sounds.tsx'
import { Stage } from './stage.tsx'
import { useAnnouncements } from './use-announcements.ts'
import { useInvite } from './use-invite.ts'
import { useLasting } from './use-lasting.ts'
import { useShortcuts } from './use-shortcuts.ts'
import { useWakeLock } from './use-wake-lock.ts'
import type { Inside } from './visit.ts'

/** How long the others may be away before one is told to be the only one. */
const returnMs = 3_000

interface Props {
  inside: Inside
  capture: Capture
  onLeave(): void
}

export function Meeting({ inside, capture, onLeave }: Props) {
  const { parley, room, store, publisher, serverNews } = inside
  const picture = useSyncExternalStore(store.subscribe, store.picture)
  const devices = useCapture(capture)
  const panels = usePanels()
  const chatOpen = panels.open === 'chat'
  const chat = useChat(room, parley.person.id, picture.messages, chatOpen)
  const [announcements, announce] = useAnnouncements(room, parley.person.id, chatOpen)
  const invite = useInvite(room.name)
  const entered = useRef<HTMLElement>(null)
  const withToken = !parley.person.guest
  const hadCompany = useHadCompany(picture.participantCount)
  // The others may only be on their way back, as after a restart of the server.
  const alone = useLasting(picture.participantCount === 1 && picture.state === 'joined', hadCompany ? returnMs : 0)
  useWakeLock()
  // Whoever came by keyboard goes on from here, and not from a Join button that is gone.
  useEffect(() => entered.current?.focus(), [])
  const narrow = useMedia('(max-width: 700px)')
  // On a phone a panel covers everything else.
  const covered = narrow && panels.open !== undefined
  const deviceMenu = useRef<HTMLDivElement>(null)

  const toggleDevice = (kind: DeviceKind) => () => {
    if (isOn(devices[kind])) capture.turnOff(kind)
    else void capture.turnOn(kind)
  }
  const copyInvite = async () => {
    if (await invite.copy()) announce(withToken ? texts.room.withToken.copied : texts.room.inviteCopied)
  }
  const granted = parley.grants.publish
  const control = (kind: DeviceKind) =>
    granted.includes(kind) ? { on: isOn(devices[kind]), toggle: toggleDevice(kind) } : undefined
  const microphone = control('microphone')
  const camera = control('camera')
  const screen = granted.includes('screen')
    ? screenShare(room, picture.sharing, () => announce(texts.room.shareFailed))
    : undefined
  useShortcuts({
    ...(microphone && { m: microphone.toggle }),
    ...(camera && { v: camera.toggle }),
    c: () => panels.toggle('chat'),
  })

  // Each group has a line around it; what stands in the bar of a wide window stands here on a phone.
  const more = [
    [
      narrow &&
        screen && {
          Icon: screen.sharing ? IconScreenShareOff : IconScreenShare,
          label: screen.sharing ? texts.room.stopSharing : texts.room.shareScreen,
          onClick: screen.toggle,
        },
      narrow && {
        Icon: IconLink,
        label: withToken ? texts.room.withToken.copyRoomLink : texts.room.copyInvite,
        onClick: () => void copyInvite(),
      },
    ],
    [
      {
        Icon: IconSettings,
        label: texts.room.chooseDevices,
        onClick: () => deviceMenu.current?.showPopover(),
      },
    ],
  ]

  return (
    <div className={classes['meeting']}>
      <VisuallyHidden component="h1">{room.name}</VisuallyHidden>
      <div className={classes['upper']}>
        <main ref={entered} tabIndex={-1} className={classes['people']} inert={covered} aria-label={room.name}>
          <Banners
            picture={picture}
            capture={capture}
            publisher={publisher}
            serverNews={serverNews}
            granted={granted}
          />
          <Sounds people={picture.people} />
          {invite.state === 'byHand' && (
            <InviteByHand link={invite.link} withToken={withToken} onClose={invite.close} />
          )}
          {picture.sharing && (
            <Banner>
              {texts.room.yourScreen}
              {screen && (
                <Button size="compact-sm" variant="default" onClick={screen.toggle}>
                  {texts.room.stopSharing}
                </Button>
              )}
            </Banner>
          )}
          <div className={classes['stage']}>
            <Stage room={room} picture={picture} capture={capture} granted={granted} />
            <Announcer announcements={announcements} />
          </div>
          {alone && (
            <Alone
              left={hadCompany}
              withToken={withToken}
              link={invite.link}
              copied={invite.state === 'copied'}
              onCopy={() => void copyInvite()}
            />
          )}
        </main>
        {chatOpen && (
          <ChatPanel
            chat={chat}
            room={room}
            ownPerson={parley.person.id}
            moreMessages={picture.moreMessages}
            mayWrite={parley.grants.chat}
            covering={covered}
            onClose={panels.close}
          />
        )}
      </div>
      <div className={covered ? classes['covered'] : undefined}>
        <Bar
          room={room.name}
          participantCount={picture.participantCount}
          microphone={microphone}
          camera={camera}
          screen={screen}
          panels={panels}
          unread={chat.unread}
          narrow={narrow}
          more={more}
          withToken={withToken}
          copied={invite.state === 'copied'}
          onInvite={() => void copyInvite()}
          onLeave={onLeave}
        />
        <DeviceMenu
          ref={deviceMenu}
          capture={capture}
          hasCamera={camera !== undefined}
          hasMicrophone={microphone !== undefined}
        />
      </div>
    </div>
  )
}

/** Whether somebody else has been here since one came. */
function useHadCompany(participantCount: number): boolean {
  const [had, setHad] = useState(false)
  if (participantCount > 1 && !had) setHad(true)
  return had
}
