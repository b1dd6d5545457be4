import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { openServer, ownCommand } from '../stress/fresh-server.ts'
import { readNetwork } from './network-flag.ts'
import { phaseAt } from './path.ts'

describe('the way through a bad network', () => {
  it('goes through its phases by the time since the run began', () => {
    const phases = readNetwork('[{ for: 2 s, both: { loss: 3 % } }, { for: 1 s, both: { outage: true } }]')
    assert.deepEqual(phaseAt(phases, 0), { index: 0, endsAtMs: 2_000 })
    assert.deepEqual(phaseAt(phases, 2_000), { index: 1, endsAtMs: 3_000 })
    assert.deepEqual(phaseAt(phases, 3_000), { index: undefined, endsAtMs: undefined })
    assert.deepEqual(phaseAt(readNetwork('{ delay: 50 ms }'), 1e9), { index: 0, endsAtMs: undefined })
  })

  it('says in a line what is wrong with its words', () => {
    assert.throws(() => readNetwork('{ loss: much }'), /phase 1: “much” is not a share/)
    assert.throws(() => readNetwork('{ loss: '), /--network is no YAML/)
    assert.throws(() => readNetwork('/nowhere.yaml'), /--network \/nowhere\.yaml cannot be read/)
  })

  it('is seen in what clients report: they lose what it loses, and know that it was not the server', async () => {
    await using server = await openServer(ownCommand(['--media-workers', '1']))
    const out = mkdtempSync(join(tmpdir(), 'parley-path-'))
    const network = '{ down: { loss: 20 %, delay: 40 ms } }'
    const report = await run([
      '-c',
      '3',
      '-d',
      '4',
      '-r',
      '1',
      '--audio-only',
      '-s',
      server.url,
      '--network',
      network,
      '--out',
      out,
    ])
    const { media, grades, verdict } = report
    const loss = media.packetsLost / media.packetsExpected
    assert.ok(loss > 0.12 && loss < 0.28, `${media.packetsLost} of ${media.packetsExpected} were lost`)
    assert.ok(media.latencyMs.audio.p50 >= 40)
    assert.ok(grades.every(({ name }) => name !== 'loss' && name !== 'delivered'))
    assert.ok(verdict.notes.some((note) => note.includes('packets passed a bad network of ours')))
  })
})

interface Report {
  readonly media: { packetsLost: number; packetsExpected: number; latencyMs: { audio: { p50: number } } }
  readonly grades: readonly { name: string }[]
  readonly verdict: { notes: readonly string[] }
}

/** Whatever its verdict: this machine may be busy. */
function run(args: readonly string[]): Promise<Report> {
  const program = join(import.meta.dirname, '../main.ts')
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      [program, 'run', 'conference', '--json', ...args],
      { timeout: 60_000 },
      (error, stdout) => (stdout === '' ? reject(error) : resolve(JSON.parse(stdout))),
    )
  })
}
