import assert from 'node:assert/strict'
import { test } from 'node:test'
import { diagnose, type Standing } from './diagnose.ts'
import { evidenceOf, type RoomFacts } from './evidence.ts'
import { sample, steady } from './testing/samples.ts'

const well: Standing = { state: 'joined', mediaState: 'connected' }
const facts: RoomFacts = { ownScore: 10, others: [{ id: 'ada', name: 'Ada', score: 10 }] }

const say = (history: Parameters<typeof evidenceOf>[0], more: Partial<RoomFacts> = {}) =>
  diagnose(well, evidenceOf(history, { ...facts, ...more }))

test('everything is fine', () => {
  assert.deepEqual(say(steady()), { findings: [{ kind: 'fine' }], level: 'good', upLevel: 'good' })
})

test('before the second sample nothing is known', () => {
  assert.equal(say([]).findings[0].kind, 'measuring')
  assert.equal(say([]).level, 10 === facts.ownScore ? 'good' : undefined)
  assert.equal(say([], { ownScore: undefined }).level, undefined)
})

test('what the room says comes first', () => {
  const evidence = evidenceOf(steady({ local: [{ loss: 0.5 }] }), facts)
  assert.equal(diagnose({ ...well, state: 'reconnecting' }, evidence).findings[0].kind, 'reconnecting')
  assert.equal(diagnose({ ...well, mediaState: 'interrupted' }, evidence).findings[0].kind, 'interrupted')
  assert.equal(diagnose({ ...well, mediaState: 'none' }, evidence).findings[0].kind, 'noMedia')
})

test('an uplink that loses 4 % is fair, and one that loses 8 % is poor', () => {
  const fair = say(steady({ local: [{ loss: 0.04 }, { kind: 'audio', loss: 0.04 }] }))
  assert.deepEqual(fair, { findings: [{ kind: 'uplinkLoss', loss: 0.04 }], level: 'fair', upLevel: 'fair' })
  assert.equal(say(steady({ local: [{ loss: 0.08 }] })).level, 'poor')
})

test('two per cent are repaired, and not worth a word', () => {
  assert.equal(say(steady({ local: [{ loss: 0.02 }], remote: [{ loss: 0.02 }] })).findings[0].kind, 'fine')
})

test('an encoder held back by the line says how wide the line is', () => {
  const stream = { limitedBy: 'bandwidth', limitedByBandwidth: 1 } as const
  const { findings, level, upLevel } = say(
    steady({ local: [{ stream }], transport: { availableOutgoingBps: 300_000 } }),
  )
  assert.deepEqual(findings, [{ kind: 'uplinkNarrow', availableBps: 300_000 }])
  assert.deepEqual([level, upLevel], ['fair', 'fair'])
  assert.equal(say(steady({ local: [{ stream }], transport: { availableOutgoingBps: 90_000 } })).level, 'poor')
})

test('a very narrow line is one although the encoder says nothing, unless no picture is sent', () => {
  const transport = { availableOutgoingBps: 90_000 }
  assert.deepEqual(say(steady({ transport })).findings, [{ kind: 'uplinkNarrow', availableBps: 90_000 }])
  assert.equal(say(steady({ transport, local: [{ kind: 'audio' }] })).findings[0].kind, 'fine')
})

test('a line that was narrow and is not any more is not called narrow', () => {
  const narrow = { stream: { limitedBy: 'bandwidth', limitedByBandwidth: 1 } } as const
  const history = [...steady({ local: [narrow] }), sample(10_000)]
  assert.equal(say(history).findings[0].kind, 'fine')
})

test('a size that nobody looks at is not held back', () => {
  const stream = { limitedBy: 'bandwidth', limitedByBandwidth: 1, active: false } as const
  assert.equal(say(steady({ local: [{ stream }] })).findings[0].kind, 'fine')
})

test('a computer that is too busy to encode comes before its line', () => {
  const cpu = { loss: 0.04, stream: { limitedBy: 'cpu', limitedByCpu: 0.8 } } as const
  const { findings, upLevel } = say(steady({ local: [cpu] }))
  assert.deepEqual(
    findings.map(({ kind }) => kind),
    ['busyEncoding', 'uplinkLoss'],
  )
  assert.equal(upLevel, 'fair')
})

test('a decoder that needs all its time is named', () => {
  assert.equal(
    say(steady({ remote: [{ stream: { codingMs: 60, framesPerSecond: 15 } }] })).findings[0].kind,
    'busyDecoding',
  )
})

test('a loss on all that comes is our own', () => {
  const { findings, level } = say(steady({ remote: [{ loss: 0.06 }, { kind: 'audio', loss: 0.06 }] }))
  assert.deepEqual(findings, [{ kind: 'downlinkLoss', loss: 0.06 }])
  assert.equal(level, 'poor')
})

test('a loss on what one of the others sends is theirs', () => {
  const remote = [
    { of: 'ada', loss: 0 },
    { of: 'ada', kind: 'audio', loss: 0.07 },
    { of: 'bob', loss: 0.01 },
  ] as const
  const others = [...facts.others, { id: 'bob', name: 'Bob', score: 10 }]
  const { findings, level } = say(steady({ remote }), { others })
  assert.deepEqual(findings, [{ kind: 'othersPoor', names: ['Ada'], ownToo: false }])
  assert.equal(level, 'good')
})

test('whom the server knows to be badly connected is named', () => {
  const { findings, level } = say(steady(), { others: [{ id: 'ada', name: 'Ada', score: 3 }] })
  assert.deepEqual(findings, [{ kind: 'othersPoor', names: ['Ada'], ownToo: false }])
  assert.equal(level, 'good')
})

test('nobody is told to be well who is not', () => {
  const { findings } = say(steady({ local: [{ loss: 0.1 }] }), { others: [{ id: 'ada', name: 'Ada', score: 3 }] })
  assert.deepEqual(findings.at(-1), { kind: 'othersPoor', names: ['Ada'], ownToo: true })
})

test('the word of the server counts where the figures here explain nothing', () => {
  const { findings, level } = say(steady(), { ownScore: 4 })
  assert.deepEqual(findings, [{ kind: 'serverSaysPoor' }])
  assert.equal(level, 'poor')
})

test('pictures that stand still are named, and may be the fault of others', () => {
  const { findings, level } = say(steady({ remote: [{ stream: { frozenMs: 600 } }] }))
  assert.deepEqual(findings, [{ kind: 'frozen', share: 0.3 }])
  assert.equal(level, 'fair')
})

test('the jitter of a voice counts, the bursts of a picture do not', () => {
  assert.equal(say(steady({ remote: [{ stream: { jitterMs: 80 } }] })).findings[0].kind, 'fine')
  const voice = say(steady({ remote: [{ kind: 'audio', stream: { jitterMs: 60 } }] }))
  assert.deepEqual(voice.findings, [{ kind: 'unsteady', jitterMs: 60 }])
  assert.equal(voice.level, 'poor')
})

test('a far server is named', () => {
  assert.deepEqual(say(steady({ transport: { roundTripMs: 400 } })).findings, [{ kind: 'farAway', roundTripMs: 400 }])
})

test('TCP is named where nothing is worse', () => {
  assert.deepEqual(say(steady({ transport: { protocol: 'tcp' } })).findings, [{ kind: 'tcp' }])
  const kinds = say(steady({ transport: { protocol: 'tcp' }, local: [{ loss: 0.1 }] })).findings.map(({ kind }) => kind)
  assert.deepEqual(kinds, ['uplinkLoss', 'tcp'])
})
