// What is sent and received now, a row for each track; a row chooses what is plotted.

import { UnstyledButton } from '@mantine/core'
import type { StreamFigures, TrackFigures } from '@parley/client'
import { texts } from '../texts.ts'
import classes from './tables.module.css'
import { trackName } from './track-label.ts'

interface Props {
  tracks: readonly TrackFigures[]
  chosen: string | undefined
  onChoose(trackId: string | undefined): void
}

export function TrackTable({ tracks, chosen, onChoose }: Props) {
  const { column, none, percent, rate, choose } = texts.quality
  return (
    <table className={classes['tracks']}>
      <thead>
        <tr>
          <th scope="col">{column.track}</th>
          <th scope="col">{column.picture}</th>
          <th scope="col">{column.rate}</th>
          <th scope="col">{column.loss}</th>
        </tr>
      </thead>
      <tbody>
        {tracks.map((figures) => {
          const { track, bitrateBps, lossShare } = figures
          const name = trackName(track)
          const isChosen = track.id === chosen
          return (
            <tr key={track.id} data-chosen={isChosen || undefined}>
              <th scope="row">
                <UnstyledButton
                  className={classes['choose'] ?? ''}
                  aria-label={choose(name)}
                  aria-pressed={isChosen}
                  onClick={() => onChoose(isChosen ? undefined : track.id)}
                >
                  {name}
                </UnstyledButton>
                <span className={classes['codec']}>{codecText(figures)}</span>
              </th>
              <td>{pictureText(largest(figures))}</td>
              <td>{bitrateBps === undefined ? none : rate(bitrateBps)}</td>
              <td>{lossShare === undefined ? none : percent(lossShare)}</td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

/** The largest that flows: with simulcast there are several. */
export function largest({ streams }: TrackFigures): StreamFigures | undefined {
  const flowing = streams.filter(({ active, bitrateBps }) => active && bitrateBps !== 0)
  return flowing.findLast(({ height }) => height !== undefined) ?? flowing.at(-1)
}

export function codecText(figures: TrackFigures): string {
  const codec = (largest(figures) ?? figures.streams[0])?.codec
  return codec?.replace(/^(audio|video)\//, '') ?? ''
}

export function pictureText(stream: StreamFigures | undefined): string {
  const { width, height, framesPerSecond } = stream ?? {}
  if (width === undefined || height === undefined) return texts.quality.none
  return texts.quality.picture(width, height, texts.quality.number(framesPerSecond ?? 0))
}
