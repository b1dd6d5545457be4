// The files that go with the next message: how far each is, what went wrong, and a way to take it out.

import { ActionIcon, Button } from '@mantine/core'
import { IconFile, IconX } from '@tabler/icons-react'
import { locale } from '../language.ts'
import { texts } from '../texts.ts'
import { explain, isWorthAnotherTry } from './explain.ts'
import { fileSize } from './file-size.ts'
import type { Tray, TrayFile } from './tray.ts'
import type { Chat } from './use-chat.ts'
import classes from './write.module.css'

export function TrayView({ chat: { tray, files } }: { chat: Pick<Chat, 'tray' | 'files'> }) {
  if (files.length === 0) return null
  return (
    <ul className={classes['tray']} aria-label={texts.chat.files}>
      {files.map((file) => (
        <Waiting key={file.key} tray={tray} waiting={file} />
      ))}
    </ul>
  )
}

function Waiting({ tray, waiting }: { tray: Tray; waiting: TrayFile }) {
  const { key, file, preview, sentBytes, state, error } = waiting
  const going = state === 'queued' || state === 'uploading'
  const share = file.size === 0 ? 0 : Math.min(1, sentBytes / file.size)
  return (
    <li className={classes['waiting']} data-failed={state === 'failed' || undefined}>
      {preview === undefined ? <IconFile size={24} stroke={1.5} /> : <img src={preview} alt="" />}
      <div className={classes['waitingWords']}>
        <bdi className={classes['waitingName']}>{file.name}</bdi>
        {state === 'failed' ? (
          <span className={classes['problem']} role="alert">
            {file.size === 0 ? texts.chat.problems.emptyFile : explain(error)}{' '}
            {file.size > 0 && isWorthAnotherTry(error) && (
              <Button size="compact-xs" variant="subtle" color="red" onClick={() => tray.again(key)}>
                {texts.chat.tryAgain}
              </Button>
            )}
          </span>
        ) : (
          <span className={classes['quiet']}>
            {going ? texts.chat.uploading(Math.round(share * 100)) : fileSize(file.size, locale)}
          </span>
        )}
        {going && (
          <div
            className={classes['progress']}
            role="progressbar"
            aria-label={texts.chat.uploadOf(file.name)}
            aria-valuenow={Math.round(share * 100)}
          >
            <div style={{ width: `${share * 100}%` }} />
          </div>
        )}
      </div>
      <ActionIcon
        size={32}
        variant="subtle"
        color="gray"
        aria-label={going ? texts.chat.cancelUpload(file.name) : texts.chat.removeFile(file.name)}
        onClick={() => tray.remove(key)}
      >
        <IconX size={18} />
      </ActionIcon>
    </li>
  )
}
