// The captured reports: Chromium in its fake camera's 720p and Opus, through the impairment relay of the lab, two seconds apart.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compareStats } from './figures.ts'
import { captured, emptyStats } from './testing/captured-stats.ts'

const near = (actual: number | undefined, expected: number, within: number) =>
  assert.ok(actual !== undefined && Math.abs(actual - expected) <= within, `${actual} is not ${expected} ± ${within}`)

test('an uplink that loses 4 % says so by each track, before repair', () => {
  const { local, send, spanMs } = compareStats(...captured('lossUp'))
  near(spanMs, 2_000, 200)
  const camera = [...local.values()].find(({ track }) => track.source === 'camera')
  const microphone = [...local.values()].find(({ track }) => track.source === 'microphone')
  near(camera?.lossShare, 0.04, 0.03)
  near(microphone?.lossShare, 0.04, 0.03)
  assert.ok((camera?.streams[1]?.nackCount ?? 0) > 0)
  assert.equal(camera?.streams[1]?.limitedBy, 'none')
  near(send?.sentBps, 1_000_000, 400_000)
})

test('both sizes of a camera are told, the largest last, with what they are made of', () => {
  const { local } = compareStats(...captured('lossUp'))
  const camera = [...local.values()].find(({ track }) => track.source === 'camera')
  assert.deepEqual(
    camera?.streams.map(({ codec, rid, scalabilityMode, width, height, active }) => ({
      codec,
      rid,
      scalabilityMode,
      width,
      height,
      active,
    })),
    [
      { codec: 'video/VP8', rid: 'r0', scalabilityMode: 'L1T3', width: 640, height: 360, active: true },
      { codec: 'video/VP8', rid: 'r1', scalabilityMode: 'L1T3', width: 1280, height: 720, active: true },
    ],
  )
  near(camera?.streams[1]?.framesPerSecond, 20, 2)
  near(camera?.streams[1]?.bitrateBps, 650_000, 300_000)
  near(camera?.streams[1]?.codingMs, 5, 5)
})

test('an uplink of 300 kbit/s holds the encoder back', () => {
  const { local, send } = compareStats(...captured('narrowUp'))
  const camera = [...local.values()].find(({ track }) => track.source === 'camera')
  const limited = camera?.streams.find(({ limitedBy }) => limitedBy === 'bandwidth')
  near(limited?.limitedByBandwidth, 1, 0.05)
  near(limited?.limitedByCpu, 0, 0.05)
  assert.ok((send?.availableOutgoingBps ?? 0) < 500_000)
})

test('what is received is told by its own entries', () => {
  const { remote, receive } = compareStats(...captured('received'))
  const camera = [...remote.values()].find(({ track }) => track.source === 'camera')
  const microphone = [...remote.values()].find(({ track }) => track.source === 'microphone')
  // The server heals the pictures of the sender, and cannot heal its voice.
  assert.equal(camera?.lossShare, 0)
  near(microphone?.lossShare, 0.04, 0.03)
  assert.equal(camera?.streams[0]?.direction, 'receive')
  assert.equal(camera?.streams[0]?.height, 720)
  assert.equal(microphone?.streams[0]?.codec, 'audio/opus')
  assert.equal(receive?.protocol, 'udp')
  assert.equal(receive?.remoteCandidate, 'host')
  assert.equal(receive?.dtlsState, 'connected')
})

test('one sample alone has sizes and ways, but no rates', () => {
  const [, now] = captured('received')
  const { spanMs, remote, receive } = compareStats(undefined, now)
  const camera = [...remote.values()].find(({ track }) => track.source === 'camera')
  assert.equal(spanMs, undefined)
  assert.equal(camera?.bitrateBps, undefined)
  assert.equal(camera?.lossShare, undefined)
  assert.equal(camera?.streams[0]?.height, 720)
  assert.equal(receive?.receivedBps, undefined)
  assert.equal(receive?.protocol, 'udp')
})

test('counters that begin anew, as after a reconnect, are not taken for a step back', () => {
  const [before, now] = captured('lossUp')
  const { local, send } = compareStats(now, before)
  for (const { streams, lossShare } of local.values()) {
    assert.equal(lossShare, undefined)
    for (const { bitrateBps, nackCount, packets } of streams)
      assert.deepEqual([bitrateBps, nackCount, packets], [undefined, 0, 0])
  }
  assert.equal(send?.sentBps, undefined)
})

test('a room without media has no figures', () => {
  const { local, remote, send, receive } = compareStats(emptyStats, emptyStats)
  assert.deepEqual([local.size, remote.size, send, receive], [0, 0, undefined, undefined])
})
