import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { grade, type Outcome } from './grades.ts'
import { judge, type Symptoms, verdictLine } from './verdict.ts'

const calm = { pid: 1, lateShare: 0, loopLagP99Ms: 3, loopLagMaxMs: 40, waitShare: 0.2, loopUse: 0.4 }
const healthy: Symptoms = {
  scheduleErrorP99Ms: 6,
  processes: [calm, { ...calm, pid: 2 }],
  unsentShare: 0,
  ownDropShare: 0,
  stealShare: 0.01,
  busyShare: 0.6,
  othersShare: 0.02,
  plannedJoins: 50,
  missedJoins: 0,
  clientsOfDeadProcesses: 0,
  steadySeconds: 30,
}

describe('verdict', () => {
  it('is valid, without a word more, for a generator that kept its schedule', () => {
    assert.deepEqual(judge(healthy), { valid: true, reasons: [], notes: [] })
    assert.match(verdictLine(judge(healthy)), /^valid/)
  })

  const bad: [string, Partial<Symptoms>, RegExp][] = [
    ['packets that left late', { scheduleErrorP99Ms: 25 }, /25 ms late at P99/],
    ['packets that were not sent', { unsentShare: 0.02 }, /2\.0 % of what was due/],
    ['packets that our own sockets dropped', { ownDropShare: 0.001 }, /own sockets dropped 0\.1 %/],
    ['stolen time', { stealShare: 0.2 }, /hypervisor took 20 %/],
    ['clients that were not started', { missedJoins: 3 }, /3 of 50 clients/],
    ['processes that died', { clientsOfDeadProcesses: 25 }, /25 clients/],
    ['one late process among many', { processes: [calm, { ...calm, pid: 2, lateShare: 0.1 }] }, /process 2: 10 %/],
    [
      'a thread that waits for a processor',
      { processes: [calm, { ...calm, pid: 2, waitShare: 0.8 }] },
      /process 2: .*waited 80 %/,
    ],
    ['an event loop that lagged', { processes: [{ ...calm, loopLagP99Ms: 60 }] }, /lagged 60 ms/],
    ['an event loop that stood still', { processes: [{ ...calm, loopLagMaxMs: 1_500 }] }, /stood still for 1500 ms/],
    ['an event loop without a pause', { processes: [{ ...calm, loopUse: 0.99 }] }, /worked 99 %/],
  ]
  for (const [what, symptoms, words] of bad) {
    it(`is invalid for ${what}, and says so`, () => {
      const verdict = judge({ ...healthy, ...symptoms })
      assert.equal(verdict.valid, false)
      assert.equal(verdict.reasons.length, 1)
      assert.match(verdictLine(verdict), /^invalid: the generator was saturated \(/)
      assert.match(verdictLine(verdict), words)
    })
  }

  it('stays valid, with a note, where only the machine was busy or the time short', () => {
    const { valid, notes } = judge({ ...healthy, busyShare: 0.97, othersShare: 0.5, steadySeconds: 1 })
    assert.equal(valid, true)
    assert.equal(notes.length, 3)
  })
})

describe('grades', () => {
  const good: Outcome = {
    connectionSuccess: 1,
    errors: 0,
    receiveRatio: 9,
    delivered: 1,
    loss: 0,
    serverCpu: 0.3,
    serverRssBytes: 3e8,
  }
  const of = (outcome: Partial<Outcome>, name: keyof Outcome) =>
    grade({ ...good, ...outcome }).find((figure) => figure.name === name)?.grade

  it('follow the limits of ALERT-14', () => {
    assert.ok(grade(good).every((figure) => figure.grade === 'good'))
    const GiB = 1024 ** 3
    const expected: [Partial<Outcome>, keyof Outcome, string][] = [
      [{ connectionSuccess: 0.96 }, 'connectionSuccess', 'warning'],
      [{ connectionSuccess: 0.89 }, 'connectionSuccess', 'critical'],
      [{ errors: 4 }, 'errors', 'warning'],
      [{ errors: 11 }, 'errors', 'critical'],
      [{ receiveRatio: 0.3 }, 'receiveRatio', 'warning'],
      [{ receiveRatio: 0.09 }, 'receiveRatio', 'critical'],
      [{ serverCpu: 0.8 }, 'serverCpu', 'warning'],
      [{ serverCpu: 0.91 }, 'serverCpu', 'critical'],
      [{ serverRssBytes: 1.5 * GiB }, 'serverRssBytes', 'warning'],
      [{ serverRssBytes: 4.1 * GiB }, 'serverRssBytes', 'critical'],
    ]
    for (const [outcome, name, wanted] of expected) assert.equal(of(outcome, name), wanted, JSON.stringify(outcome))
  })

  it('leave out what is not known', () => {
    const names = grade({ ...good, serverCpu: undefined, delivered: undefined }).map(({ name }) => name)
    assert.ok(!names.includes('serverCpu') && !names.includes('delivered'))
  })
})
