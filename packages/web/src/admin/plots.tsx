// The figures of the server over time.

import type { ServerStats } from '@parley/client'
import { useMemo } from 'react'
import { adminTexts } from '../texts/admin.ts'
import type { Figures } from './figures.ts'
import { formatBps, formatBytes, formatCount, formatLoad, formatMs } from './format.ts'
import classes from './overview.module.css'
import { Plot } from './plot.tsx'

interface Props {
  figures: readonly Figures[]
  workers: ServerStats['workers']
}

export function Plots({ figures, workers }: Props) {
  const { overview } = adminTexts
  const { plot, series } = overview
  const atMs = useMemo(() => figures.map((one) => one.atMs), [figures])
  const of = (label: string, read: (one: Figures) => number | undefined) => ({ label, values: figures.map(read) })
  const hasNetwork = figures.some(({ networkOutBps }) => networkOutBps !== undefined)
  return (
    <section className={classes['section']}>
      <h2>{overview.plots}</h2>
      <p className={classes['since']}>{overview.plotsHint}</p>
      <div className={classes['plots']}>
        <Plot
          title={plot.people}
          atMs={atMs}
          format={formatCount}
          least={4}
          whole
          series={[of(series.participants, (one) => one.participants), of(series.sessions, (one) => one.sessions)]}
        />
        <Plot
          title={plot.media}
          atMs={atMs}
          format={formatCount}
          least={4}
          whole
          series={[of(series.tracks, (one) => one.tracks), of(series.subscriptions, (one) => one.subscriptions)]}
        />
        {hasNetwork && (
          <Plot
            title={plot.network}
            atMs={atMs}
            format={formatBps}
            least={10_000}
            series={[of(series.out, (one) => one.networkOutBps), of(series.in, (one) => one.networkInBps)]}
          />
        )}
        <Plot
          title={plot.load}
          atMs={atMs}
          format={formatLoad}
          least={0.2}
          series={[
            of(series.server, (one) => one.serverLoad),
            ...workers.map(({ index }, place) => of(overview.worker(index), (one) => one.workerLoads[place])),
          ]}
        />
        <Plot title={plot.lag} atMs={atMs} format={formatMs} least={20} series={[of(series.lag, (one) => one.lagMs)]} />
        <Plot
          title={plot.memory}
          atMs={atMs}
          format={formatBytes}
          least={1_000_000}
          series={[of(series.rss, (one) => one.rssBytes), of(series.heap, (one) => one.heapBytes)]}
        />
        <Plot
          title={plot.messages}
          atMs={atMs}
          format={formatBps}
          least={10_000}
          series={[of(series.out, (one) => one.messagesOutBps), of(series.in, (one) => one.messagesInBps)]}
        />
      </div>
    </section>
  )
}
