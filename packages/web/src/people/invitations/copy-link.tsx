// A link to read, to select, and to copy with one click where the browser lets pages copy.

import { Button, Group, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { texts } from '../../texts.ts'

export function CopyLink({ label, link }: { label: string; link: string }) {
  const words = texts.settings.invitations
  const [state, setState] = useState<'idle' | 'copied' | 'byHand'>('idle')
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(link)
      setState('copied')
    } catch {
      setState('byHand') // refused, or no clipboard on pages without https
    }
  }
  return (
    <>
      <Group align="flex-end" gap="xs" wrap="nowrap">
        <TextInput
          label={label}
          size="md"
          flex={1}
          miw={0}
          labelProps={{ style: { whiteSpace: 'nowrap' } }}
          readOnly
          value={link}
          onFocus={(event) => event.currentTarget.select()}
        />
        <Button size="md" flex="none" onClick={() => void copy()}>
          {state === 'copied' ? words.copied : words.copy}
        </Button>
      </Group>
      {state === 'byHand' && (
        <Text size="sm" role="status">
          {words.byHand}
        </Text>
      )}
    </>
  )
}
