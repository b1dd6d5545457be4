// Says whether something was saved.

import { Text } from '@mantine/core'
import type { Saving } from './use-save.ts'

export function SavingLine({ saving: { state, words } }: { saving: Saving }) {
  return (
    <Text size="sm" role="status" mih="1.55em" c={state === 'failed' ? 'var(--mantine-color-error)' : 'var(--quiet)'}>
      {words}
    </Text>
  )
}
