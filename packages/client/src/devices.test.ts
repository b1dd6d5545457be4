import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Refusal } from '@parley/protocol'
import { listDevices, onDevicesChanged } from './devices.ts'
import { ParleyError } from './errors.ts'
import type { MediaDevicesLike } from './platform.ts'
import { helloResult, roomState, sfuMedia } from './testing/answers.ts'
import { dial, serve } from './testing/client.ts'
import { mediaTrack, testPlatform } from './testing/platform.ts'

type Track = ReturnType<typeof mediaTrack>

/** Devices that give these tracks and remember what was asked of them. */
function devices(audio: Track[], video: Track[]): MediaDevicesLike & { readonly asked: unknown[] } {
  const asked: unknown[] = []
  const open = async (constraints: unknown) => {
    asked.push(constraints)
    return { getAudioTracks: () => audio, getVideoTracks: () => video }
  }
  return { getUserMedia: open, getDisplayMedia: open, asked }
}

test('a screen is published with its sound where there is one', async (context) => {
  const server = await serve(context, { 'room.join': () => roomState(server, { media: sfuMedia(1) }) })
  const withSound = testPlatform({ mediaDevices: devices([mediaTrack('audio')], [mediaTrack('video')]) })
  const room = await (await dial(server, { platform: withSound })).join('lobby')
  const { video, audio } = await room.publishScreen()
  assert.deepEqual([video.source, audio?.source], ['screen', 'screenAudio'])
  const silent = testPlatform({ mediaDevices: devices([], [mediaTrack('video')]) })
  const other = await (await dial(server, { platform: silent })).join('lobby')
  assert.equal('audio' in (await other.publishScreen()), false)
})

test('a screen whose sound is refused is not shown at all, and is no longer captured', async (context) => {
  const server = await serve(context, {
    'room.join': () => roomState(server, { media: sfuMedia(1) }),
    'track.publish': ({ source }) => {
      if (source === 'screenAudio') throw new Refusal('session.quota')
      return { track: 'screen' }
    },
  })
  const [sound, picture] = [mediaTrack('audio'), mediaTrack('video')]
  const platform = testPlatform({ mediaDevices: devices([sound], [picture]) })
  const room = await (await dial(server, { platform })).join('lobby')
  await assert.rejects(room.publishScreen(), (error) => error instanceof Refusal && error.reason === 'session.quota')
  assert.deepEqual(server.called('track.unpublish'), [{ room: 'lobby', track: 'screen' }])
  assert.deepEqual([sound.readyState, picture.readyState], ['ended', 'ended'])
  assert.deepEqual(room.localTracks, [])
})

test('a microphone is opened for speech, a camera for 720p, and the app may ask for more', async (context) => {
  const server = await serve(context, { 'room.join': () => roomState(server, { media: sfuMedia(1) }) })
  const mediaDevices = devices([mediaTrack('audio')], [mediaTrack('video')])
  const room = await (await dial(server, { platform: testPlatform({ mediaDevices }) })).join('lobby')
  await room.publishMicrophone({ deviceId: 'desk' })
  await room.publishCamera({ height: 1080 })
  assert.deepEqual(mediaDevices.asked, [
    { audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true, deviceId: 'desk' } },
    { video: { width: { ideal: 1280 }, height: 1080, frameRate: { ideal: 30 } } },
  ])
})

test('where there are no devices it says what a page needs', async (context) => {
  const server = await serve(context)
  const room = await (await dial(server)).join('lobby')
  await assert.rejects(room.publishCamera(), (error) => error instanceof ParleyError && error.kind === 'unsupported')
})

test('replacing a camera that the SDK opened turns it off; one that the app gave stays on', async (context) => {
  const server = await serve(context, { 'room.join': () => roomState(server, { media: sfuMedia(1) }) })
  const [opened, given] = [mediaTrack('video'), mediaTrack('video')]
  const platform = testPlatform({ mediaDevices: devices([], [opened]) })
  const room = await (await dial(server, { platform })).join('lobby')
  const camera = await room.publishCamera()
  await camera.replace(given)
  await camera.replace(null)
  assert.deepEqual([opened.readyState, given.readyState], ['ended', 'live'])
})

test('another device takes the place of one, which is closed first; where it cannot be opened, the first comes back', async (context) => {
  const server = await serve(context, { 'room.join': () => roomState(server, { media: sfuMedia(1) }) })
  const opened: Track[] = []
  const asked: unknown[] = []
  const open = async ({ video }: MediaStreamConstraints) => {
    asked.push(typeof video === 'object' ? video.deviceId : undefined)
    assert.deepEqual(
      opened.map(({ readyState }) => readyState),
      opened.map(() => 'ended'),
    )
    if (JSON.stringify(video).includes('broken')) throw new DOMException('in use', 'NotReadableError')
    const track = mediaTrack('video')
    opened.push(track)
    return { getAudioTracks: () => [], getVideoTracks: () => [track] }
  }
  const platform = testPlatform({ mediaDevices: { getUserMedia: open, getDisplayMedia: open } })
  const room = await (await dial(server, { platform })).join('lobby')
  const camera = await room.publishCamera()
  await camera.switchDevice('back')
  assert.equal(camera.mediaTrack, opened[1])
  await assert.rejects(camera.switchDevice('broken'), (error) => error instanceof DOMException)
  assert.equal(camera.mediaTrack, opened[2])
  assert.equal(opened[2]?.readyState, 'live')
  assert.deepEqual(asked, [undefined, { exact: 'back' }, { exact: 'broken' }, undefined])
  await camera.unpublish()
  assert.equal(opened[2]?.readyState, 'ended')
})

test('devices are listed by kind, and it is told when there are others', async () => {
  const told = new EventTarget()
  const device = (kind: MediaDeviceKind, deviceId: string) => ({ kind, deviceId, label: deviceId, groupId: '' })
  const all = [device('videoinput', 'front'), device('audioinput', 'desk'), device('audioinput', '')]
  const mediaDevices = Object.assign(devices([], []), {
    enumerateDevices: async () => all.map((each) => ({ ...each, toJSON: () => each })),
    addEventListener: told.addEventListener.bind(told),
  })
  const platform = testPlatform({ mediaDevices })
  const names = (await listDevices('audioinput', { platform })).map(({ label }) => label)
  assert.deepEqual(names, ['desk'])
  let changes = 0
  const off = onDevicesChanged(() => changes++, { platform })
  told.dispatchEvent(new Event('devicechange'))
  off()
  told.dispatchEvent(new Event('devicechange'))
  assert.equal(changes, 1)
})

test('nobody is asked for a device that the grants do not let them publish', async (context) => {
  const hello = helloResult()
  const server = await serve(context, {
    'session.hello': () => ({ ...hello, grants: { ...hello.grants, publish: ['screen'] } }),
    'room.join': () => roomState(server, { media: sfuMedia(1) }),
  })
  const mediaDevices = devices([], [mediaTrack('video')])
  const room = await (await dial(server, { platform: testPlatform({ mediaDevices }) })).join('lobby')
  const isForbidden = (error: unknown) => error instanceof Refusal && error.reason === 'session.forbidden'
  await assert.rejects(room.publishCamera(), isForbidden)
  await assert.rejects(room.publishMicrophone(), isForbidden)
  await room.publishScreen()
  assert.deepEqual(mediaDevices.asked, [{ video: { frameRate: { ideal: 30 } }, audio: false }])
})
