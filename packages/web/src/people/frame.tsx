// The frame of a dialog: over everything, with a title and a way out; on a phone it fills the screen.

import { Modal } from '@mantine/core'
import type { ReactNode } from 'react'
import { texts } from '../texts.ts'
import { useMedia } from '../use-media.ts'

interface Props {
  title: string
  /** CSS pixels across. */
  width?: number
  children: ReactNode
  onClose(): void
}

export function Frame({ title, width = 480, children, onClose }: Props) {
  const narrow = useMedia('(max-width: 700px)')
  return (
    <Modal
      opened
      centered
      fullScreen={narrow}
      size={width}
      radius="lg"
      padding="lg"
      title={title}
      closeButtonProps={{ 'aria-label': texts.settings.close, size: 40, iconSize: 22 }}
      styles={{
        title: { fontSize: '1.15rem', fontWeight: 650 },
        content: { background: 'var(--surface)' },
        header: { background: 'var(--surface)' },
      }}
      onClose={onClose}
    >
      {children}
    </Modal>
  )
}
