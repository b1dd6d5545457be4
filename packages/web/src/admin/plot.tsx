// One plot over time. uPlot draws it; what it shows now stands beside it in words.

import { useComputedColorScheme } from '@mantine/core'
import { useEffect, useRef } from 'react'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { adminTexts } from '../texts/admin.ts'
import { formatClock } from './format.ts'
import classes from './plot.module.css'

export interface Series {
  readonly label: string
  readonly values: readonly (number | undefined)[]
}

interface Props {
  title: string
  /** ms since 1970. */
  atMs: readonly number[]
  series: readonly Series[]
  format(value: number): string
  /** The top of the scale is never lower: small unrest is no mountain. */
  least: number
  /** Halves make no sense. */
  whole?: boolean
}

const height = 132
const wholeSteps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000]
/** Seconds; a label never names the same one twice. */
const timeSteps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600]
const ink = ['--plot-1', '--plot-2', '--plot-3', '--plot-4', '--plot-5', '--plot-6']

export function Plot({ title, atMs, series, format, least, whole = false }: Props) {
  const box = useRef<HTMLDivElement>(null)
  const plot = useRef<uPlot>(null)
  const scheme = useComputedColorScheme('light')
  const shape = series.map(({ label }) => label).join('\n')

  // biome-ignore lint/correctness/useExhaustiveDependencies: made anew for other colours and other series; data follows below
  useEffect(() => {
    const element = box.current
    if (!element) return
    const made = new uPlot(
      optionsFor(element, { series, format, least, whole }),
      [[], ...series.map(() => [])],
      element,
    )
    plot.current = made
    const watch = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height }))
    watch.observe(element)
    return () => {
      watch.disconnect()
      made.destroy()
      plot.current = null
    }
  }, [scheme, shape])

  // biome-ignore lint/correctness/useExhaustiveDependencies: a plot that was made anew needs its data too
  useEffect(() => {
    plot.current?.setData([
      atMs.map((at) => at / 1000),
      ...series.map(({ values }) => values.map((value) => value ?? null)),
    ])
  }, [atMs, series, scheme, shape])

  const now = series.map(({ label, values }) => {
    const value = values.at(-1)
    return { label, text: value === undefined ? adminTexts.overview.unknown : format(value) }
  })
  const summary = now.map(({ label, text }) => `${label} ${text}`).join(', ')
  return (
    <figure className={classes['plot']}>
      <figcaption className={classes['caption']}>
        <span className={classes['title']}>{title}</span>
        <span className={classes['legend']}>
          {now.map(({ label, text }, place) => (
            <span key={label} className={classes['entry']}>
              <i className={classes['swatch']} style={{ background: `var(${ink[place % ink.length]})` }} />
              {label} <b>{text}</b>
            </span>
          ))}
        </span>
      </figcaption>
      <div
        ref={box}
        className={classes['canvas']}
        role="img"
        aria-label={adminTexts.overview.plotSummary(title, summary)}
      />
    </figure>
  )
}

function optionsFor(
  element: HTMLElement,
  { series, format, least, whole }: Required<Pick<Props, 'series' | 'format' | 'least' | 'whole'>>,
): uPlot.Options {
  const style = getComputedStyle(element)
  const color = (name: string) => style.getPropertyValue(name).trim()
  const axis = {
    stroke: color('--quiet'),
    font: '11px system-ui, sans-serif',
    grid: { stroke: color('--line'), width: 1 },
    ticks: { show: false },
  }
  return {
    width: element.clientWidth,
    height,
    legend: { show: false },
    cursor: { drag: { x: false, y: false } },
    // The last time is written around the end of its axis.
    padding: [6, 28, 0, 0],
    scales: { y: { range: (_, __, max) => [0, Math.max(max * 1.15, least)] } },
    axes: [
      {
        ...axis,
        size: 24,
        space: 90,
        incrs: timeSteps,
        values: (_, splits) => splits.map((at) => formatClock(at * 1000)),
      },
      {
        ...axis,
        size: 76,
        space: 36,
        values: (_, splits) => splits.map(format),
        ...(whole ? { incrs: wholeSteps } : {}),
      },
    ],
    series: [
      {},
      ...series.map((_, place) => ({
        stroke: color(ink[place % ink.length] ?? ''),
        width: 2,
        points: { show: false },
      })),
    ],
  }
}
