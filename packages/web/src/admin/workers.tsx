// The processes that forward media, and how much of a core each takes.

import type { ServerStats } from '@parley/client'
import { adminTexts } from '../texts/admin.ts'
import admin from './admin.module.css'
import { formatCount, formatShare } from './format.ts'
import classes from './overview.module.css'
import { type Column, Records } from './records.tsx'

type Worker = ServerStats['workers'][number]

interface Props {
  workers: readonly Worker[]
  loads: readonly (number | undefined)[]
}

export function Workers({ workers, loads }: Props) {
  const { overview } = adminTexts
  const columns: Column<Worker>[] = [
    { label: overview.workers, head: true, cell: ({ index }) => overview.worker(index) },
    {
      label: overview.state,
      cell: ({ alive }) => (
        <span className={admin['chip']} data-kind={alive ? 'good' : 'bad'}>
          {alive ? overview.alive : overview.dead}
        </span>
      ),
    },
    { label: overview.load, cell: (worker) => <Load load={loads[workers.indexOf(worker)]} /> },
    { label: overview.routers, numeric: true, cell: ({ routers }) => formatCount(routers) },
    { label: overview.transports, numeric: true, cell: ({ transports }) => formatCount(transports) },
    { label: overview.consumers, numeric: true, cell: ({ consumers }) => formatCount(consumers) },
    { label: overview.restarts, numeric: true, cell: ({ restarts }) => formatCount(restarts) },
    { label: overview.port, numeric: true, cell: ({ port }) => port },
  ]
  const list = { items: workers, state: 'ready' as const, showMore: () => {}, reload: () => {} }
  return (
    <section className={classes['section']}>
      <h2>{overview.workers}</h2>
      <Records
        label={overview.workers}
        list={list}
        columns={columns}
        keyOf={({ index }) => String(index)}
        search=""
        none={overview.noWorkers}
      />
    </section>
  )
}

function Load({ load }: { load: number | undefined }) {
  if (load === undefined) return adminTexts.overview.unknown
  const share = Math.min(1, load)
  return (
    <span className={classes['load']}>
      <span className={classes['bar']} aria-hidden="true">
        <i style={{ width: `${share * 100}%` }} data-high={share > 0.8} />
      </span>
      {formatShare(load)}
    </span>
  )
}
