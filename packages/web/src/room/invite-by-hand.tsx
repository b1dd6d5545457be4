// The invite link to copy by hand, where the browser lets no page copy.

import { Button, TextInput } from '@mantine/core'
import { texts } from '../texts.ts'
import { Banner } from './banner.tsx'

export function InviteByHand({ link, onClose }: { link: string; onClose(): void }) {
  return (
    <Banner>
      {texts.room.inviteByHand}
      <TextInput
        aria-label={texts.room.inviteByHand}
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
