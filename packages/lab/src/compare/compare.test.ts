import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it } from 'node:test'

const program = join(import.meta.dirname, '../main.ts')

interface Wanted {
  readonly cpu?: number
  readonly valid?: boolean
  readonly cores?: number
  readonly clients?: number
  readonly at?: string
}

/** As much of a lab.json as is compared. */
function report({ cpu = 0.2, valid = true, cores = 2, clients = 10, at = '2026-11-20T10:00:00Z' }: Wanted): object {
  const percentiles = { p50: 1, p95: 3, p99: 9 }
  return {
    format: 'parley-lab/1',
    startedAt: at,
    verdict: { valid },
    options: { scenario: 'conference', clients, server: `ws://localhost:${cpu}/ws` },
    machine: { cores, model: 'Some CPU', memoryBytes: 24e9 },
    clients: { planned: clients, connected: clients, errors: 0 },
    media: {
      receiveRatio: { expected: 9, measured: 9 },
      packetsExpected: 1_000,
      packetsLost: 0,
      drops: { lab: 0 },
      latencyMs: { video: percentiles },
    },
    connecting: { connectedMs: percentiles },
    signaling: { 'room.join': { p99: 30 }, 'room.leave': { p99: 900 } },
    server: { rssMaxBytes: 2e8, processes: [{ cpuMean: cpu }] },
    seconds: [{ phase: 'steady', packetsSent: 100, packetsReceived: 900, server: { processes: [{ cpu }] } }],
  }
}

function saved(wanted: Wanted, folder = mkdtempSync(join(tmpdir(), 'parley-compare-'))): string {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'lab.json'), JSON.stringify(report(wanted)))
  return folder
}

function lab(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, [program, ...args], { encoding: 'utf8' })
}

describe('parley-lab compare', () => {
  it('fails where a figure is worse by more than the tolerance, and names it', () => {
    const [base, slower] = [saved({}), saved({ cpu: 0.214 })]
    const { status, stdout } = lab('compare', base, slower)
    assert.equal(status, 1)
    assert.match(stdout, /CPU of the server for 1000 packets +200 ms +214 ms +\+7\.0 % +worse/)
    assert.match(stdout, /✗ worse: CPU of the server for 1000 packets\n$/)
    assert.equal(lab('compare', base, slower, '--tolerance', '10 %').status, 0)
  })

  it('is content where nothing is worse, and says what is better', () => {
    const { status, stdout } = lab('compare', saved({}), saved({ cpu: 0.1 }))
    assert.equal(status, 0)
    assert.match(stdout, /-50\.0 % +better/)
    assert.match(stdout, /✓ nothing is worse\n$/)
  })

  it('refuses what cannot be compared, each with one line', () => {
    const base = saved({})
    const refused = (place: string, code: number, words: RegExp) => {
      const { status, stderr } = lab('compare', base, place)
      assert.equal(status, code)
      assert.match(stderr, words)
      assert.equal(stderr.trim().split('\n').length, 1)
    }
    refused(saved({ valid: false }), 3, /is invalid: it says nothing about the server/)
    refused(saved({ cores: 8 }), 2, /is of another machine \(2 × Some CPU, 24 GB, not 8 × Some CPU, 24 GB\)/)
    refused(saved({ clients: 50 }), 2, /are not of the same work: clients is 10 and 50/)
    refused('/nowhere/lab.json', 2, /\/nowhere\/lab\.json cannot be read/)
    const strange = mkdtempSync(join(tmpdir(), 'parley-compare-'))
    writeFileSync(join(strange, 'lab.json'), '{"format":"parley-lab/0"}')
    refused(strange, 2, /is no report of this version of the lab: /)
  })
})

describe('parley-lab trend', () => {
  it('judges the last run by the median of those before, on this machine and of this work', () => {
    const folder = mkdtempSync(join(tmpdir(), 'parley-trend-'))
    const cpus = [0.2, 0.21, 0.19, 0.2]
    for (const [day, cpu] of cpus.entries()) saved({ cpu, at: `2026-11-0${day + 1}T00:00:00Z` }, join(folder, `${day}`))
    saved({ cores: 64, at: '2026-11-05T00:00:00Z' }, join(folder, 'other'))
    saved({ valid: false, at: '2026-11-06T00:00:00Z' }, join(folder, 'invalid'))
    const last = join(folder, 'last')
    saved({ cpu: 0.21, at: '2026-11-09T00:00:00Z' }, last)
    const good = execFileSync(process.execPath, [program, 'trend', folder], { encoding: 'utf8' })
    assert.match(good, /^2 of 7 runs are left out/)
    assert.match(good, /CPU of the server for 1000 packets +5 +200 ms +210 ms +▅█▁▅█\n/)
    assert.match(good, /✓ nothing is worse/)
    saved({ cpu: 0.25, at: '2026-11-09T00:00:00Z' }, last)
    const { status, stdout } = lab('trend', folder)
    assert.equal(status, 1)
    assert.match(stdout, /✗ worse: CPU of the server for 1000 packets/)
  })

  it('says that there is too little to judge by, or nothing at all', () => {
    const folder = mkdtempSync(join(tmpdir(), 'parley-trend-'))
    const { status, stderr } = lab('trend', folder)
    assert.deepEqual([status, /there is no lab\.json below/.test(stderr)], [2, true])
    saved({}, join(folder, 'one'))
    assert.match(lab('trend', folder).stdout, /too few runs to judge the last one/)
  })
})
