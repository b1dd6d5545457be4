// Over the people: that the own connection is bad, with what helps; and that one receives less by one's own choice.

import { Button } from '@mantine/core'
import { useState, useSyncExternalStore } from 'react'
import { Banner } from '../room/banner.tsx'
import { useLasting } from '../room/use-lasting.ts'
import { texts } from '../texts.ts'
import type { Finding } from './diagnose.ts'
import { isBad } from './level.ts'
import type { QualityHere } from './quality-context.ts'
import { Remedies, type RemedyActions } from './remedies.tsx'
import { sentenceOf } from './sentence.ts'
import { useSteady } from './use-steady.ts'

/** What passes sooner is not worth a word. */
const lastingMs = 4_000

interface Props {
  here: QualityHere
  actions: RemedyActions
  /** The panel says the same. */
  panelOpen: boolean
}

/** What the room's own banners do not say already, and a remedy helps against. */
const telling: readonly Finding['kind'][] = [
  'uplinkLoss',
  'uplinkNarrow',
  'downlinkLoss',
  'busyEncoding',
  'serverSaysPoor',
]

export function QualityBanner({ here, actions, panelOpen }: Props) {
  const { watch, receiving, open } = here
  const { diagnosis } = useSyncExternalStore(watch.subscribe, watch.picture)
  const mode = useSyncExternalStore(receiving.subscribe, receiving.mode)
  const first = useSteady(diagnosis.findings[0])
  const bad = isBad(diagnosis.level) && telling.includes(first.kind)
  const lasting = useLasting(bad, lastingMs)
  // Until it is something else that is wrong, or it was well in between.
  const [dismissed, setDismissed] = useState<string>()
  if (!bad && dismissed !== undefined) setDismissed(undefined)
  const words = texts.quality
  return (
    <>
      {mode !== 'all' && (
        <Banner>
          {mode === 'sound' ? words.receive.noPictures : words.receive.smallPictures}
          <Button size="compact-sm" variant="default" onClick={() => receiving.set('all')}>
            {words.receive.again}
          </Button>
        </Banner>
      )}
      {lasting && !panelOpen && dismissed !== first.kind && (
        <Banner>
          {sentenceOf(first)}
          <Remedies findings={diagnosis.findings} mode={mode} actions={actions} inline />
          <Button size="compact-sm" variant="subtle" onClick={open}>
            {words.details}
          </Button>
          <Button size="compact-sm" variant="subtle" onClick={() => setDismissed(first.kind)}>
            {words.dismiss}
          </Button>
        </Banner>
      )}
    </>
  )
}
