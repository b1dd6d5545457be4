import assert from 'node:assert/strict'
import { it } from 'node:test'
import { processActivityMs } from './process-activity.ts'

it('the activity of a process rises while it works', () => {
  const before = processActivityMs(process.pid) ?? Number.NaN
  const until = performance.now() + 30
  while (performance.now() < until);
  const worked = (processActivityMs(process.pid) ?? Number.NaN) - before
  assert.ok(worked >= 10, `${worked} ms`)
})

it('nobody knows the activity of a process that is not there', () => {
  assert.equal(processActivityMs(2 ** 30), undefined)
})
