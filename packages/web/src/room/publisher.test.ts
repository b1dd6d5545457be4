// What of camera and microphone goes into the room.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TrackSource } from '@parley/client'
import type { DeviceState } from '../devices/capture.ts'
import { Publisher } from './publisher.ts'

const wanted: DeviceState = {
  wanted: true,
  starting: true,
  track: null,
  problem: null,
  failures: 0,
  deviceId: '',
  choices: [],
}

/** Which devices are let go when one comes in with these grants. */
function releasedWith(granted: readonly TrackSource[]): string[] {
  const released: string[] = []
  const room = {
    localTracks: [],
    state: 'joined' as const,
    on: () => () => {},
    publish: () => Promise.reject(),
    self: { publish: granted },
  }
  const state = { camera: wanted, microphone: wanted }
  const capture = { state, subscribe: () => () => {}, release: (kind: string) => void released.push(kind) }
  const publisher = new Publisher(room, capture, granted)
  publisher.open()
  publisher.close()
  return released
}

test('a device that nobody would get does not record', () => {
  assert.deepEqual(releasedWith(['camera', 'microphone', 'screen', 'screenAudio']), [])
  assert.deepEqual(releasedWith(['microphone']), ['camera'])
  assert.deepEqual(releasedWith(['camera', 'screen']), ['microphone'])
  assert.deepEqual(releasedWith([]), ['camera', 'microphone'])
})
