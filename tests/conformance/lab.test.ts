// The load lab as its user runs it: the command, a real server, and what is left when either ends.

import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { openParley, type Parley } from '../parley-process.ts'

const main = join(import.meta.dirname, '../../packages/lab/src/main.ts')
const waitMs = 30_000
const key = 'lab=0123456789abcdef0123456789abcdef'

interface Ended {
  readonly code: number | null
  readonly output: string
}

class Lab implements AsyncDisposable {
  readonly folder: string
  readonly ended: Promise<Ended>
  readonly #process: ChildProcess

  private constructor(folder: string, scenario: string, args: readonly string[]) {
    this.folder = folder
    const all = ['run', scenario, '--out', folder, ...args]
    this.#process = spawn(process.execPath, [main, ...all], { stdio: ['ignore', 'pipe', 'pipe'] })
    const parts: string[] = []
    this.#process.stdout?.on('data', (part) => parts.push(String(part)))
    this.#process.stderr?.on('data', (part) => parts.push(String(part)))
    this.ended = new Promise((resolve) => {
      this.#process.once('close', (code) => resolve({ code, output: parts.join('') }))
    })
  }

  static run(...args: readonly string[]): Promise<Lab> {
    return Lab.runAs('conference', ...args)
  }

  static async runAs(scenario: string, ...args: readonly string[]): Promise<Lab> {
    return new Lab(await mkdtemp(join(tmpdir(), 'lab-')), scenario, args)
  }

  get pid(): number {
    return this.#process.pid ?? 0
  }

  kill(signal: NodeJS.Signals): void {
    this.#process.kill(signal)
  }

  async read(name: string) {
    return JSON.parse(await readFile(join(this.folder, name), 'utf8'))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#process.kill('SIGKILL')
    await this.ended
    await rm(this.folder, { recursive: true })
  }
}

/** Processes whose parent is `pid`. */
async function childrenOf(pid: number): Promise<number[]> {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '')
  return text.split(' ').filter(Boolean).map(Number)
}

async function until(what: string, condition: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + waitMs
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`never happened: ${what}`)
    await delay(50)
  }
}

describe('the load lab', () => {
  let parley: Parley
  before(async () => {
    parley = await openParley({ settings: { 'auth.keys': key } })
  })
  after(() => parley[Symbol.asyncDispose]())

  const target = () => ['-s', parley.wsUrl, '--key', key]
  const participants = async (count: number) => (await parley.stats()).participants === count

  it('connects its clients, receives all that was sent, and writes what it saw', async () => {
    await using lab = await Lab.run(...target(), '-c', '4', '-d', '5', '-r', '1', '--rooms-of', '2', '--chat', '60')
    const { code, output } = await lab.ended
    const report = await lab.read('lab.json')
    // On a machine that is too busy the lab says so, and that is right.
    assert.equal(code, report.verdict.valid ? 0 : 3, output)
    assert.match(output, report.verdict.valid ? /✓ valid/ : /✗ invalid: the generator was saturated/)
    assert.deepEqual([report.clients.connected, report.clients.errors], [4, 0], output)
    const { receiveRatio, packetsLost, packetsUnrecovered, latencyMs } = report.media
    assert.equal(receiveRatio.expected, 1)
    const tolerance = report.verdict.valid ? 0.01 : 0.05
    assert.ok(Math.abs(receiveRatio.measured - 1) < tolerance, `received ${receiveRatio.measured} of 1`)
    assert.deepEqual([packetsLost, packetsUnrecovered], [0, 0])
    assert.ok(latencyMs.audio.count > 500 && latencyMs.video.count > 300 && latencyMs.audio.p50 < 200)
    for (const step of [
      'socketMs',
      'helloMs',
      'joinMs',
      'iceMs',
      'dtlsMs',
      'connectedMs',
      'firstPacketMs',
      'firstFrameMs',
    ]) {
      assert.ok(report.connecting[step].p50 > 0, step)
    }
    for (const method of [
      'session.hello',
      'room.join',
      'transport.connect',
      'track.publish',
      'chat.send',
      'room.leave',
    ]) {
      assert.equal(report.signaling[method].failed, 0, method)
    }
    // Two in a room: what one writes the other reads.
    const { messagesSent, messagesReceived } = report.clients
    assert.ok(messagesSent >= 12, `${messagesSent} messages`)
    assert.equal(messagesReceived, messagesSent)
    const roles = report.server.processes.map(({ role }: { role: string }) => role)
    assert.deepEqual(roles, ['node', 'worker'])
    assert.equal(report.server.pid, parley.pid)
    assert.ok(
      report.perClient[0].streams.some(
        ({ type, kind }: { type: string; kind: string }) => type === 'inbound-rtp' && kind === 'video',
      ),
    )
    const results = await lab.read('load_test_results.json')
    assert.equal(results.length, 4)
    assert.ok(results.every((each: { connectionSuccessful: boolean }) => each.connectionSuccessful))
    assert.equal((await lab.read('load_test_summary.json')).totalConsumersCreated, 8)
    await until('all have left', () => participants(0))
  })

  it('lets one publish in a webinar, and all others receive without sending', async () => {
    const args = ['-c', '5', '-d', '4', '-r', '2', '--chat', '60', '--processes', '2']
    await using lab = await Lab.runAs('webinar', ...target(), ...args)
    const { code, output } = await lab.ended
    const report = await lab.read('lab.json')
    assert.equal(code, report.verdict.valid ? 0 : 3, output)
    assert.deepEqual([report.clients.connected, report.clients.errors], [5, 0], output)
    const { receiveRatio, packetsLost } = report.media
    assert.equal(receiveRatio.expected, 4)
    const tolerance = report.verdict.valid ? 0.04 : 0.2
    assert.ok(Math.abs(receiveRatio.measured - 4) < tolerance, `received ${receiveRatio.measured} of 4`)
    assert.equal(packetsLost, 0)
    assert.equal(report.signaling['track.publish'].count, 2)
    assert.equal(report.connecting.dtlsMs.count, 5)
    assert.ok(report.clients.messagesReceived >= 4 * 5, `${report.clients.messagesReceived} messages`)
    assert.ok(report.generator.scheduleErrorMs.count > 200)
    const results: Record<string, number>[] = await lab.read('load_test_results.json')
    const columns = (name: string) => results.map((each) => each[name] ?? 0)
    assert.deepEqual(columns('producersCreated'), [2, 0, 0, 0, 0])
    assert.deepEqual(columns('consumersCreated'), [0, 2, 2, 2, 2])
    const arePositive = (counts: number[]) => counts.map((count) => count > 0)
    assert.deepEqual(arePositive(columns('totalPacketsSent')), [true, false, false, false, false])
    assert.deepEqual(arePositive(columns('totalPacketsReceived')), [false, true, true, true, true])
    assert.ok(columns('connectionTimeMs').every((time) => time > 0 && time < 5_000))
    const { totalProducersCreated, totalConsumersCreated } = await lab.read('load_test_summary.json')
    assert.deepEqual([totalProducersCreated, totalConsumersCreated], [2, 8])
    await until('all have left', () => participants(0))
  })

  it('does the same over MessagePack, and sees how long calls took there too', async () => {
    await using lab = await Lab.run(
      ...target(),
      '-c',
      '2',
      '-d',
      '2',
      '-r',
      '0',
      '--encoding',
      'msgpack',
      '--audio-only',
      '--json',
      '--quiet',
    )
    const { output } = await lab.ended
    const report = await lab.read('lab.json')
    assert.equal(report.clients.connected, 2, output)
    assert.equal(report.signaling['track.publish'].count, 2)
    assert.match(output, /"format":"parley-lab\/1"/)
  })

  it('ends cleanly when it is interrupted, with a report of what was measured until then', async () => {
    await using lab = await Lab.run(...target(), '-c', '4', '-d', '60', '-r', '0')
    await until('all are there', () => participants(4))
    const children = await childrenOf(lab.pid)
    assert.ok(children.length > 0)
    lab.kill('SIGINT')
    const { code, output } = await lab.ended
    assert.equal(code, 130)
    assert.match(output, /interrupted: leaving the rooms/)
    const { ending, clients } = await lab.read('lab.json')
    assert.equal(ending, 'interrupted')
    assert.equal(clients.lost, 0)
    assert.deepEqual(
      await Promise.all(children.map(childrenOf)),
      children.map(() => []),
    )
    await until('all have left', () => participants(0))
  })

  it('ends at once when it is interrupted twice, and still reports', async () => {
    await using lab = await Lab.run(...target(), '-c', '2', '-d', '60', '-r', '0', '--audio-only')
    await until('all are there', () => participants(2))
    lab.kill('SIGINT')
    lab.kill('SIGTERM')
    assert.equal((await lab.ended).code, 130)
    assert.equal((await readdir(lab.folder)).length, 4)
    await until('the server has let go of them', () => participants(0))
  })

  it('says invalid when one of its processes stood still, and counts the clients of one that died', async () => {
    await using lab = await Lab.run(...target(), '-c', '4', '-d', '8', '-r', '0', '--rooms-of', '2', '--processes', '2')
    await until('all are there', () => participants(4))
    const [stopped = 0, killed = 0] = await childrenOf(lab.pid)
    process.kill(stopped, 'SIGSTOP')
    process.kill(killed, 'SIGKILL')
    const from = performance.now()
    await until('it stood still for a while', async () => performance.now() - from > 1_500)
    process.kill(stopped, 'SIGCONT')
    const { code, output } = await lab.ended
    const { verdict, clients } = await lab.read('lab.json')
    assert.equal(code, 3, output)
    assert.match(verdict.reasons.join('\n'), /stood still/)
    assert.match(verdict.reasons.join('\n'), /a process of ours died, and 2 clients with it/)
    // Lost, where it had told that they were connected before it died.
    assert.equal(clients.lost + clients.failed, 2)
    assert.equal(clients.causes[0].message, 'its process died: SIGKILL')
  })

  it('leaves nothing behind when it is killed', async () => {
    await using lab = await Lab.run(...target(), '-c', '4', '-d', '60', '-r', '0', '--processes', '2')
    await until('all are there', () => participants(4))
    const children = await childrenOf(lab.pid)
    lab.kill('SIGKILL')
    await until('its children have ended', async () => {
      const alive = await Promise.all(children.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')))
      return alive.every((text) => text === '')
    })
    await until('all have left', () => participants(0))
  })

  it('says in one line why it cannot begin', async () => {
    const wrong: [string[], number, RegExp][] = [
      [['-s', 'ws://127.0.0.1:9/ws'], 4, /^parley-lab: no Parley server answers at .*\n$/],
      [['-s', 'ws://192.0.2.7/ws'], 4, /^parley-lab: refused: .*--i-own-this-host\n$/],
      [['-s', parley.wsUrl], 4, /^parley-lab: .*session\.tokenRequired.*--key.*\n$/],
      [[...target(), '--audio-only', '--video-only'], 2, /^parley-lab: .*nothing to send\n$/],
      [[...target(), '-c', '1000000'], 2, /whole number from 1 to 5000/],
    ]
    for (const [args, code, line] of wrong) {
      await using lab = await Lab.run(...args)
      const ended = await lab.ended
      assert.equal(ended.code, code, ended.output)
      assert.match(ended.output, line)
      assert.deepEqual(await readdir(lab.folder), [])
    }
  })
})
