import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { RunRecord } from '../report/record.ts'
import { systemClock } from '../rtc/clock.ts'
import { Histogram } from '../rtp/histogram.ts'
import { symptomsOf } from '../verdict/symptoms.ts'
import { judge } from '../verdict/verdict.ts'
import type { Engine } from './engine.ts'
import { Generator } from './generator.ts'
import { plan } from './plan.ts'

/** No media: these clients fail as soon as they ask for some. */
function engineWithoutMedia(): Engine {
  return {
    clock: systemClock(),
    scheduleError: new Histogram(),
    unsent: 0,
    openClient() {
      throw new Error('no media here')
    },
  }
}

function openRun() {
  const schedule = plan({
    clients: 2,
    durationS: 2,
    rampUpS: 0,
    room: 'r',
    roomsOf: 2,
    publishers: 2,
    view: 0,
    seed: 1,
  })
  const record = new RunRecord(schedule, { audio: true, video: false })
  const generator = new Generator({
    engine: engineWithoutMedia(),
    assignment: {
      url: 'ws://127.0.0.1:1/ws',
      encoding: 'json',
      audio: true,
      video: undefined,
      simulcast: false,
      chat: 0,
      network: [],
      seed: 1,
      engineSeed: 1,
      clients: schedule.clients,
      events: schedule.events,
    },
    send: (message) => record.receive(1, message),
  })
  const startedUs = systemClock().nowUs()
  const judgeNow = () => {
    const endedAtMs = (systemClock().nowUs() - startedUs) / 1_000
    const drops = { lab: 0, server: 0, machine: 0 }
    const symptoms = symptomsOf(record, { drops, machine: { busy: 0.5, steal: 0 }, cores: 2, seconds: [], endedAtMs })
    return judge(symptoms)
  }
  return { generator, record, startedUs, judgeNow }
}

function block(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)
}

describe('a generator', () => {
  it('carries out its plan, counts who fails, and ends by itself', async () => {
    const { generator, record, startedUs } = openRun()
    generator.start(startedUs)
    await generator.ended
    assert.deepEqual(
      [...record.reports.values()].map(({ state, errors }) => [state, errors]),
      [
        ['failed', ['no media here']],
        ['failed', ['no media here']],
      ],
    )
    assert.ok([...record.clients.values()].every(({ times }) => times.lateMs !== undefined))
  })

  it('whose process stood still is found out by the verdict', async () => {
    const { generator, record, startedUs, judgeNow } = openRun()
    generator.start(startedUs)
    while (record.processes.size === 0) await new Promise(setImmediate)
    block(1_300)
    await generator.ended
    const { valid, reasons } = judgeNow()
    assert.equal(valid, false)
    assert.match(reasons.join(), /stood still/)
  })

  it('leaves at once when it is told to stop, and has told everything by then', async () => {
    const { generator, record, startedUs } = openRun()
    generator.start(startedUs)
    await Promise.all([generator.stop(), generator.stop()])
    assert.equal(record.reports.size, 2)
  })
})
