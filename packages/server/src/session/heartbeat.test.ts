import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type Beating, Heartbeat } from './heartbeat.ts'

describe('heartbeat', () => {
  it('pings the silent, spares those who were heard, and gives up those who never answer', () => {
    const wheel = turning()
    const silent = socket(0)
    const lively = socket(0)
    const hear = (nowMs: number) => {
      lively.heardAtMs = nowMs
    }
    wheel.heartbeat.add(silent)
    wheel.heartbeat.add(lively)
    wheel.turn(1, hear)
    assert.deepEqual([silent.heard, lively.heard], [['ping'], []])
    wheel.turn(2, hear)
    assert.deepEqual([silent.heard, lively.heard], [['ping', 'ping', 'lost'], []])
  })

  it('visits a slice at a time', () => {
    const wheel = turning()
    const sockets = Array.from({ length: 640 }, () => socket(-1000))
    for (const each of sockets) {
      wheel.heartbeat.add(each)
      wheel.heartbeat.tick()
    }
    const pinged = () => sockets.filter(({ heard }) => heard.length > 0).length
    const before = pinged()
    wheel.heartbeat.tick()
    assert.ok(pinged() - before <= 10)
  })

  it('sleeps while there is nobody, and wakes for the first one', (t) => {
    t.mock.timers.enable({ apis: ['setInterval'] })
    const { heartbeat } = turning()
    const first = socket(-100_000)
    heartbeat.add(first)
    t.mock.timers.tick(10_000)
    assert.deepEqual(first.heard, [], 'it was not started')
    heartbeat.start()
    t.mock.timers.tick(1_600)
    assert.deepEqual(first.heard, ['lost'])
    heartbeat.remove(first)
    const second = socket(-100_000)
    heartbeat.add(second)
    heartbeat.stop()
    t.mock.timers.tick(10_000)
    assert.deepEqual(second.heard, [])
  })

  it('forgets a socket that was removed', () => {
    const wheel = turning()
    const gone = socket(0)
    wheel.heartbeat.add(gone)
    wheel.heartbeat.remove(gone)
    wheel.turn(5)
    assert.deepEqual(gone.heard, [])
  })
})

function turning() {
  const clock = { nowMs: 0 }
  const heartbeat = new Heartbeat({ intervalMs: 6400, waitMs: 12_800, now: () => clock.nowMs })
  const turn = (rounds: number, each?: (nowMs: number) => void) => {
    for (let tick = 0; tick < rounds * 64; tick += 1) {
      clock.nowMs += 100
      each?.(clock.nowMs)
      heartbeat.tick()
    }
  }
  return { heartbeat, turn }
}

function socket(heardAtMs: number): Beating & { heard: string[]; heardAtMs: number } {
  const heard: string[] = []
  return { heard, heardAtMs, ping: () => void heard.push('ping'), lost: () => void heard.push('lost') }
}
