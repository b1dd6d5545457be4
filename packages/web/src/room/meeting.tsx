// Inside the room: the people, the chat, the controls.

import { Button, VisuallyHidden } from '@mantine/core'
import {
  IconKeyboard,
  IconLink,
  IconMaximize,
  IconMinimize,
  IconMoodSmile,
  IconPictureInPictureOn,
  IconScreenShare,
  IconScreenShareOff,
  IconSettings,
  IconTool,
  IconUserScreen,
} from '@tabler/icons-react'
import { lazy, Suspense, useEffect, useId, useRef, useState, useSyncExternalStore } from 'react'
import { flushSync } from 'react-dom'
import { useAccount, useAccountState } from '../account/use-account.ts'
import { invitationOf } from '../address.ts'
import { ChatInRoom } from '../chat/chat-in-room.tsx'
import { DropZone } from '../chat/drop-zone.tsx'
import { useChat } from '../chat/use-chat.ts'
import { useMentionNotices } from '../chat/use-mention-notices.ts'
import type { DeviceKind } from '../devices/ask-devices.ts'
import { type Capture, isOn } from '../devices/capture.ts'
import { useCapture } from '../devices/use-capture.ts'
import { useBackCloses } from '../panel/use-back-closes.ts'
import { usePanels } from '../panel/use-panels.ts'
import { Dialogs } from '../people/dialogs.tsx'
import { ListeningNotice } from '../people/listening-notice.tsx'
import { LobbyNotice } from '../people/lobby-notice.tsx'
import { PeoplePanel } from '../people/people-panel.tsx'
import { ReactPopover } from '../people/react-popover.tsx'
import { ReactionReader } from '../people/reaction-reader.tsx'
import { usePeople } from '../people/use-people.ts'
import { SignsContext } from '../people/use-signs.ts'
import { QualityContext } from '../quality/quality-context.ts'
import { useQuality } from '../quality/use-quality.tsx'
import { texts } from '../texts.ts'
import { useMedia } from '../use-media.ts'
import { Alone } from './alone.tsx'
import { Announcer } from './announcer.tsx'
import { Banner } from './banner.tsx'
import { Banners, useConnectionText } from './banners.tsx'
import { Bar } from './bar.tsx'
import { DeviceMenu } from './device-menu.tsx'
import { InviteByHand } from './invite-by-hand.tsx'
import classes from './meeting.module.css'
import { ownPlaces } from './own-place.ts'
import { usePictureInPicture } from './picture-in-picture.tsx'
import { screenShare } from './screen-share.ts'
import { pageKeys, shortcut } from './shortcuts.ts'
import { Sounds } from './sounds.tsx'
import { Stage } from './stage.tsx'
import { ownPlaceIcons } from './tile-menu.tsx'
import { useAnnouncements } from './use-announcements.ts'
import { useBackNote } from './use-back-note.ts'
import { useFullScreen } from './use-full-screen.ts'
import { useInvite } from './use-invite.ts'
import { useLasting } from './use-lasting.ts'
import { useSheet } from './use-sheet.ts'
import { useShortcuts } from './use-shortcuts.ts'
import { useStageChoices } from './use-stage-choices.ts'
import { useStandstill } from './use-standstill.ts'
import { useWakeLock } from './use-wake-lock.ts'
import type { Inside } from './visit.ts'
import { VoicesOnly } from './voices-only.tsx'

/** With the dialog that it needs, which most people never open. */
const ShortcutSheet = lazy(async () => ({ default: (await import('./shortcut-sheet.tsx')).ShortcutSheet }))

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
  const { choices, actions, speakerView, toggleView } = useStageChoices(picture.people)
  const panels = usePanels()
  const chatOpen = panels.open === 'chat'
  const chat = useChat(room, picture, chatOpen)
  const openChat = () => {
    if (!chatOpen) panels.toggle('chat')
  }
  const notices = useMentionNotices(room, parley.person.id, openChat)
  const [announcements, announce] = useAnnouncements(room, parley.person.id, chatOpen)
  const invite = useInvite(room.name)
  const entered = useRef<HTMLElement>(null)
  // Whoever needed a token or an invitation cannot send a link that opens the door. An account is no need but a choice.
  const account = useAccountState(useAccount())
  const open = parley.person.guest || (account?.person === parley.person.id && picture.info.settings.guests)
  const withToken = !open || invitationOf(location) !== undefined
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
  const sheet = useSheet()

  const toggleDevice = (kind: DeviceKind) => () => {
    if (isOn(devices[kind])) capture.turnOff(kind)
    else void capture.turnOn(kind)
  }
  const copyInvite = async () => {
    if (await invite.copy()) announce(withToken ? texts.room.withToken.copied : texts.room.inviteCopied)
  }
  const people = usePeople(inside, picture, capture, announce)
  useBackCloses(narrow && (people.dialog !== undefined || panels.open !== undefined || panels.moreOpen), () => {
    if (people.dialog !== undefined) people.closeDialog()
    else if (panels.moreOpen) flushSync(() => panels.setMoreOpen(false))
    else panels.close()
  })
  const reactions = useRef<HTMLDivElement>(null)
  const reactionsId = useId()
  const pins = { pinned: choices.pinned, pin: actions.pin }
  const title = picture.info.settings.title || room.name
  useEffect(() => {
    document.title = texts.title(title)
  }, [title])
  // The door says no to the link alone: then moderators make invitations.
  const openInvite = () => {
    if (withToken && people.moderates) people.openDialog({ name: 'invite' })
    else void copyInvite()
  }
  const granted = parley.grants.publish.filter((source) => people.self?.publish.includes(source))
  const control = (kind: DeviceKind) =>
    granted.includes(kind) ? { on: isOn(devices[kind]), toggle: toggleDevice(kind) } : undefined
  const microphone = control('microphone')
  const camera = control('camera')
  const screen = granted.includes('screen')
    ? screenShare(room, picture.sharing, () => announce(texts.room.shareFailed))
    : undefined
  const still = useStandstill(room, picture.state === 'reconnecting' || picture.mediaState === 'interrupted')
  const connection = useConnectionText(picture, still, serverNews)
  useBackNote(picture, announce)
  const fullScreen = useFullScreen()
  const small = usePictureInPicture(picture, choices, microphone)
  const quality = useQuality({ inside, panels, camera })
  const { keys } = texts.stage
  const turnByKey = (key: string) => actions.turn(Math.max(0, choices.page + (key === 'arrowright' ? 1 : -1)))
  const shortcuts = [
    microphone && shortcut('m', keys.mute, microphone.toggle),
    camera && shortcut('v', keys.camera, camera.toggle),
    screen && shortcut('s', keys.share, screen.toggle),
    shortcut('c', keys.chat, () => panels.toggle('chat')),
    shortcut('p', keys.people, () => panels.toggle('people')),
    shortcut('h', keys.hand, people.hand.toggle),
    shortcut('g', keys.view, toggleView),
    fullScreen && shortcut('f', keys.fullScreen, fullScreen.toggle),
    { keys: ['arrowleft', 'arrowright'], label: keys.pages, press: turnByKey } as const,
    { keys: pageKeys, label: keys.page, press: (key: string) => actions.turn(Number(key) - 1) } as const,
    shortcut('?', keys.help, sheet.show),
  ].filter((shortcut) => shortcut !== undefined)
  const talk = microphone && { begin: microphone.toggle, end: () => capture.turnOff('microphone') }
  useShortcuts(shortcuts, microphone?.on ? undefined : talk)

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
        onClick: openInvite,
      },
      narrow && {
        Icon: IconMoodSmile,
        label: texts.people.openReactions,
        onClick: () => reactions.current?.showPopover(),
      },
    ],
    [
      {
        Icon: IconUserScreen,
        label: texts.stage.speakerView,
        checked: speakerView,
        shortcut: 'g',
        onClick: toggleView,
      },
      fullScreen && {
        Icon: fullScreen.on ? IconMinimize : IconMaximize,
        label: texts.stage.fullScreen,
        checked: fullScreen.on,
        shortcut: 'f',
        onClick: fullScreen.toggle,
      },
      small && {
        Icon: IconPictureInPictureOn,
        label: texts.stage.pictureInPicture,
        checked: small.open,
        onClick: small.toggle,
      },
    ],
    ownPlaces.map((place) => ({
      Icon: ownPlaceIcons[place],
      label: texts.stage.showOwn[place],
      checked: choices.own === place,
      onClick: () => actions.showOwn(place),
    })),
    quality.more,
    [
      people.moderates && {
        Icon: IconTool,
        label: texts.people.settings,
        onClick: () => people.openDialog({ name: 'settings' }),
      },
      {
        Icon: IconSettings,
        label: texts.room.chooseDevices,
        onClick: () => deviceMenu.current?.showPopover(),
      },
      !narrow && { Icon: IconKeyboard, label: keys.show, shortcut: '?', onClick: sheet.show },
    ],
  ]

  return (
    <div className={classes['meeting']}>
      <VisuallyHidden component="h1">{title}</VisuallyHidden>
      <div className={classes['upper']}>
        <main ref={entered} tabIndex={-1} className={classes['people']} inert={covered} aria-label={title}>
          <Banners
            connection={connection}
            capture={capture}
            publisher={publisher}
            serverNews={serverNews}
            granted={granted}
          />
          {quality.banner}
          {picture.info.settings.audioOnly && <VoicesOnly />}
          <ListeningNotice people={people} granted={parley.grants.publish} />
          {panels.open !== 'people' && (
            <LobbyNotice waiting={picture.waiting} keeper={people.keeper} onSee={() => panels.toggle('people')} />
          )}
          <ReactionReader room={room} />
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
            <SignsContext value={people.signs}>
              <QualityContext value={quality.here}>
                <Stage
                  room={room}
                  picture={picture}
                  choices={choices}
                  actions={actions}
                  capture={capture}
                  still={still}
                  outside={small?.item}
                  granted={granted}
                />
              </QualityContext>
            </SignsContext>
            {!covered && <Announcer announcements={announcements} />}
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
        <div className={classes['side']} data-covering={covered || undefined}>
          {covered && connection && <Banner urgent>{connection}</Banner>}
          {panels.open === 'people' && (
            <QualityContext value={quality.here}>
              <PeoplePanel people={people} picture={picture} pins={pins} covering={covered} onClose={panels.close} />
            </QualityContext>
          )}
          {quality.panel}
          <ChatInRoom
            open={chatOpen}
            chat={chat}
            room={room}
            ownPerson={parley.person.id}
            mayWrite={parley.grants.chat}
            moderates={room.self.role === 'owner' || room.self.role === 'moderator'}
            notices={notices}
            covering={covered}
            onClose={panels.close}
          />
          {covered && <Announcer announcements={announcements} />}
        </div>
        {parley.grants.chat && (
          <DropZone
            onFiles={(files) => {
              chat.addFiles(files)
              openChat()
            }}
          />
        )}
      </div>
      <div className={covered ? classes['covered'] : undefined}>
        <Bar
          room={title}
          participantCount={picture.participantCount}
          watching={parley.grants.publish.length === 0}
          waiting={picture.waiting.length}
          reactions={reactionsId}
          handRaised={people.hand.raised}
          microphone={microphone}
          camera={camera}
          screen={screen}
          panels={panels}
          unread={chat.unread}
          narrow={narrow}
          more={more}
          withToken={withToken}
          copied={invite.state === 'copied'}
          onInvite={openInvite}
          onLeave={onLeave}
        />
        <ReactPopover ref={reactions} id={reactionsId} hand={people.hand} onReact={people.react} />
        <DeviceMenu
          ref={deviceMenu}
          capture={capture}
          hasCamera={camera !== undefined}
          hasMicrophone={microphone !== undefined}
        />
        {small?.element}
        {sheet.open && (
          <Suspense>
            <ShortcutSheet shortcuts={shortcuts} onClose={sheet.close} />
          </Suspense>
        )}
      </div>
      <Dialogs people={people} parley={parley} room={room} picture={picture} link={invite.link} withToken={withToken} />
    </div>
  )
}

/** Whether somebody else has been here since one came. */
function useHadCompany(participantCount: number): boolean {
  const [had, setHad] = useState(false)
  if (participantCount > 1 && !had) setHad(true)
  return had
}
