// How the server does: what to look at, the figures of now, its media workers, and all of it over time.

import { Loader } from '@mantine/core'
import type { ServerStats } from '@parley/client'
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react'
import { adminTexts } from '../texts/admin.ts'
import { formatBytes, formatCount, formatDuration, formatMs, formatShare } from './format.ts'
import classes from './overview.module.css'
import { Plots } from './plots.tsx'
import type { History } from './use-history.ts'
import { type Warning, warningsOf } from './warnings.ts'
import { Workers } from './workers.tsx'

export function Overview({ history: { stats, figures } }: { history: History }) {
  const now = figures.at(-1)
  if (stats === undefined || now === undefined)
    return (
      <p className={classes['waiting']} role="status">
        <Loader size="sm" /> {adminTexts.list.loading}
      </p>
    )
  return (
    <>
      <Health warnings={warningsOf(stats, now)} />
      <Now stats={stats} />
      <Plots figures={figures} workers={stats.workers} />
      <Workers workers={stats.workers} loads={now.workerLoads} />
    </>
  )
}

function Health({ warnings }: { warnings: readonly Warning[] }) {
  const { overview } = adminTexts
  if (warnings.length === 0)
    return (
      <section className={classes['fine']} aria-label={overview.health}>
        <IconCircleCheck size={26} />
        <div>
          <strong>{overview.fine}</strong>
          <p>{overview.fineHint}</p>
        </div>
      </section>
    )
  return (
    <section aria-label={overview.health} className={classes['warnings']} aria-live="polite">
      {warnings.map((warning) => {
        const { title, hint } = wordsOf(warning)
        return (
          <div key={title} className={classes['warning']} data-mild={warning.kind === 'workerRestarts'}>
            <IconAlertTriangle size={26} />
            <div>
              <strong>{title}</strong>
              <p>{hint}</p>
            </div>
          </div>
        )
      })}
    </section>
  )
}

function wordsOf(warning: Warning): { readonly title: string; readonly hint: string } {
  const { warnings } = adminTexts.overview
  switch (warning.kind) {
    case 'workerDead':
      return warnings.workerDead(warning.worker)
    case 'workerBusy':
      return warnings.workerBusy(warning.worker, formatShare(warning.value))
    case 'workerRestarts':
      return warnings.workerRestarts(warning.worker, warning.value)
    case 'loopBusy':
      return warnings.loopBusy(formatShare(warning.value))
    case 'late':
      return warnings.late(formatMs(warning.value))
    default:
      return warnings[warning.kind]
  }
}

function Now({ stats }: { stats: ServerStats }) {
  const { overview } = adminTexts
  const { machine, store } = stats
  const large = [
    [overview.participants, formatCount(stats.participants)],
    [overview.sessions, formatCount(stats.sessions)],
    [overview.rooms, formatCount(stats.rooms)],
    [overview.tracks, formatCount(stats.tracks)],
    [overview.subscriptions, formatCount(stats.subscriptions)],
    [overview.uptime, formatDuration(stats.uptimeSeconds)],
  ] as const
  const small = [
    [overview.version, stats.version],
    [overview.node, stats.node],
    [overview.store, overview.storeKind(store.kind, store.available)],
    [
      overview.machine,
      overview.machineFacts(
        formatCount(machine.cores),
        formatBytes(machine.freeMemoryBytes),
        formatBytes(machine.memoryBytes),
      ),
    ],
  ] as const
  return (
    <section aria-label={overview.figures} className={classes['now']}>
      <dl className={classes['large']}>
        {large.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <dl className={classes['small']}>
        {small.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
