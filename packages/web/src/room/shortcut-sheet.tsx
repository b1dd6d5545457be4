// The keys of the room, all on one sheet.

import { Kbd, Modal } from '@mantine/core'
import { texts } from '../texts.ts'
import classes from './shortcut-sheet.module.css'
import { keyNames, type Shortcut } from './shortcuts.ts'

interface Props {
  shortcuts: readonly Shortcut[]
  onClose(): void
}

export function ShortcutSheet({ shortcuts, onClose }: Props) {
  const { keys } = texts.stage
  return (
    <Modal
      opened
      onClose={onClose}
      title={keys.title}
      closeButtonProps={{ 'aria-label': keys.close }}
      radius="lg"
      centered
    >
      <dl className={classes['keys']}>
        {shortcuts.map((shortcut) => (
          <div key={shortcut.label} className={classes['key']}>
            <dt>{shortcut.label}</dt>
            <dd>{keyNames(shortcut.keys).map((name) => (name === '…' ? name : <Kbd key={name}>{name}</Kbd>))}</dd>
          </div>
        ))}
        <div className={classes['key']}>
          <dt>{keys.talk}</dt>
          <dd>
            <Kbd>{keys.space}</Kbd>
          </dd>
        </div>
      </dl>
      <p className={classes['hint']}>{keys.hint}</p>
    </Modal>
  )
}
