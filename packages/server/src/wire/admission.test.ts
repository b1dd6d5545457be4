import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Admission, type AdmissionLimits } from './admission.ts'

const limits: AdmissionLimits = {
  connections: 100,
  connectionsPerAddress: 100,
  socketsPerAddress: 100,
  socketsPerSecond: 100,
}
const open = (changed: Partial<AdmissionLimits>, clock = () => 0) => new Admission({ ...limits, ...changed }, clock)
const times = <T>(count: number, ask: () => T) => Array.from({ length: count }, ask)

test('one address has so many WebSockets, others have their own, and one that goes makes room', () => {
  const admission = open({ socketsPerAddress: 2 })
  assert.deepEqual(
    times(3, () => admission.open('127.0.0.1')),
    [undefined, undefined, 'socketsPerAddress'],
  )
  assert.equal(admission.open('127.0.0.2'), undefined)
  admission.close('127.0.0.1')
  assert.equal(admission.open('127.0.0.1'), undefined)
  assert.equal(admission.open('127.0.0.1'), 'socketsPerAddress')
})

test('an IPv6 subscriber has no more addresses than one', () => {
  const admission = open({ socketsPerAddress: 2, connectionsPerAddress: 2 })
  assert.deepEqual(
    ['2001:db8::1', '2001:db8::2', '2001:db8::3'].map((address) => admission.open(address)),
    [undefined, undefined, 'socketsPerAddress'],
  )
  assert.deepEqual(
    ['2001:db8::1', '2001:db8::2', '2001:db8::3'].map((address) => admission.connect(address)),
    [undefined, undefined, 'connectionsPerAddress'],
  )
})

test('a storm is let in as fast as the server takes it, whoever comes', () => {
  let nowMs = 0
  const admission = open({ socketsPerSecond: 10 }, () => nowMs)
  const addresses = Array.from({ length: 20 }, (_, n) => `127.0.0.${n}`)
  assert.equal(addresses.filter((address) => admission.open(address) === 'rate').length, 10)
  nowMs += 500
  assert.equal(addresses.filter((address) => admission.open(address) === undefined).length, 5)
})

test('who is refused for its address takes nothing from the others', () => {
  const admission = open({ socketsPerAddress: 1, socketsPerSecond: 2 })
  admission.open('127.0.0.1')
  times(50, () => assert.equal(admission.open('127.0.0.1'), 'socketsPerAddress'))
  assert.equal(admission.open('127.0.0.2'), undefined)
})

test('WebSockets leave descriptors to HTTP', () => {
  const admission = open({ connections: 16 })
  assert.equal(times(20, () => admission.open('127.0.0.1')).filter((turned) => turned === 'full').length, 6)
  assert.deepEqual(
    times(3, () => admission.connect('127.0.0.2')),
    [undefined, undefined, 'full'],
  )
  admission.disconnect('127.0.0.2')
  assert.equal(admission.connect('127.0.0.2'), undefined)
})

test('connections that become no WebSockets are bounded for an address, but not for a proxy before many', () => {
  const admission = open({ connectionsPerAddress: 2 })
  assert.deepEqual(
    times(3, () => admission.connect('127.0.0.1')),
    [undefined, undefined, 'connectionsPerAddress'],
  )
  assert.deepEqual(
    times(3, () => admission.connect(undefined)),
    [undefined, undefined, undefined],
  )
  admission.disconnect('127.0.0.1')
  assert.equal(admission.connect('127.0.0.1'), undefined)
})

test('it remembers only who is there', () => {
  const admission = open({ connections: 10_000 })
  let nowMs = 0
  const patient = open({ connections: 10_000 }, () => (nowMs += 1000))
  for (let n = 0; n < 1000; n += 1) {
    for (const each of [admission, patient]) {
      const address = `10.0.${n >> 8}.${n & 255}`
      if (each.connect(address) === undefined) each.disconnect(address)
      if (each.open(address) === undefined) each.close(address)
    }
  }
  assert.deepEqual([admission.size, patient.size], [0, 0])
})
