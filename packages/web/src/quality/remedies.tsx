// One-click remedies for what is wrong now.

import { Button } from '@mantine/core'
import { texts } from '../texts.ts'
import type { Finding } from './diagnose.ts'
import type { ReceivingMode } from './receiving.ts'
import classes from './remedies.module.css'

export interface RemedyActions {
  /** Undefined: it is off already. */
  readonly cameraOff: (() => void) | undefined
  setReceiving(mode: ReceivingMode): void
}

interface Props {
  findings: readonly Finding[]
  mode: ReceivingMode
  actions: RemedyActions
  /** Among other buttons of a line. */
  inline?: boolean
}

const upwards: readonly Finding['kind'][] = ['uplinkLoss', 'uplinkNarrow', 'busyEncoding', 'serverSaysPoor']
const downwards: readonly Finding['kind'][] = [
  'downlinkLoss',
  'frozen',
  'busyDecoding',
  'tcp',
  'unsteady',
  'serverSaysPoor',
]

export function Remedies({ findings, mode, actions, inline = false }: Props) {
  const helps = (kinds: readonly Finding['kind'][]) => findings.some(({ kind }) => kinds.includes(kind))
  const { cameraOff, setReceiving } = actions
  const words = texts.quality
  return (
    <div className={classes[inline ? 'inline' : 'remedies']}>
      {cameraOff && helps(upwards) && (
        <Button size="compact-sm" variant="default" onClick={cameraOff}>
          {words.cameraOff}
        </Button>
      )}
      {mode !== 'sound' && helps(downwards) && (
        <Button size="compact-sm" variant="default" onClick={() => setReceiving('sound')}>
          {words.receive.soundOnly}
        </Button>
      )}
    </div>
  )
}
