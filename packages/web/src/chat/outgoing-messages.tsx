// Own messages that the room has not confirmed yet.

import { Button } from '@mantine/core'
import { texts } from '../texts.ts'
import { textOfFiles } from './file-text.ts'
import classes from './message.module.css'
import { MessageText } from './message-text.tsx'
import type { Chat } from './use-chat.ts'

export function OutgoingMessages({ chat, ownPerson }: { chat: Chat; ownPerson: string }) {
  return chat.outgoing.map(({ key, text, mentions, files, problem }) => (
    <div key={key} className={classes['message']} data-own data-pending={problem === undefined || undefined}>
      <div className={classes['line']}>
        <div className={classes['column']}>
          {files.length > 0 && <p className={classes['quiet']}>{textOfFiles(files)}</p>}
          {text !== textOfFiles(files) && (
            <p className={classes['bubble']} dir="auto">
              <MessageText text={text} mentions={mentions} ownPerson={ownPerson} />
            </p>
          )}
        </div>
      </div>
      {problem === undefined ? (
        <span className={classes['sending']}>{texts.chat.sending}</span>
      ) : (
        <div className={classes['failed']} role="alert">
          <span>
            {texts.chat.failed} {problem}
          </span>
          <Button size="compact-xs" variant="subtle" color="red" onClick={() => chat.retry(key)}>
            {texts.chat.tryAgain}
          </Button>
          <Button size="compact-xs" variant="subtle" color="gray" onClick={() => chat.discard(key)}>
            {texts.chat.discard}
          </Button>
        </div>
      )}
    </div>
  ))
}
