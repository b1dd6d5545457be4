import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readRange } from './byte-range.ts'

const ranges: readonly (readonly [header: string | undefined, wanted: ReturnType<typeof readRange>])[] = [
  [undefined, 'whole'],
  ['bytes=0-', { start: 0, end: 99 }],
  ['bytes=10-19', { start: 10, end: 19 }],
  ['bytes=99-99', { start: 99, end: 99 }],
  ['bytes=90-1000', { start: 90, end: 99 }],
  ['bytes=-10', { start: 90, end: 99 }],
  ['bytes=-1000', { start: 0, end: 99 }],
  ['bytes=100-', 'unsatisfiable'],
  ['bytes=100-200', 'unsatisfiable'],
  ['bytes=-0', 'unsatisfiable'],
  // What makes no sense, or more than we do, may be ignored.
  ['bytes=19-10', 'whole'],
  ['bytes=0-1,5-6', 'whole'],
  ['bytes=-', 'whole'],
  ['bytes=a-b', 'whole'],
  ['bytes=1e3-', 'whole'],
  ['bytes= 0-1', 'whole'],
  ['items=0-1', 'whole'],
  [`bytes=0-${'9'.repeat(100)}`, 'whole'],
]

for (const [header, wanted] of ranges)
  test(`of a hundred bytes ${header ?? 'no header'} is ${JSON.stringify(wanted)}`, () =>
    assert.deepEqual(readRange(header, 100), wanted))
