// One picture as large as the page, with those before and after it.

import { ActionIcon } from '@mantine/core'
import type { Attachment, Room } from '@parley/client'
import { IconChevronLeft, IconChevronRight, IconDownload, IconX } from '@tabler/icons-react'
import { type KeyboardEvent, useState } from 'react'
import { texts } from '../texts.ts'
import { useModal } from './dialog.tsx'
import classes from './light-box.module.css'

interface Props {
  room: Room
  /** All that one can go to, in the order of the chat. */
  pictures: readonly Attachment[]
  first: Attachment
  onClose(): void
}

export function LightBox({ room, pictures, first, onClose }: Props) {
  const dialog = useModal(null)
  const [id, setId] = useState(first.id)
  const at = Math.max(
    0,
    pictures.findIndex((picture) => picture.id === id),
  )
  const picture = pictures[at] ?? first
  const go = (step: number) => setId(pictures[at + step]?.id ?? id)
  const keyPressed = (event: KeyboardEvent) => {
    event.stopPropagation()
    if (event.key === 'ArrowLeft') go(-1)
    if (event.key === 'ArrowRight') go(1)
  }
  const url = room.urlOf(picture)
  return (
    <dialog ref={dialog} className={classes['box']} aria-label={picture.name} onClose={onClose} onKeyDown={keyPressed}>
      <header className={classes['header']}>
        <span className={classes['name']} aria-live="polite">
          <bdi>{picture.name}</bdi>
          {pictures.length > 1 && <span> {texts.chat.pictureOf(at + 1, pictures.length)}</span>}
        </span>
        <ActionIcon
          component="a"
          href={url}
          download={picture.name}
          size={42}
          variant="subtle"
          className={classes['control'] ?? ''}
          aria-label={texts.chat.savePicture}
        >
          <IconDownload size={22} />
        </ActionIcon>
        <ActionIcon
          size={42}
          variant="subtle"
          className={classes['control'] ?? ''}
          aria-label={texts.chat.closePicture}
          data-autofocus=""
          onClick={onClose}
        >
          <IconX size={24} />
        </ActionIcon>
      </header>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes it too */}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: there is a button that does the same */}
      <div className={classes['frame']} onClick={(event) => event.target === event.currentTarget && onClose()}>
        <img key={picture.id} src={url} alt={picture.name} />
      </div>
      {pictures.length > 1 && (
        <>
          <Turn direction="previous" disabled={at === 0} onClick={() => go(-1)} />
          <Turn direction="next" disabled={at === pictures.length - 1} onClick={() => go(1)} />
        </>
      )}
    </dialog>
  )
}

function Turn({
  direction,
  disabled,
  onClick,
}: {
  direction: 'previous' | 'next'
  disabled: boolean
  onClick(): void
}) {
  const next = direction === 'next'
  return (
    <ActionIcon
      size={48}
      radius="xl"
      variant="subtle"
      className={`${classes['control']} ${classes[direction]}`}
      aria-label={next ? texts.chat.nextPicture : texts.chat.previousPicture}
      disabled={disabled}
      onClick={onClick}
    >
      {next ? <IconChevronRight size={30} /> : <IconChevronLeft size={30} />}
    </ActionIcon>
  )
}
