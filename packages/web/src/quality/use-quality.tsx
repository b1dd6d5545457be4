// Quality in the room: what tiles and lists need for their marks, the banner, the panel, and the entries of the More menu.

import { IconActivityHeartbeat, IconVolume } from '@tabler/icons-react'
import { lazy, type ReactNode, Suspense, useMemo, useRef, useSyncExternalStore } from 'react'
import { version } from '../../package.json'
import type { Panels } from '../panel/use-panels.ts'
import type { MoreItem } from '../room/more-menu.tsx'
import type { Inside } from '../room/visit.ts'
import { texts } from '../texts.ts'
import { QualityBanner } from './quality-banner.tsx'
import type { QualityHere } from './quality-context.ts'

/** With its plots, which most people never see. */
const QualityPanel = lazy(async () => ({ default: (await import('./quality-panel.tsx')).QualityPanel }))

interface Options {
  inside: Inside
  panels: Panels
  /** Undefined: one may not show it. */
  camera: { on: boolean; toggle(): void } | undefined
}

interface QualityInRoom {
  readonly here: QualityHere
  readonly more: readonly MoreItem[]
  readonly banner: ReactNode
  readonly panel: ReactNode
}

export function useQuality({ inside, panels, camera }: Options): QualityInRoom {
  const { parley, room, quality } = inside
  const { watch, receiving } = quality
  const mode = useSyncExternalStore(receiving.subscribe, receiving.mode)
  const isOpen = panels.open === 'quality'
  const open = useRef(() => {})
  open.current = () => {
    if (!isOpen) panels.toggle('quality')
  }
  const here = useMemo(() => ({ room, watch, receiving, open: () => open.current() }), [room, watch, receiving])
  const actions = { cameraOff: camera?.on ? camera.toggle : undefined, setReceiving: receiving.set }
  const words = texts.quality
  return {
    here,
    more: [
      {
        Icon: IconVolume,
        label: words.receive.soundOnly,
        checked: mode === 'sound',
        onClick: () => receiving.set(mode === 'sound' ? 'all' : 'sound'),
      },
      { Icon: IconActivityHeartbeat, label: words.open, onClick: () => panels.toggle('quality') },
    ],
    banner: <QualityBanner here={here} actions={actions} panelOpen={isOpen} />,
    panel: isOpen && (
      <Suspense>
        <QualityPanel
          here={here}
          actions={actions}
          app={`Parley ${version}`}
          server={`${parley.server.name} ${parley.server.version}`}
          onClose={panels.close}
        />
      </Suspense>
    ),
  }
}
