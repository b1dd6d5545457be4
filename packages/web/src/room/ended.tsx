// Why one is not in the room, and the way on.

import { Button, Text } from '@mantine/core'
import { Notice } from '../notice.tsx'
import { wordsOfLeaving } from '../people/words-of-leaving.ts'
import { texts } from '../texts.ts'
import { type Ending, wayOn } from './ending.ts'
import { PasswordForm } from './password-form.tsx'

interface Props {
  ending: Ending
  onAgain(password?: string): void
  onBack(): void
}

export function Ended({ ending: { kind, reference, by, words }, onAgain, onBack }: Props) {
  const { title, hint } = texts.ended[kind]
  const way = wayOn(kind)
  return (
    <Notice title={title} hint={words ?? (by ? wordsOfLeaving(by) : hint)}>
      {way === 'password' && <PasswordForm onEnter={onAgain} />}
      {way === 'reload' && <Button onClick={() => location.reload()}>{texts.ended.reload}</Button>}
      {way === 'again' && (
        <Button onClick={() => onAgain()}>
          {kind === 'replaced'
            ? texts.ended.takeBack
            : kind === 'closed'
              ? texts.ended.openAgain
              : kind === 'removed'
                ? texts.ended.comeBack
                : texts.ended.tryAgain}
        </Button>
      )}
      <Button variant={way === 'none' ? 'filled' : 'default'} onClick={onBack}>
        {texts.ended.back}
      </Button>
      {reference && (
        <Text size="sm" c="var(--quiet)" w="100%">
          {texts.ended.reference(reference)}
        </Text>
      )}
    </Notice>
  )
}
