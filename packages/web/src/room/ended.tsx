// Why one is not in the room, and the way on.

import { Button, Text } from '@mantine/core'
import { Notice } from '../notice.tsx'
import { wordsOfLeaving } from '../people/words-of-leaving.ts'
import { texts } from '../texts.ts'
import type { Ending } from './ending.ts'
import { PasswordForm } from './password-form.tsx'

interface Props {
  ending: Ending
  onAgain(password?: string): void
  onBack(): void
}

export function Ended({ ending: { kind, reference, by }, onAgain, onBack }: Props) {
  const { title, hint } = texts.ended[kind]
  const reload = kind === 'outdated'
  const hopeless = kind === 'tokenExpired'
  const asksPassword = kind === 'passwordNeeded' || kind === 'passwordWrong'
  return (
    <Notice title={title} hint={by ? wordsOfLeaving(by) : hint}>
      {asksPassword && <PasswordForm onEnter={onAgain} />}
      {!hopeless && !asksPassword && (
        <Button onClick={reload ? () => location.reload() : () => onAgain()}>
          {reload ? texts.ended.reload : texts.ended.tryAgain}
        </Button>
      )}
      <Button variant={hopeless ? 'filled' : 'default'} onClick={onBack}>
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
