import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { RoomStats } from '@parley/client'
import { steady } from './testing/samples.ts'
import { everyMs, openQualityWatch, type WatchOptions } from './watch.ts'

const empty: RoomStats = { local: new Map(), remote: new Map(), send: [], receive: [] }

function scene() {
  let asked = 0
  let score: number | undefined
  let pause: number | undefined
  let due = () => {}
  const track = steady()[0]?.figures.remote.values().next().value
  assert.ok(track && 'participant' in track.track)
  const { participant } = track.track
  const listeners = new Map<string, () => void>()
  const room: WatchOptions['room'] = {
    getStats: async () => {
      asked++
      return empty
    },
    on(event, listener) {
      listeners.set(event, listener as () => void)
      return () => listeners.delete(event)
    },
    participants: new Map(),
    get self() {
      return { ...participant, isSelf: true, quality: score }
    },
    state: 'joined',
    mediaState: 'connected',
  }
  const watch = openQualityWatch({
    room,
    now: () => asked * 1_000,
    setTimer(callback, delayMs) {
      pause = delayMs
      due = callback
      return () => {
        pause = undefined
        due = () => {}
      }
    },
  })
  return {
    watch,
    asked: () => asked,
    pause: () => pause,
    sample: async () => {
      due()
      await new Promise((resolve) => setImmediate(resolve))
    },
    rate(now: number) {
      score = now
      listeners.get('qualityChanged')?.()
    },
  }
}

test('while nobody looks and all is well it asks every ten seconds', async () => {
  const { watch, pause, sample, asked } = scene()
  assert.equal(pause(), everyMs.calm)
  await sample()
  assert.equal(asked(), 1)
  assert.equal(pause(), everyMs.calm)
  watch.close()
})

test('whoever looks has figures at once and every second, until they look away', async () => {
  const { watch, pause, sample } = scene()
  const lookAway = watch.look()
  assert.equal(pause(), 0)
  await sample()
  assert.equal(pause(), everyMs.looking)
  lookAway()
  lookAway()
  await sample()
  assert.equal(pause(), everyMs.calm)
  watch.close()
})

test('where something is wrong it asks more often', async () => {
  const { watch, pause, sample, rate } = scene()
  rate(3)
  await sample()
  assert.equal(watch.picture().diagnosis.level, 'poor')
  assert.equal(pause(), everyMs.worried)
  watch.close()
})

test('after its end it asks no more', async () => {
  const { watch, pause, sample, asked } = scene()
  watch.close()
  await sample()
  assert.equal(asked(), 0)
  assert.equal(pause(), undefined)
})
