import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Refusal } from '@parley/protocol'
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
