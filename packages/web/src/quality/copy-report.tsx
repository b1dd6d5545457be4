// Copies the report, and says so; where a page may not copy, it shows the report to be copied by hand.

import { Button, Textarea } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { texts } from '../texts.ts'
import classes from './quality-panel.module.css'

const showCopiedMs = 4_000

type State = { readonly name: 'idle' | 'copied' } | { readonly name: 'byHand'; readonly report: string }

export function CopyReport({ write }: { write(): string }) {
  const [state, setState] = useState<State>({ name: 'idle' })
  useEffect(() => {
    if (state.name !== 'copied') return
    const timer = setTimeout(() => setState({ name: 'idle' }), showCopiedMs)
    return () => clearTimeout(timer)
  }, [state])
  const copy = async () => {
    const report = write()
    try {
      await navigator.clipboard.writeText(report)
      setState({ name: 'copied' })
    } catch {
      setState({ name: 'byHand', report }) // refused, or no clipboard on pages without https
    }
  }
  const words = texts.quality
  const copied = state.name === 'copied'
  return (
    <div className={classes['report']}>
      <Button
        fullWidth
        variant="default"
        leftSection={copied ? <IconCheck size={18} /> : <IconCopy size={18} />}
        onClick={() => void copy()}
      >
        {words.copyReport}
      </Button>
      <p className={classes['hint']} role="status">
        {copied ? words.copied : words.report.hint}
      </p>
      {state.name === 'byHand' && (
        <Textarea
          label={words.byHand}
          value={state.report}
          readOnly
          rows={8}
          autoFocus
          onFocus={(event) => event.currentTarget.select()}
        />
      )}
    </div>
  )
}
