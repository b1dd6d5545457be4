// What was sent with a message: pictures to look at, other files to save.

import type { Attachment, Room } from '@parley/client'
import { IconDownload, IconFile } from '@tabler/icons-react'
import { useState } from 'react'
import { locale } from '../language.ts'
import { texts } from '../texts.ts'
import { fileSize } from './file-size.ts'
import classes from './files.module.css'
import { isPicture } from './picture.ts'

interface Props {
  room: Room
  attachments: readonly Attachment[]
  onOpen(picture: Attachment): void
}

export function MessageFiles({ room, attachments, onOpen }: Props) {
  const pictures = attachments.filter(({ mediaType }) => isPicture(mediaType)).length
  return (
    <div className={classes['files']} data-many={pictures > 1 || undefined}>
      {attachments.map((attachment) =>
        isPicture(attachment.mediaType) ? (
          <Thumbnail key={attachment.id} room={room} attachment={attachment} onOpen={() => onOpen(attachment)} />
        ) : (
          <SavedFile key={attachment.id} room={room} attachment={attachment} />
        ),
      )}
    </div>
  )
}

function Thumbnail({ room, attachment, onOpen }: { room: Room; attachment: Attachment; onOpen(): void }) {
  const [failed, setFailed] = useState(false)
  if (failed) return <SavedFile room={room} attachment={attachment} />
  return (
    <button
      type="button"
      className={classes['thumbnail']}
      aria-label={texts.chat.openPicture(attachment.name)}
      onClick={onOpen}
    >
      <img src={room.urlOf(attachment)} alt="" loading="lazy" decoding="async" onError={() => setFailed(true)} />
    </button>
  )
}

function SavedFile({ room, attachment }: { room: Room; attachment: Attachment }) {
  const { name, bytes } = attachment
  const size = fileSize(bytes, locale)
  return (
    <a
      className={classes['file']}
      href={room.urlOf(attachment)}
      download={name}
      target="_blank"
      rel="noopener noreferrer"
      aria-label={texts.chat.saveFile(name, size)}
    >
      <IconFile size={22} stroke={1.6} />
      <span className={classes['fileWords']}>
        <bdi className={classes['fileName']}>{name}</bdi>
        <span className={classes['fileSize']}>{size}</span>
      </span>
      <IconDownload size={18} stroke={1.8} />
    </a>
  )
}
