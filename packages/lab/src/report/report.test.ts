import assert from 'node:assert/strict'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { readOptions } from '../options.ts'
import { plan } from '../swarm/plan.ts'
import { clientSample, generatorSample } from '../testing/samples.ts'
import { writeFiles } from './files.ts'
import { type LabReport, makeReport, type RunFacts } from './lab-report.ts'
import { RunRecord } from './record.ts'
import { Series } from './series.ts'
import { summaryLines } from './summary.ts'

const flags = {
  clients: 2,
  duration: 5,
  rampUp: 1,
  server: 'ws://127.0.0.1:8080/ws',
  room: 'r',
  encoding: 'json',
  seed: 42,
  metricsToken: 'hidden-metrics',
} as const

interface Run {
  readonly record: RunRecord
  readonly series: Series
}

/** Two clients that hear and see each other for six seconds, told by one process. */
function calmRun(): Run {
  const options = readOptions('conference', flags, { kind: 'guest' })
  const record = new RunRecord(plan(options), { audio: true, video: true })
  const series = new Series(record)
  for (let second = 1; second <= 6; second++) {
    const sent = { audioSent: second * 50, videoSent: second * 35, bytesSent: second * 10_000 }
    const received = { audioReceived: second * 50, videoReceived: second * 35, bytesReceived: second * 10_000 }
    const clients = [1, 2].map((id) => clientSample(id, { ...sent, ...received, expected: second * 85 }))
    record.receive(77, { type: 'sample', sample: generatorSample(second * 1_000, clients) })
    record.settle(second * 1_000)
    series.add(second * 1_000, { state: 'running', processes: [] }, { busy: 0.4, steal: 0 })
  }
  return { record, series }
}

function reportOf({ record, series }: Run, changed: Partial<RunFacts> = {}): LabReport {
  return makeReport({
    options: readOptions('conference', flags, { kind: 'key', name: 'k', secret: 'hidden-secret' }),
    record,
    seconds: series.seconds,
    startedAt: new Date(0),
    endedAt: new Date(7_000),
    endedAtMs: 7_000,
    wasInterrupted: false,
    drops: { lab: 0, server: 0, machine: 0 },
    machine: { busy: 0.4, steal: 0 },
    facts: { cores: 2, model: 'a', memoryBytes: 1, kernel: 'b' },
    serverPid: undefined,
    before: { stats: { version: '1.2.3' }, metrics: {} },
    after: { stats: undefined, metrics: {} },
    ...changed,
  })
}

async function filesOf(report: LabReport): Promise<Record<string, string>> {
  const folder = await mkdtemp(join(tmpdir(), 'lab-'))
  try {
    await writeFiles(join(folder, 'deep/er'), report)
    const names = await readdir(join(folder, 'deep/er'))
    return Object.fromEntries(
      await Promise.all(names.map(async (name) => [name, await readFile(join(folder, 'deep/er', name), 'utf8')])),
    )
  } finally {
    await rm(folder, { recursive: true })
  }
}

describe('the files of a run', () => {
  it('are those that other tools know, with exactly their fields', async () => {
    const files = await filesOf(reportOf(calmRun()))
    assert.deepEqual(Object.keys(files).sort(), [
      'lab.json',
      'load_test_results.json',
      'load_test_summary.json',
      'report.html',
    ])
    assert.deepEqual(
      JSON.parse(files['load_test_results.json'] ?? ''),
      [1, 2].map((clientId) => ({
        clientId,
        connectionSuccessful: true,
        connectionTimeMs: 40,
        totalPacketsSent: 510,
        totalPacketsReceived: 510,
        totalBytesSent: 60_000,
        totalBytesReceived: 60_000,
        errors: [],
        producersCreated: 2,
        consumersCreated: 2,
      })),
    )
    assert.deepEqual(JSON.parse(files['load_test_summary.json'] ?? ''), {
      totalClients: 2,
      successfulConnections: 2,
      totalErrors: 0,
      totalPacketsSent: 1_020,
      totalPacketsReceived: 1_020,
      totalProducersCreated: 4,
      totalConsumersCreated: 4,
    })
  })

  it('have a page among them that needs nothing else, and has the verdict and the figures in it', async () => {
    const { 'report.html': page = '' } = await filesOf(reportOf(calmRun()))
    assert.match(page, /<h1>Conference of 2<\/h1>/)
    assert.match(page, /Valid<\/p>/)
    assert.match(page, /Packets received for each one sent \(by the scenario 1\.00\)/)
    assert.doesNotMatch(page, /(?:src|href)=|@import|url\(/)
    const [, figures = ''] = /id="figures">(.*?)<\/script>/s.exec(page) ?? []
    assert.equal(JSON.parse(figures).at.length, 6)
  })

  it('hold no secret', async () => {
    const files = await filesOf(reportOf(calmRun()))
    for (const text of Object.values(files)) assert.doesNotMatch(text, /hidden-(?:metrics|secret)/)
  })
})

describe('the report of a run', () => {
  it('says that all went well, and by which ratio', () => {
    const { ending, verdict, media, clients, versions } = reportOf(calmRun())
    assert.equal(ending, 'ok')
    assert.deepEqual(verdict, { valid: true, reasons: [], notes: [] })
    assert.deepEqual(media.receiveRatio, { expected: 1, measured: 1 })
    assert.deepEqual([clients.connected, clients.failed, clients.errors], [2, 0, 0])
    assert.equal(versions['server'], '1.2.3')
  })

  it('counts the clients of a process that died as failed, and is not to be believed', () => {
    const run = calmRun()
    run.record.died(77, [1, 2], 'SIGKILL')
    const { ending, clients, verdict } = reportOf(run)
    assert.equal(ending, 'invalid')
    assert.deepEqual([clients.lost, clients.errors], [2, 2])
    assert.deepEqual(clients.causes, [{ message: 'its process died: SIGKILL', count: 2 }])
    assert.match(verdict.reasons.join(), /2 clients/)
  })

  it('has failed when a client did, and was interrupted when it was', () => {
    const run = calmRun()
    const failed = clientSample(2, { state: 'failed', times: { lateMs: 1 }, errorCount: 1, errors: ['room.full: no'] })
    run.record.receive(77, { type: 'sample', sample: generatorSample(7_000, [failed]) })
    assert.equal(reportOf(run).ending, 'failed')
    assert.equal(reportOf(run, { wasInterrupted: true }).ending, 'interrupted')
  })

  it('does not count as lost on the way what our own sockets dropped', () => {
    const run = calmRun()
    const clients = [1, 2].map((id) => clientSample(id, { audioReceived: 1e6, expected: 1_000_010, lost: 10 }))
    run.record.receive(77, { type: 'sample', sample: generatorSample(7_000, clients) })
    const { verdict, grades } = reportOf(run, { drops: { lab: 20, server: 0, machine: 20 } })
    assert.equal(grades.find(({ name }) => name === 'loss')?.value, 0)
    assert.match(verdict.notes.join(), /own sockets/)
  })

  it('is told with the verdict first', () => {
    const lines = summaryLines(reportOf(calmRun()), (_, text) => text)
    assert.match(lines.join('\n').trimStart(), /^✓ valid/)
    assert.match(lines.join('\n'), /2 of 2 clients connected/)
  })
})
