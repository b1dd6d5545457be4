// Asks before something is done that cannot be undone, and shows a link that is told only once.

import { Button, Modal, TextInput } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { adminTexts } from '../texts/admin.ts'
import classes from './admin.module.css'

interface ConfirmProps {
  title: string
  hint: string
  /** What the button says. */
  act: string
  /** What went wrong, in words; it stays open then. */
  onAct(): Promise<string | undefined>
  onClose(): void
  children?: ReactNode
}

export function Confirm({ title, hint, act, onAct, onClose, children }: ConfirmProps) {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string>()
  const go = async () => {
    setBusy(true)
    const failed = await onAct()
    if (failed === undefined) return onClose()
    setBusy(false)
    setProblem(failed)
  }
  return (
    <Dialog title={title} onClose={onClose}>
      <form
        className={classes['dialog']}
        onSubmit={(event) => {
          event.preventDefault()
          void go()
        }}
      >
        <p>{hint}</p>
        {children}
        {problem !== undefined && (
          <p className={classes['problem']} role="alert">
            {problem}
          </p>
        )}
        <div className={classes['buttons']}>
          <Button variant="default" onClick={onClose}>
            {adminTexts.list.cancel}
          </Button>
          <Button type="submit" color="var(--leave)" loading={busy}>
            {act}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

interface LinkProps {
  title: string
  hint: string
  label: string
  link: string
  onClose(): void
}

export function LinkOnce({ title, hint, label, link, onClose }: LinkProps) {
  const [copied, setCopied] = useState(false)
  const copy = () => {
    navigator.clipboard.writeText(link).then(
      () => setCopied(true),
      () => {}, // the browser forbids it: the link is there to be copied by hand
    )
  }
  return (
    <Dialog title={title} onClose={onClose}>
      <div className={classes['dialog']}>
        <p>{hint}</p>
        <TextInput label={label} value={link} readOnly onFocus={(event) => event.currentTarget.select()} />
        <div className={classes['buttons']}>
          <Button variant="default" onClick={onClose}>
            {adminTexts.list.close}
          </Button>
          <Button onClick={copy} data-autofocus>
            {copied ? adminTexts.list.copied : adminTexts.list.copy}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}

export function Dialog({ title, onClose, children }: { title: string; onClose(): void; children: ReactNode }) {
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      centered
      radius="lg"
      closeButtonProps={{ 'aria-label': adminTexts.list.close }}
      styles={{ title: { fontWeight: 650, fontSize: '1.1rem' } }}
    >
      {children}
    </Modal>
  )
}

/** @param words for refusals that one can do something about */
export async function attempt(
  act: () => Promise<unknown>,
  words: Readonly<Record<string, string>> = {},
): Promise<string | undefined> {
  try {
    await act()
    return undefined
  } catch (error) {
    const reason = typeof error === 'object' && error !== null && 'reason' in error ? String(error.reason) : ''
    return words[reason] ?? adminTexts.failed
  }
}
