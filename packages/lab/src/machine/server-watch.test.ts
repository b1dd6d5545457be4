import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { LabError } from '../exit-codes.ts'
import { parseMetrics, ServerWatch } from './server-watch.ts'

const target = { url: 'ws://127.0.0.1:1/ws', httpUrl: 'http://127.0.0.1:1', port: 1, isLocal: true }

describe('the watch over a server', () => {
  it('sees what its process uses', () => {
    let nowMs = 0
    const watch = new ServerWatch({ target, pid: process.pid, metricsToken: undefined, nowMs: () => nowMs })
    const until = process.cpuUsage().user + 100_000
    while (process.cpuUsage().user < until);
    nowMs = 1_000
    const [sample] = watch.sample().processes
    assert.ok(sample && sample.role === 'node' && sample.cpu >= 0.05 && sample.rssBytes > 10e6 && sample.threads > 1)
  })

  it('sees nothing where nobody listens, and gets no answer', async () => {
    const watch = new ServerWatch({ target, pid: undefined, metricsToken: undefined, nowMs: () => 0 })
    assert.deepEqual(watch.sample(), { state: 'unseen', processes: [] })
    assert.deepEqual(await watch.ask(), { stats: undefined, metrics: {} })
  })

  it('refuses a process that does not exist', () => {
    assert.throws(
      () => new ServerWatch({ target, pid: 4_194_304, metricsToken: undefined, nowMs: () => 0 }),
      (error) => error instanceof LabError && error.ending === 'usage',
    )
  })

  it('reads the series of Parley and leaves buckets out', () => {
    const text = `# HELP parley_rooms Open rooms
parley_rooms 3
parley_tracks{kind="audio"} 4
parley_call_duration_seconds_bucket{le="0.1"} 5
nodejs_version_info 1
`
    assert.deepEqual(parseMetrics(text), { parley_rooms: 3, 'parley_tracks{kind="audio"}': 4 })
  })
})
