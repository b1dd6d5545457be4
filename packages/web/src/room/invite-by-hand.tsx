// The invite link to copy by hand, where the browser lets no page copy.

import { Button, TextInput } from '@mantine/core'
import { texts } from '../texts.ts'
import { Banner } from './banner.tsx'

interface Props {
  link: string
  /** Whether the link alone opens no door. */
  withToken: boolean
  onClose(): void
}

export function InviteByHand({ link, withToken, onClose }: Props) {
  const words = withToken ? texts.room.withToken.byHand : texts.room.inviteByHand
  return (
    <Banner>
      {words}
      <TextInput
        aria-label={words}
        value={link}
        readOnly
        size="xs"
        w={320}
        onFocus={(event) => event.currentTarget.select()}
      />
      <Button size="compact-sm" variant="subtle" onClick={onClose}>
        {texts.room.dismiss}
      </Button>
    </Banner>
  )
}
