import assert from 'node:assert/strict'
import { test } from 'node:test'
import { diagnose } from './diagnose.ts'
import { evidenceOf } from './evidence.ts'
import { reportOf } from './report.ts'
import { steady } from './testing/samples.ts'

const facts = {
  at: new Date('2026-11-20T12:00:00Z'),
  app: 'Parley 0.1.0',
  server: 'parley 0.1.0',
  browser: 'Chromium',
  room: 'kitchen',
  score: 9,
}

function report(): string {
  const history = steady({ remote: [{ of: 'ada-id', loss: 0.2 }, { of: 'bob-id' }], local: [{ loss: 0.05 }] })
  const others = [
    { id: 'ada-id', name: 'Ada Lovelace', score: 2 },
    { id: 'bob-id', name: 'Bob', score: 10 },
  ]
  const evidence = evidenceOf(history, { ownScore: 9, others })
  const diagnosis = diagnose({ state: 'joined', mediaState: 'connected' }, evidence)
  return reportOf(facts, { history, evidence, diagnosis, layers: new Map() })
}

test('a report says what is wrong, with versions and the last minutes', () => {
  const [head = ''] = report().split('\n{')
  assert.match(head, /Quality report\nTime: 2026-11-20T12:00:00.000Z\nRoom: kitchen\nApp: Parley 0.1.0\nServer: parley/)
  assert.match(head, /Your uplink is at its limit: 5\s%/)
  assert.match(head, /-8 s, 600, 600, 5, 10, 20, –\n/)
})

test('its second half is JSON for programs', () => {
  const text = report()
  const data = JSON.parse(text.slice(text.indexOf('\n{')))
  assert.equal(data.level, 'poor')
  assert.equal(data.send.protocol, 'udp')
  assert.equal(data.tracks.length, 3)
  assert.equal(data.history.length, 5)
  assert.equal(data.verdict[0].kind, 'uplinkLoss')
})

test('nobody else is named in it', () => {
  assert.doesNotMatch(report(), /Ada|Bob|-id/)
  assert.match(report(), /person 1/)
})
