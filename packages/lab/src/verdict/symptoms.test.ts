import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { RunRecord } from '../report/record.ts'
import { Histogram } from '../rtp/histogram.ts'
import type { GeneratorSample } from '../swarm/messages.ts'
import { plan } from '../swarm/plan.ts'
import { clientSample, generatorSample } from '../testing/samples.ts'
import { symptomsOf } from './symptoms.ts'
import { judge } from './verdict.ts'

const options = { clients: 2, durationS: 5, rampUpS: 0, room: 'r', roomsOf: 2, publishers: 1, view: 0, seed: 1 }

/** The first process speaks, the second only listens. */
function verdictOn(speaker: Partial<GeneratorSample>, listener: Partial<GeneratorSample>) {
  const record = new RunRecord(plan(options), { audio: true, video: false })
  for (let second = 1; second <= 5; second++) {
    const told = { 1: speaker, 2: listener }
    for (const id of [1, 2] as const) {
      const sample = generatorSample(second * 1_000, [clientSample(id)], told[id])
      record.receive(id, { type: 'sample', sample })
    }
  }
  record.settle(5_000)
  const drops = { lab: 0, server: 0, machine: 0 }
  const machine = { busy: 0.5, steal: 0 }
  return judge(symptomsOf(record, { drops, machine, cores: 2, seconds: [], endedAtMs: 5_000 }))
}

/** 50 packets, all so late. */
function late(ms: number) {
  const histogram = new Histogram()
  for (let packet = 0; packet < 50; packet++) histogram.add(ms * 1_000)
  return { scheduleError: histogram.toJSON() }
}

describe('the symptoms of a generator of which one process speaks and the others listen', () => {
  it('are none where the speaker is in time and the listeners find a processor', () => {
    assert.deepEqual(verdictOn(late(4), {}).reasons, [])
  })

  it('are those of the speaker where it is late', () => {
    assert.match(verdictOn(late(40), {}).reasons.join(), /packets left 40 ms late.*process 1: 100 % of its packets/)
  })

  it('are those of a listener whose threads wait for a processor, however well the speaker is', () => {
    const { reasons } = verdictOn(late(4), { waitShare: 0.8 })
    assert.equal(reasons.length, 1)
    assert.match(reasons.join(), /^process 2: a thread of it waited 80 % of the time for a processor/)
  })
})
