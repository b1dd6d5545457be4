// One figure over time: drawn with uPlot, told in words to those who cannot see it.

import { useComputedColorScheme, VisuallyHidden } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import UPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { texts } from '../texts.ts'
import { useSize } from '../use-size.ts'
import classes from './plot.module.css'
import { type Line, type Plot as PlotData, summarize } from './series.ts'

const height = 104

interface Props {
  plot: PlotData
  title: string
}

export function Plot({ plot, title }: Props) {
  const { name, lines } = plot
  const [place, { width }] = useSize<HTMLDivElement>()
  const scheme = useComputedColorScheme('light')
  const chart = useRef<UPlot>(null)
  const [pointed, setPointed] = useState<number>()
  const latest = useRef(plot)
  latest.current = plot
  const shape = lines.map(({ direction }) => direction).join()
  const visible = width > 0
  // biome-ignore lint/correctness/useExhaustiveDependencies: drawn anew with other lines or colours; data and width follow below
  useEffect(() => {
    const { current } = place
    if (!current || !visible) return
    const styles = getComputedStyle(current)
    const made = new UPlot(
      optionsOf(latest.current, current.clientWidth, (variable) => styles.getPropertyValue(variable), setPointed),
      dataOf(latest.current),
      current,
    )
    chart.current = made
    return () => {
      chart.current = null
      made.destroy()
    }
  }, [place, scheme, shape, visible])
  useEffect(() => chart.current?.setData(dataOf(plot)), [plot])
  useEffect(() => {
    if (width > 0) chart.current?.setSize({ width, height })
  }, [width])
  const unit = texts.quality.unit[name]
  return (
    <figure className={classes['plot']} aria-label={title}>
      <figcaption className={classes['caption']}>
        <span className={classes['title']}>{title}</span>
        <span aria-hidden="true" className={classes['values']}>
          {lines.map(({ direction, values }) => (
            <span key={direction} className={classes['value']} data-line={direction}>
              {valueText(
                name,
                (pointed === undefined ? undefined : values[pointed]) ?? summarize({ direction, values })?.last,
              )}
            </span>
          ))}{' '}
          {unit}
        </span>
        <VisuallyHidden>{lines.map((line) => summaryOf(name, line)).join(' ')}</VisuallyHidden>
      </figcaption>
      <div ref={place} className={classes['canvas']} aria-hidden="true" />
    </figure>
  )
}

function summaryOf(name: PlotData['name'], line: Line): string {
  const summary = summarize(line)
  if (!summary) return ''
  const words = texts.quality
  const [last, least, most] = [summary.last, summary.least, summary.most].map((value) => valueText(name, value))
  return words.summary(words[line.direction], last ?? '', least ?? '', most ?? '', words.unit[name])
}

function valueText(name: PlotData['name'], value: number | null | undefined): string {
  if (value === null || value === undefined) return texts.quality.none
  return texts.quality.number(value, name === 'loss' || value < 10 ? 1 : 0)
}

function dataOf({ seconds, lines }: PlotData): UPlot.AlignedData {
  return [[...seconds], ...lines.map(({ values }) => [...values])]
}

function optionsOf(
  { name, lines }: PlotData,
  width: number,
  color: (variable: string) => string,
  onPointed: (index: number | undefined) => void,
): UPlot.Options {
  const ink = color('--quiet')
  const grid = { stroke: color('--plot-grid'), width: 1 }
  const font = '11px system-ui, sans-serif'
  return {
    width,
    height,
    padding: [6, 14, 0, 0],
    legend: { show: false },
    cursor: { drag: { x: false, y: false }, y: false, points: { size: 6 } },
    hooks: { setCursor: [({ cursor }) => onPointed(cursor.idx ?? undefined)] },
    scales: {
      x: { time: false, range: (_, min) => [Math.min(-60, min), 0] },
      y: { range: (_, __, max) => [0, roof(name, max)] },
    },
    axes: [
      {
        stroke: ink,
        font,
        grid: { show: false },
        ticks: { ...grid, size: 3 },
        size: 22,
        gap: 2,
        space: 62,
        incrs: [15, 30, 60, 120],
        values: (_, marks) => marks.map(agoText),
      },
      {
        stroke: ink,
        font,
        grid,
        ticks: { show: false },
        size: 40,
        gap: 4,
        space: 28,
        values: (_, marks) => marks.map((mark) => texts.quality.number(mark, 1)),
      },
    ],
    series: [
      {},
      ...lines.map(({ direction }) => ({
        stroke: color(`--plot-${direction}`),
        width: 1.75,
        points: { show: false },
        // Not by colour alone.
        ...(direction === 'received' ? { dash: [5, 3] } : {}),
      })),
    ],
  }
}

/** Of small values a small roof, so that a flat line looks flat. */
function roof(name: PlotData['name'], max: number | null): number {
  const least = { bitrate: 100, loss: 5, roundTrip: 50, jitter: 20, frames: 30, height: 360 }[name]
  return Math.max(least, (max ?? 0) * 1.1)
}

function agoText(second: number): string {
  const words = texts.quality
  if (second === 0) return words.now
  return second % 60 === 0 ? `−${words.minutes(-second / 60)}` : `−${words.seconds(-second)}`
}
