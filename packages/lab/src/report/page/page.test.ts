import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { html } from './html.ts'
import { plotsOf } from './plots.ts'

describe('the page of a run', () => {
  it('shows what clients and servers call themselves as text, whatever is in it', () => {
    const name = '<script>alert("1") & more</script>'
    assert.equal(
      html`<b title="${name}">${name}</b>${[html`<i>${1}</i>`, html`<i>${2}</i>`]}`.html,
      '<b title="&lt;script&gt;alert(&quot;1&quot;) &amp; more&lt;/script&gt;">&lt;script&gt;alert(&quot;1&quot;) &amp; more&lt;/script&gt;</b><i>1</i><i>2</i>',
    )
  })

  it('draws a worker from the second in which it came, and says where all were there', () => {
    const second = (atS: number, phase: 'ramp-up' | 'steady', pids: readonly number[]) => ({
      atMs: atS * 1_000,
      phase,
      clients: { waiting: 0, connecting: 0, connected: 3, reconnecting: 0, failed: 0, lost: 0, left: 0 },
      packetsSent: 1,
      packetsReceived: 2,
      bytesSent: 125_000,
      bytesReceived: 250_000,
      packetsLost: 0,
      latencyMs: undefined,
      generator: { cpu: 0.5, rssBytes: 1e6, scheduleErrorP99Ms: 1, loopLagMaxMs: 2 },
      server: {
        state: 'running' as const,
        processes: pids.map((pid) => ({
          pid,
          role: 'worker' as const,
          cpu: 0.1,
          rssBytes: 0,
          descriptors: 0,
          threads: 0,
        })),
      },
      machine: { busy: 0.2, steal: 0 },
    })
    const { at, steady, plots } = plotsOf([
      second(1, 'ramp-up', [7]),
      second(2, 'steady', [7, 8]),
      second(3, 'steady', [7, 8]),
    ])
    assert.deepEqual(
      [at, steady],
      [
        [1, 2, 3],
        [1, 3],
      ],
    )
    const lines = new Map(plots.map(({ title, lines }) => [title, lines]))
    assert.deepEqual(lines.get('CPU of the server'), [
      { name: 'worker 1', values: [10, 10, 10] },
      { name: 'worker 2', values: [null, 10, 10] },
    ])
    assert.deepEqual(lines.get('Bandwidth')?.[0]?.values, [2, 2, 2])
    assert.deepEqual(lines.get('Latency, one way')?.[0]?.values, [null, null, null])
  })
})
