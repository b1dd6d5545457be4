import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Refusal } from '@parley/protocol'
import { ParleyError } from './errors.ts'
import { participant, roomState, sfuMedia, subscription, track } from './testing/answers.ts'
import { dial, listen, serve } from './testing/client.ts'
import { mediaTrack, type TestPlatform, testPlatform, until } from './testing/platform.ts'
import { mediaScene } from './testing/scene.ts'
import { NO_ANSWER } from './testing/server.ts'

test('joining tells what this device can receive', async (context) => {
  const { server } = await mediaScene(context)
  const { codecs = [] } = server.called('room.join')[0]?.rtpCapabilities ?? {}
  assert.deepEqual(
    codecs.map(({ mimeType }) => mimeType),
    ['audio/opus', 'video/VP8', 'video/rtx', 'video/VP9', 'video/rtx'],
  )
})

test('publishing connects the transport without waiting and announces the track', async (context) => {
  const { server, room } = await mediaScene(context)
  const heard = listen(room)
  // Never answered: nothing may hang on it.
  server.answers['transport.connect'] = () => NO_ANSWER
  const camera = await room.publish(mediaTrack('video', { width: 1280, height: 720 }), { source: 'camera' })
  assert.equal(camera.id, 'track-1')
  assert.equal(server.called('transport.connect')[0]?.transport, 'send-1')
  const [published] = server.called('track.publish')
  assert.deepEqual(
    [published?.kind, published?.source, published?.muted, published?.width, published?.height],
    ['video', 'camera', false, 1280, 720],
  )
  assert.deepEqual(
    published?.rtpParameters.encodings?.map(({ maxBitrate }) => maxBitrate),
    [200_000, 800_000],
  )
  assert.deepEqual(room.localTracks, [camera])
  assert.deepEqual(heard.localTrackPublished, [{ track: camera }])
})

test('camera and screen start at a bit rate at which the largest size flows; sound is left alone', async (context) => {
  const { room, platform } = await mediaScene(context)
  await room.publish(mediaTrack('audio'), { source: 'microphone' })
  const [, sending] = platform.handlers
  assert.ok(sending)
  const startBitrates: (number | undefined)[] = []
  const send = sending.send.bind(sending)
  sending.send = (options) => {
    startBitrates.push(options.codecOptions?.videoGoogleStartBitrate)
    return send(options)
  }
  await room.publish(mediaTrack('video'), { source: 'camera' })
  await room.publish(mediaTrack('video'), { source: 'screen' })
  await room.publish(mediaTrack('video'), { source: 'screen', simulcast: true })
  await room.publish(mediaTrack('audio'), { source: 'screenAudio' })
  assert.deepEqual(startBitrates, [1_000, 1_000, 1_000, undefined])
})

test('two tracks are announced without one waiting for the answer to the other', async (context) => {
  const { server, room } = await mediaScene(context)
  const answer = Promise.withResolvers<{ track: string }>()
  server.answers['track.publish'] = ({ kind }) => (kind === 'audio' ? answer.promise : { track: 'video' })
  const microphone = room.publish(mediaTrack('audio'), { source: 'microphone' })
  const camera = await room.publish(mediaTrack('video'), { source: 'camera' })
  assert.equal(camera.id, 'video')
  answer.resolve({ track: 'audio' })
  assert.equal((await microphone).id, 'audio')
})

test('a refused track is not published, and the media track of the app is left running', async (context) => {
  const { server, room } = await mediaScene(context)
  server.answers['track.publish'] = () => {
    throw new Refusal('session.forbidden')
  }
  const mine = mediaTrack('audio')
  await assert.rejects(
    room.publish(mine, { source: 'microphone' }),
    (error) => error instanceof Refusal && error.reason === 'session.forbidden',
  )
  assert.deepEqual(room.localTracks, [])
  assert.equal(mine.readyState, 'live')
})

test('publishing can be aborted; the server is told to forget a track that it had accepted', async (context) => {
  const { server, room } = await mediaScene(context)
  const answer = Promise.withResolvers<{ track: string }>()
  server.answers['track.publish'] = () => answer.promise
  const giveUp = new AbortController()
  const publishing = room.publish(mediaTrack('audio'), { source: 'microphone', signal: giveUp.signal })
  await until(() => server.called('track.publish').length === 1, 'it was announced')
  giveUp.abort()
  await assert.rejects(publishing, (error) => error instanceof ParleyError && error.kind === 'aborted')
  answer.resolve({ track: 'unwanted' })
  await until(() => server.called('track.unpublish').length === 1, 'it was taken back')
  assert.deepEqual(room.localTracks, [])
})

test('muting silences at once and tells the others; muted at publishing is silent from the start', async (context) => {
  const { server, room } = await mediaScene(context)
  const mine = mediaTrack('audio')
  const microphone = await room.publish(mine, { source: 'microphone', muted: true })
  assert.equal(server.called('track.publish')[0]?.muted, true)
  assert.equal(mine.enabled, false)
  await microphone.unmute()
  assert.equal(mine.enabled, true)
  const muting = microphone.mute()
  assert.equal(mine.enabled, false)
  await muting
  await microphone.mute()
  assert.deepEqual(
    server.called('track.setMuted').map(({ muted }) => muted),
    [false, true],
  )
})

test('a track that a moderator has muted is muted here too, and what may not be published any more has ended', async (context) => {
  const { server, room } = await mediaScene(context)
  const heard = listen(room)
  const mine = mediaTrack('audio')
  const microphone = await room.publish(mine, { source: 'microphone' })
  await room.publish(mediaTrack('video'), { source: 'camera' })
  const wire = track(microphone.id, 'audio')
  server.fact('track.published', { participant: room.self.id, track: { ...wire, source: 'microphone' } })
  server.fact('track.changed', { participant: room.self.id, track: { ...wire, source: 'microphone', muted: true } })
  await until(() => microphone.muted, 'the microphone is muted')
  assert.deepEqual([mine.enabled, heard.localTrackChanged.length], [false, 1])
  assert.deepEqual(server.called('track.setMuted'), [])
  await microphone.unmute()
  assert.equal(mine.enabled, true)
  const { tracks: _, ...self } = participant(room.self.id)
  server.fact('room.participantChanged', { participants: [{ ...self, publish: ['microphone'] }] })
  await until(() => room.localTracks.length === 1, 'the camera has ended')
  assert.deepEqual(room.localTracks, [microphone])
})

test('a moderator who mutes while we unmute has the last word, where it was the last', async (context) => {
  const { server, room } = await mediaScene(context)
  const mine = mediaTrack('audio')
  const microphone = await room.publish(mine, { source: 'microphone', muted: true })
  const wire = { ...track(microphone.id, 'audio'), source: 'microphone' } as const
  server.fact('track.published', { participant: room.self.id, track: { ...wire, muted: true } })
  server.answers['track.setMuted'] = () => {
    for (const muted of [false, true])
      server.fact('track.changed', { participant: room.self.id, track: { ...wire, muted } })
    return {}
  }
  await microphone.unmute()
  await until(() => microphone.muted, 'the microphone is muted')
  assert.equal(mine.enabled, false)
})

test('a media track is replaced without another announcement; a stopped camera can come back', async (context) => {
  const { server, room } = await mediaScene(context)
  const camera = await room.publish(mediaTrack('video'), { source: 'camera' })
  await camera.replace(null)
  assert.equal(camera.mediaTrack, null)
  const next = mediaTrack('video')
  await camera.replace(next)
  assert.equal(camera.mediaTrack, next)
  assert.equal(server.called('track.publish').length, 1)
})

test('unpublishing stops what the SDK opened and nothing else', async (context) => {
  const opened = mediaTrack('audio')
  const server = await serve(context, { 'room.join': () => roomState(server, { media: sfuMedia(1) }) })
  const stream = { getAudioTracks: () => [opened], getVideoTracks: () => [] }
  const mediaDevices = { getUserMedia: async () => stream, getDisplayMedia: async () => stream }
  const platform = testPlatform({ mediaDevices })
  const room = await (await dial(server, { platform })).join('lobby')
  const own = await room.publishMicrophone()
  const given = mediaTrack('video')
  const app = await room.publish(given, { source: 'camera' })
  await Promise.all([own.unpublish(), app.unpublish(), app.unpublish()])
  assert.deepEqual([opened.readyState, given.readyState], ['ended', 'live'])
  assert.deepEqual(
    server
      .called('track.unpublish')
      .map((params) => params.track)
      .sort(),
    [own.id, app.id].sort(),
  )
  await assert.rejects(app.mute(), ParleyError)
})

test('a screen that the person stops sharing is unpublished; a camera that was unplugged is only told', async (context) => {
  const { server, room } = await mediaScene(context)
  const heard = listen(room)
  const shown = mediaTrack('video')
  const filmed = mediaTrack('video')
  const screen = await room.publish(shown, { source: 'screen' })
  const camera = await room.publish(filmed, { source: 'camera' })
  assert.equal(shown.contentHint, 'detail')
  shown.remoteStop()
  filmed.remoteStop()
  await until(() => server.called('track.unpublish').length === 1, 'the screen was unpublished')
  assert.deepEqual(
    heard.localTrackEnded.map((event) => event.track),
    [screen, camera],
  )
  assert.deepEqual(room.localTracks, [camera])
})

test('a batch of subscriptions is received together and answered once', async (context) => {
  const { server, room } = await mediaScene(context)
  const heard = listen(room)
  server.own('subscription.opened', {
    mediaEpoch: 1,
    subscriptions: [subscription('s1', 'voice'), subscription('s2', 'face', 'video')],
  })
  await until(() => server.called('subscription.ready').length === 1, 'it is ready')
  assert.deepEqual(server.called('subscription.ready'), [{ room: 'lobby', subscriptions: ['s1', 's2'] }])
  assert.deepEqual(
    heard.subscribed.map((event) => [event.track.id, event.participant.id]),
    [
      ['voice', 'bob'],
      ['face', 'bob'],
    ],
  )
  assert.equal(room.participants.get('bob')?.tracks.get('voice')?.mediaTrack, heard.subscribed[0]?.mediaTrack)
  server.own('subscription.layersChanged', { subscription: 's2', spatialLayer: 1, temporalLayer: 2 })
  server.own('subscription.closed', { subscriptions: ['s1', 'unknown'] })
  await until(() => heard.unsubscribed.length === 1, 'it was closed')
  assert.equal(heard.unsubscribed[0]?.track.id, 'voice')
  assert.deepEqual(
    heard.layersChanged.map((event) => [event.track.id, event.spatialLayer, event.temporalLayer]),
    [['face', 1, 2]],
  )
  assert.equal(server.called('subscription.ready').length, 1)
})

test('one subscription that cannot be received does not keep the others from it', async (context) => {
  const { server, room } = await mediaScene(context)
  const heard = listen(room)
  const strange = subscription('s1', 'face', 'video')
  const codecs = [{ mimeType: 'video/STRANGE', payloadType: 99, clockRate: 90_000 }]
  server.own('subscription.opened', {
    mediaEpoch: 1,
    subscriptions: [{ ...strange, rtpParameters: { codecs } }, subscription('s2', 'voice')],
  })
  await until(() => server.called('subscription.ready').length === 1, 'the other is ready')
  assert.deepEqual(server.called('subscription.ready')[0]?.subscriptions, ['s2'])
  assert.equal(heard.error.length, 1)
})

test('media that comes before the news of its track is kept for it', async (context) => {
  const { server, room } = await mediaScene(context)
  const heard = listen(room)
  server.own('subscription.opened', { mediaEpoch: 1, subscriptions: [subscription('s1', 'later')] })
  await until(() => server.called('subscription.ready').length === 1, 'it is ready')
  assert.equal(heard.subscribed.length, 0)
  server.fact('track.published', { participant: 'bob', track: track('later') })
  await until(() => heard.subscribed.length === 1, 'the track came')
  assert.ok(room.participants.get('bob')?.tracks.get('later')?.mediaTrack)
})

test('a subscription closed while it is being set up never appears', async (context) => {
  const { server, room } = await mediaScene(context)
  const heard = listen(room)
  server.own('subscription.opened', { mediaEpoch: 1, subscriptions: [subscription('s1', 'voice')] })
  server.own('subscription.closed', { subscriptions: ['s1'] })
  server.own('subscription.opened', { mediaEpoch: 1, subscriptions: [subscription('s2', 'face', 'video')] })
  await until(() => server.called('subscription.ready').length > 0, 'the other is ready')
  const { mediaTrack: voice } = room.participants.get('bob')?.tracks.get('voice') ?? {}
  assert.deepEqual([voice, heard.subscribed.at(-1)?.track.id], [undefined, 'face'])
})

test('sizes that nobody looks at are not sent, and none at all when nobody looks', async (context) => {
  const { server, room, platform } = await mediaScene(context)
  await room.publish(mediaTrack('audio'), { source: 'microphone' })
  const sent = recordActive(platform)
  const camera = await room.publish(mediaTrack('video', { width: 1280, height: 720 }), { source: 'camera' })
  const demand = (height: number, track = camera.id) => server.own('track.demanded', { tracks: [{ track, height }] })
  demand(720)
  demand(0, 'unknown')
  for (const [step, height] of [360, 0, 720].entries()) {
    demand(height)
    await until(() => sent.length === step + 1, 'it was changed')
  }
  assert.deepEqual(sent, [
    [true, false],
    [false, false],
    [true, true],
  ])
})

test('a codec that this engine cannot send is no track, and a known one is announced', async (context) => {
  const { server, room } = await mediaScene(context)
  const refused = room.publish(mediaTrack('video'), { source: 'camera', codec: 'av1' })
  await assert.rejects(refused, (error) => error instanceof ParleyError && error.kind === 'unsupported')
  await room.publish(mediaTrack('video', { height: 720 }), { source: 'camera', codec: 'vp9' })
  const { codecs, encodings } = server.called('track.publish')[0]?.rtpParameters ?? {}
  assert.deepEqual([codecs?.[0]?.mimeType, encodings?.[0]?.scalabilityMode], ['video/VP9', 'L3T3_KEY'])
})

test('how well others are connected stands with them', async (context) => {
  const { server, room } = await mediaScene(context)
  const heard = listen(room)
  server.own('room.quality', { participants: [{ id: 'bob', score: 7 }] })
  server.own('room.quality', {
    participants: [
      { id: 'unknown', score: 1 },
      { id: 'bob', score: 7 },
    ],
  })
  await until(() => heard.qualityChanged.length > 0, 'it was told')
  assert.deepEqual(
    heard.qualityChanged.map(({ participant: { id }, quality }) => [id, quality]),
    [['bob', 7]],
  )
  assert.equal(room.participants.get('bob')?.quality, 7)
})

test('a topology of a newer server counts as none', async (context) => {
  const server = await serve(context)
  const parley = await dial(server)
  server.answers['room.join'] = (_params, peer) => {
    const state = roomState(server)
    // Past the checks of the test server, since today's table does not know it.
    peer.raw({ jsonrpc: '2.0', id: 2, result: { ...state, media: { topology: 'ring', epoch: 1 } } })
    return NO_ANSWER
  }
  const room = await parley.join('lobby')
  assert.equal(room.mediaState, 'none')
})

test('where there is no WebRTC a room is joined without media', async (context) => {
  const server = await serve(context, { 'room.join': () => roomState(server, { media: sfuMedia(1) }) })
  const errors: Error[] = []
  const platform = testPlatform({
    createDevice: () => Promise.reject(new Error('no WebRTC here')),
    reportError: (error) => errors.push(error),
  })
  const room = await (await dial(server, { platform })).join('lobby')
  assert.equal(room.mediaState, 'none')
  assert.equal(server.called('room.join')[0]?.rtpCapabilities, undefined)
  assert.equal(errors[0]?.message, 'no WebRTC here')
})

test('statistics are by track', async (context) => {
  const { server, room } = await mediaScene(context)
  const microphone = await room.publish(mediaTrack('audio'), { source: 'microphone' })
  server.own('subscription.opened', { mediaEpoch: 1, subscriptions: [subscription('s1', 'voice')] })
  await until(() => server.called('subscription.ready').length === 1, 'it is ready')
  const stats = await room.getStats()
  assert.equal(stats.local.get(microphone.id)?.track, microphone)
  assert.deepEqual([...stats.remote.keys()], ['voice'])
})

/** What is sent of each video from now on, by encoding, each time that it is changed. */
function recordActive({ handlers }: TestPlatform): boolean[][] {
  const changes: boolean[][] = []
  const sending = handlers.at(-1)
  assert.ok(sending)
  const send = sending.send.bind(sending)
  sending.send = async (options) => {
    const result = await send(options)
    const rtpSender = new RecordingSender(result.rtpParameters.encodings?.length ?? 0, changes)
    return { ...result, rtpSender }
  }
  return changes
}

class RecordingSender implements RTCRtpSender {
  readonly dtmf = null
  readonly track = null
  readonly transport = null
  transform = null
  readonly #encodings: RTCRtpEncodingParameters[]
  readonly #changes: boolean[][]

  constructor(encodings: number, changes: boolean[][]) {
    this.#encodings = Array.from({ length: encodings }, () => ({ active: true }))
    this.#changes = changes
  }

  getParameters(): RTCRtpSendParameters {
    return { transactionId: '', encodings: this.#encodings, codecs: [], headerExtensions: [], rtcp: {} }
  }

  async setParameters({ encodings }: RTCRtpSendParameters): Promise<void> {
    this.#changes.push(encodings.map(({ active }) => active === true))
  }

  async getStats(): Promise<RTCStatsReport> {
    return new Map()
  }

  async replaceTrack(): Promise<void> {}

  setStreams(): void {}
}
