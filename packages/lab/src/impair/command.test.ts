import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { describe, it, type TestContext } from 'node:test'
import { forkRandom, seededRandom } from '../rtc/random.ts'
import { Lane } from './lane.ts'

const program = join(import.meta.dirname, '../main.ts')

describe('parley-lab impair', () => {
  it('loses what it is told to lose, in one direction, and counts it', async (context) => {
    const { port } = await echo(context)
    const lab = impair(context, ['--udp', `${port}`, '--loss', '20 %', '--direction', 'up', '--seed', '7'])
    assert.match(await lab.line(), /^UDP 127\.0\.0\.1:\d+ → 127\.0\.0\.1:\d+$/)
    assert.equal(await lab.line(), 'up: 20 % lost; down: all passes')
    const client = await socket(context)
    const arrives = lossesOf(7, 0.2, 200)
    // One after the other, so that no queue of the kernel loses any.
    for (const doesArrive of arrives) {
      const answer = doesArrive ? once(client, 'message') : undefined
      client.send('packet', lab.port, '127.0.0.1')
      await answer
    }
    const [sent, arrived] = [arrives.length, arrives.filter(Boolean).length]
    lab.process.kill('SIGTERM')
    const share = Number((((sent - arrived) / sent) * 100).toFixed(2))
    assert.equal(await lab.line(), `up: ${sent} packets, ${sent - arrived} lost (${share} %)`)
    assert.equal(await lab.line(), `down: ${arrived} packets, 0 lost (0 %)`)
    assert.deepEqual(await lab.ended, [0, null])
  })

  it('goes through the phases of a file, and ends by itself', async (context) => {
    const { port } = await echo(context)
    const file = join(mkdtempSync(join(tmpdir(), 'parley-impair-')), 'phases.yaml')
    writeFileSync(file, '- { for: 20 ms, both: { outage: true } }\n- { for: 20 ms, down: { rate: 300 kbit/s } }\n')
    const lab = impair(context, ['--udp', `${port}`, '--listen', '127.0.0.9', '--phases', file])
    assert.equal(await lab.line(), `UDP 127.0.0.9:${port} → 127.0.0.1:${port}`)
    assert.equal(await lab.line(), '1. nothing passes; for 0.02 s')
    assert.equal(await lab.line(), '2. up: all passes; down: 300 kbit/s; for 0.02 s')
    assert.deepEqual(await lab.ended, [0, null])
  })

  it('says in a line what is wrong with its words', async (context) => {
    const lab = impair(context, ['--udp', '9', '--target', '192.0.2.1'])
    assert.deepEqual(await lab.ended, [4, null])
    assert.match(lab.complaint(), /^parley-lab: 192\.0\.2\.1 is not this machine: say --i-own-this-host/)
    const other = impair(context, ['--udp', '9', '--loss', 'much'])
    assert.deepEqual(await other.ended, [2, null])
    assert.match(other.complaint(), /^parley-lab: phase 1: “much” is not a share, such as 3 % or 0\.03\n$/)
  })
})

interface Lab {
  readonly process: ChildProcess
  /** Of the first line. */
  readonly port: number
  line(): Promise<string>
  readonly ended: Promise<unknown[]>
  complaint(): string
}

function impair(context: TestContext, args: readonly string[]): Lab {
  const child = spawn(process.execPath, [program, 'impair', ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  context.after(() => child.kill('SIGKILL'))
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  let complaint = ''
  let port = 0
  child.stderr.on('data', (data) => {
    complaint += String(data)
  })
  return {
    process: child,
    get port() {
      return port
    },
    async line() {
      const { value = '' } = await lines.next()
      port ||= Number(/^UDP [\d.]+:(\d+)/.exec(value)?.[1] ?? 0)
      return value
    },
    ended: once(child, 'close'),
    complaint: () => complaint,
  }
}

async function echo(context: TestContext): Promise<{ port: number }> {
  const server = await socket(context)
  server.on('message', (packet, { port, address }) => server.send(packet, port, address))
  return { port: server.address().port }
}

/** The same seed, the same luck: which of the next packets arrive, up to one that does from `atLeast` on. */
function lossesOf(seed: number, rate: number, atLeast: number): boolean[] {
  const lane = new Lane(forkRandom(seededRandom(seed)))
  lane.set({ loss: { kind: 'uniform', rate } })
  const arrives: boolean[] = []
  while (arrives.length < atLeast || arrives.at(-1) !== true) arrives.push(lane.offer(6, 0).length > 0)
  return arrives
}

async function socket(context: TestContext): Promise<Socket> {
  const opened = createSocket('udp4')
  context.after(() => opened.close())
  opened.bind(0, '127.0.0.1')
  await once(opened, 'listening')
  return opened
}
