import assert from 'node:assert/strict'
import { test } from 'node:test'
import { append, recent } from './history.ts'
import { plotsOf, summarize } from './series.ts'
import { sample, steady } from './testing/samples.ts'

const lineOf = (plots: ReturnType<typeof plotsOf>, name: string, direction: 'sent' | 'received') =>
  plots.find((plot) => plot.name === name)?.lines.find((line) => line.direction === direction)?.values

test('everything is plotted both ways, the round trip once', () => {
  const plots = plotsOf(steady(), undefined)
  assert.deepEqual(
    plots.map(({ name, lines }) => `${name} ${lines.map(({ direction }) => direction).join(' ')}`),
    [
      'bitrate sent received',
      'loss sent received',
      'roundTrip sent',
      'jitter sent received',
      'frames sent received',
      'height sent received',
    ],
  )
  assert.deepEqual(plots[0]?.seconds, [-8, -6, -4, -2, 0])
  assert.deepEqual(lineOf(plots, 'bitrate', 'sent'), [600, 600, 600, 600, 600])
  assert.deepEqual(lineOf(plots, 'height', 'received'), [360, 360, 360, 360, 360])
})

test('of one track only its own direction is plotted', () => {
  const plots = plotsOf(steady(), ['receive-1'])
  assert.ok(plots.every(({ lines }) => lines.every(({ direction }) => direction === 'received')))
  // It is a voice.
  assert.deepEqual(
    plots.map(({ name }) => name),
    ['bitrate', 'loss', 'roundTrip', 'jitter'],
  )
  assert.deepEqual(lineOf(plots, 'bitrate', 'received'), [500, 500, 500, 500, 500])
})

test('of a person their tracks are added up', () => {
  const plots = plotsOf(steady(), ['receive-0', 'receive-1'])
  assert.deepEqual(lineOf(plots, 'bitrate', 'received'), [1_000, 1_000, 1_000, 1_000, 1_000])
  assert.equal(lineOf(plots, 'bitrate', 'sent'), undefined)
  assert.deepEqual(lineOf(plots, 'height', 'received'), [360, 360, 360, 360, 360])
})

test('loss is told of the last five seconds', () => {
  const lossy = { local: [{ loss: 0.3 }] }
  const history = [sample(0), sample(2_000, lossy), sample(4_000), sample(6_000), sample(8_000)]
  const values = lineOf(plotsOf(history, undefined), 'loss', 'sent')?.map((value) => Math.round(value ?? -1))
  // Two tracks at first and later, one while it is lossy: 30 of 300, 30 of 500, 30 of 500, none.
  assert.deepEqual(values, [0, 10, 6, 6, 0])
})

test('where nobody has looked there is no line', () => {
  const plots = plotsOf([sample(0), sample(10_000), sample(100_000)], undefined)
  assert.deepEqual(lineOf(plots, 'bitrate', 'sent'), [600, 600, null, 600])
  assert.equal(plots[0]?.seconds.length, 4)
})

test('a line is summed up by its last, least and largest value', () => {
  assert.deepEqual(summarize({ direction: 'sent', values: [3, null, 1, 2, null] }), { last: 2, least: 1, most: 3 })
  assert.equal(summarize({ direction: 'sent', values: [null] }), undefined)
})

test('five minutes are kept, and the last eight seconds count as now', () => {
  const history = append([sample(0), sample(1_000), sample(295_000)], sample(300_500))
  assert.deepEqual(
    history.map(({ atMs }) => atMs),
    [1_000, 295_000, 300_500],
  )
  assert.deepEqual(
    recent(history).map(({ atMs }) => atMs),
    [295_000, 300_500],
  )
  assert.deepEqual(recent([]), [])
})
