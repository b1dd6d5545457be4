// The quality panel: what is wrong, how much to receive, figures over time, what flows now, a report to send.

import { NativeSelect } from '@mantine/core'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { Panel } from '../panel/panel.tsx'
import { texts } from '../texts.ts'
import { CopyReport } from './copy-report.tsx'
import { factsOfLine, factsOfTrack } from './facts.ts'
import { FactsTable } from './facts-table.tsx'
import { Plot } from './plot.tsx'
import type { QualityHere } from './quality-context.ts'
import classes from './quality-panel.module.css'
import { ReceiveChoice } from './receive-choice.tsx'
import { Remedies, type RemedyActions } from './remedies.tsx'
import { reportOf } from './report.ts'
import { plotsOf } from './series.ts'
import { choicesOf, everything, tracksOfChoice } from './track-choice.ts'
import { trackName } from './track-label.ts'
import { TrackTable } from './track-table.tsx'
import { Verdict } from './verdict.tsx'

interface Props {
  here: QualityHere
  actions: RemedyActions
  /** Name and version of the app and of the server, for the report. */
  app: string
  server: string
  onClose(): void
}

export function QualityPanel({ here: { room, watch, receiving }, actions, app, server, onClose }: Props) {
  const picture = useSyncExternalStore(watch.subscribe, watch.picture)
  const mode = useSyncExternalStore(receiving.subscribe, receiving.mode)
  const [wanted, setWanted] = useState(everything)
  useEffect(() => watch.look(), [watch])
  const { history, diagnosis, evidence, layers } = picture
  const figures = history.at(-1)?.figures
  const tracks = figures ? [...figures.local.values(), ...figures.remote.values()] : []
  // What was chosen may have ended.
  const chosen = tracksOfChoice(tracks, wanted)
  const track = tracks.find((each) => each.track.id === wanted)
  const plots = plotsOf(history, chosen)
  const words = texts.quality
  const write = () =>
    reportOf(
      { at: new Date(), app, server, browser: navigator.userAgent, room: room.name, score: room.self.quality },
      picture,
    )
  return (
    // No button of the bar closes it: its own has the focus first, on a wide screen too.
    <Panel title={words.title} closeLabel={words.close} covering onClose={onClose}>
      <div className={classes['body']}>
        <Verdict diagnosis={diagnosis}>
          <Remedies findings={diagnosis.findings} mode={mode} actions={actions} />
        </Verdict>
        <ReceiveChoice receiving={receiving} mode={mode} />
        <div className={classes['over']}>
          <h3 className={classes['heading']}>{words.overTime}</h3>
          <NativeSelect
            aria-label={words.show}
            size="xs"
            value={chosen ? wanted : everything}
            onChange={(event) => setWanted(event.currentTarget.value)}
          >
            <option value={everything}>{words.everything}</option>
            {choicesOf(tracks).map(({ id, name, items }) => (
              <optgroup key={id} label={name}>
                {items.map(({ value, label }) => (
                  <option key={value} value={value}>
                    {label}
                  </option>
                ))}
              </optgroup>
            ))}
          </NativeSelect>
        </div>
        {plots.length === 0 ? (
          <p className={classes['quiet']}>{words.noPlots}</p>
        ) : (
          <p className={classes['legend']} aria-hidden="true">
            {(['sent', 'received'] as const)
              .filter((direction) => plots.some(({ lines }) => lines.some((line) => line.direction === direction)))
              .map((direction) => (
                <span key={direction} data-line={direction}>
                  {words[direction]}
                </span>
              ))}
          </p>
        )}
        {plots.map((plot) => (
          <Plot
            key={plot.name}
            plot={plot}
            title={words.plot[plot.name === 'jitter' && track ? 'jitterOfTrack' : plot.name]}
          />
        ))}
        {track && <FactsTable label={trackName(track.track)} facts={factsOfTrack(track, layers.get(track.track.id))} />}
        <h3 className={classes['heading']}>{words.tracks}</h3>
        {tracks.length === 0 ? (
          <p className={classes['quiet']}>{words.noTracks}</p>
        ) : (
          <TrackTable tracks={tracks} chosen={track?.track.id} onChoose={(id) => setWanted(id ?? everything)} />
        )}
        <h3 className={classes['heading']}>{words.connection}</h3>
        <FactsTable
          label={words.connection}
          facts={factsOfLine(figures?.send, figures?.receive, evidence, room.self.quality)}
        />
        <CopyReport write={write} />
      </div>
    </Panel>
  )
}
