// What is wrong in one sentence, and what one can do about it.

import { IconAlertTriangle, IconCircleCheck, IconLoader2 } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { texts } from '../texts.ts'
import type { Diagnosis } from './diagnose.ts'
import { adviceOf, sentenceOf } from './sentence.ts'
import { useSteady } from './use-steady.ts'
import classes from './verdict.module.css'

interface Props {
  diagnosis: Diagnosis
  /** What helps, as buttons. */
  children: ReactNode
}

export function Verdict({ diagnosis: { findings, level }, children }: Props) {
  const [newest, ...rest] = findings
  const first = useSteady(newest)
  const waits = first.kind === 'measuring' || first.kind === 'connecting'
  const look = waits ? 'wait' : level === 'poor' || level === 'lost' ? 'poor' : first.kind === 'fine' ? 'good' : 'fair'
  const Icon = look === 'wait' ? IconLoader2 : look === 'good' ? IconCircleCheck : IconAlertTriangle
  return (
    <section className={classes['verdict']} data-look={look} aria-label={texts.quality.row.verdict}>
      <Icon size={22} className={classes['icon']} aria-hidden="true" />
      <div className={classes['words']}>
        <p className={classes['sentence']} role="status">
          {sentenceOf(first)}
        </p>
        <p className={classes['advice']}>{adviceOf(first)}</p>
        {children}
        {rest.length > 0 && (
          <>
            <p className={classes['also']}>{texts.quality.also}</p>
            <ul className={classes['rest']}>
              {rest.map((finding) => (
                <li key={finding.kind}>{sentenceOf(finding)}</li>
              ))}
            </ul>
          </>
        )}
      </div>
    </section>
  )
}
