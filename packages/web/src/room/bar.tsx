// The controls at the bottom of the room.

import {
  IconHandStop,
  IconLink,
  IconMessage,
  IconMicrophone,
  IconMicrophoneOff,
  IconMoodSmile,
  IconPhoneOff,
  IconScreenShare,
  IconScreenShareOff,
  IconUsers,
  IconVideo,
  IconVideoOff,
} from '@tabler/icons-react'
import { toggleLabel } from '../devices/toggle-label.ts'
import type { Panels } from '../panel/use-panels.ts'
import { texts } from '../texts.ts'
import classes from './bar.module.css'
import { BarButton } from './bar-button.tsx'
import { type MoreItem, MoreMenu } from './more-menu.tsx'

interface Control {
  on: boolean
  toggle(): void
}

interface Props {
  room: string
  participantCount: number
  /** How many wait in the lobby; 0 for those who do not open it. */
  waiting: number
  /** Of the popover with the hand and reactions. */
  reactions: string
  handRaised: boolean
  /** May publish nothing in any room; who only may not now is told so by a notice. */
  watching: boolean
  /** Undefined where the person may not publish it; so with the camera. */
  microphone: Control | undefined
  camera: Control | undefined
  /** Undefined where this browser or this person cannot. */
  screen: { sharing: boolean; toggle(): void } | undefined
  panels: Panels
  /** Messages. */
  unread: number
  /** On a phone: what has no place in the bar stands in the More menu. */
  narrow: boolean
  /** For the More menu. */
  more: readonly (readonly (MoreItem | undefined | false)[])[]
  /** Whether the link alone opens no door. */
  withToken: boolean
  copied: boolean
  onInvite(): void
  onLeave(): void
}

export function Bar(props: Props) {
  const {
    room,
    participantCount,
    watching,
    waiting,
    reactions,
    handRaised,
    microphone,
    camera,
    screen,
    panels,
    unread,
    narrow,
    more,
    withToken,
    copied,
    onInvite,
    onLeave,
  } = props
  const words = texts.room
  return (
    <footer className={classes['bar']}>
      <div className={classes['place']}>
        <strong>
          <bdi>{room}</bdi>
        </strong>
        <span>{words.people(participantCount)}</span>
      </div>
      <section className={classes['controls']} aria-label={words.controls}>
        <div className={classes['group']}>
          {watching && <p className={classes['watching']}>{words.watching}</p>}
          {microphone && (
            <BarButton
              Icon={microphone.on ? IconMicrophone : IconMicrophoneOff}
              word={microphone.on ? words.mute : words.unmute}
              name={toggleLabel('microphone', microphone.on)}
              pressed={!microphone.on}
              look={microphone.on ? undefined : 'off'}
              shortcut="m"
              onClick={microphone.toggle}
            />
          )}
          {camera && (
            <BarButton
              Icon={camera.on ? IconVideo : IconVideoOff}
              word={words.camera}
              name={toggleLabel('camera', camera.on)}
              pressed={!camera.on}
              look={camera.on ? undefined : 'off'}
              shortcut="v"
              onClick={camera.toggle}
            />
          )}
          {screen && !narrow && (
            <BarButton
              Icon={screen.sharing ? IconScreenShareOff : IconScreenShare}
              word={screen.sharing ? words.sharing : words.share}
              name={screen.sharing ? words.stopSharing : words.shareScreen}
              pressed={screen.sharing}
              look={screen.sharing ? 'active' : undefined}
              onClick={screen.toggle}
            />
          )}
          {!narrow && (
            <BarButton
              Icon={handRaised ? IconHandStop : IconMoodSmile}
              word={texts.people.react}
              name={texts.people.openReactions}
              look={handRaised ? 'active' : undefined}
              popoverTarget={reactions}
            />
          )}
        </div>
        <div className={classes['group']}>
          <BarButton
            ref={panels.button('chat')}
            Icon={IconMessage}
            word={words.chat}
            name={panels.open === 'chat' ? words.closeChat : words.openChat}
            pressed={panels.open === 'chat'}
            look={panels.open === 'chat' ? 'active' : undefined}
            shortcut="c"
            badge={unread}
            onClick={() => panels.toggle('chat')}
          />
          <BarButton
            ref={panels.button('people')}
            Icon={IconUsers}
            word={texts.people.title}
            name={panels.open === 'people' ? texts.people.close : texts.people.open(participantCount)}
            pressed={panels.open === 'people'}
            look={panels.open === 'people' ? 'active' : undefined}
            shortcut="p"
            badge={waiting}
            badgeName={texts.people.waitingBadge}
            onClick={() => panels.toggle('people')}
          />
          {!narrow && (
            <BarButton
              Icon={IconLink}
              word={copied ? words.copied : withToken ? words.withToken.copyLink : words.invite}
              name={withToken ? words.withToken.copyRoomLink : words.copyInvite}
              onClick={onInvite}
            />
          )}
        </div>
        <div className={classes['group']}>
          <MoreMenu ref={panels.more} open={panels.moreOpen} onOpen={panels.setMoreOpen} groups={more} />
          <BarButton Icon={IconPhoneOff} word={words.leave} name={words.leave} look="leave" onClick={onLeave} />
        </div>
      </section>
    </footer>
  )
}
