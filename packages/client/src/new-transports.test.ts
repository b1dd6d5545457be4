import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Refusal } from '@parley/protocol'
import { sfuMedia, subscription } from './testing/answers.ts'
import { listen } from './testing/client.ts'
import { ManualClock, mediaTrack, until } from './testing/platform.ts'
import { mediaScene } from './testing/scene.ts'
import { NO_ANSWER } from './testing/server.ts'

test('new transports: the same tracks under the same ids, and what is of the old ones is ignored', async (context) => {
  const { server, room, platform } = await mediaScene(context)
  const heard = listen(room)
  const microphone = await room.publish(mediaTrack('audio'), { source: 'microphone' })
  await microphone.mute()
  server.own('subscription.opened', { mediaEpoch: 1, subscriptions: [subscription('s1', 'voice')] })
  await until(() => heard.subscribed.length === 1, 'it is subscribed')
  const voice = room.participants.get('bob')?.tracks.get('voice')
  const before = voice?.mediaTrack
  server.own('media.opened', { media: sfuMedia(2) })
  await until(() => server.called('track.publish').length === 2, 'the track was published again')
  const again = server.called('track.publish')[1]
  assert.deepEqual([again?.track, again?.muted], ['track-1', true])
  assert.equal(microphone.id, 'track-1')
  server.own('subscription.opened', { mediaEpoch: 1, subscriptions: [subscription('stale', 'face', 'video')] })
  server.own('subscription.opened', { mediaEpoch: 2, subscriptions: [subscription('s2', 'voice')] })
  await until(() => heard.subscribed.length === 2, 'it is subscribed again')
  assert.notEqual(voice?.mediaTrack, before)
  assert.equal(voice?.mediaTrack, heard.subscribed[1]?.mediaTrack)
  await until(() => server.called('transport.connect').length === 4, 'all four transports are connected')
  assert.deepEqual(
    server.called('transport.connect').map(({ transport }) => transport),
    ['send-1', 'receive-1', 'send-2', 'receive-2'],
  )
  assert.equal(platform.handlers.length, 4)
  assert.equal(before?.readyState, 'ended')
})

test('what is muted while it is being published again is muted for the others too', async (context) => {
  const { server, room } = await mediaScene(context)
  const microphone = await room.publish(mediaTrack('audio'), { source: 'microphone' })
  const answer = Promise.withResolvers<{ track: string }>()
  server.answers['track.publish'] = () => answer.promise
  server.peer.drop()
  await until(() => server.called('track.publish').length === 2, 'it is being published again')
  await microphone.mute()
  assert.equal(server.called('track.setMuted').length, 0)
  answer.resolve({ track: 'again' })
  await until(() => server.called('track.setMuted').length === 1, 'the muting was told')
  assert.deepEqual(server.called('track.setMuted'), [{ room: 'lobby', track: 'again', muted: true }])
})

test('without media publishing is refused here; when media comes back the tracks do too', async (context) => {
  const { server, room } = await mediaScene(context)
  const heard = listen(room)
  const microphone = await room.publish(mediaTrack('audio'), { source: 'microphone' })
  server.own('media.opened', { media: { topology: 'none', epoch: 2 } })
  await until(() => room.mediaState === 'none', 'media is away')
  await assert.rejects(
    room.publish(mediaTrack('audio'), { source: 'microphone' }),
    (error) => error instanceof Refusal && error.reason === 'media.unavailable',
  )
  assert.deepEqual(room.localTracks, [microphone])
  server.own('media.opened', { media: sfuMedia(3) })
  await until(() => server.called('track.publish').length === 2, 'the track was published again')
  assert.equal(server.called('track.publish')[1]?.track, 'track-1')
  assert.deepEqual(heard.localTrackUnpublished, [])
})

test('after a reconnect the tracks are published again, with new ids', async (context) => {
  const { server, room } = await mediaScene(context)
  const microphone = await room.publish(mediaTrack('audio'), { source: 'microphone' })
  const heard = listen(room)
  server.peer.drop()
  await until(() => room.state === 'reconnecting', 'the loss is seen')
  assert.equal(room.mediaState, 'interrupted')
  await microphone.mute()
  await until(() => microphone.id === 'track-2', 'it was published again')
  assert.equal('track' in (server.called('track.publish')[1] ?? {}), false)
  assert.equal(server.called('track.publish')[1]?.muted, true)
  assert.deepEqual(room.localTracks, [microphone])
  assert.equal(heard.localTrackChanged.at(-1)?.track, microphone)
})

test('a track whose announcement was lost with the socket is published after the reconnect', async (context) => {
  const { server, room } = await mediaScene(context)
  server.answers['track.publish'] = (_params, peer) => {
    if (peer !== server.peers[0]) return { track: 'second' }
    peer.drop()
    return NO_ANSWER
  }
  const microphone = await room.publish(mediaTrack('audio'), { source: 'microphone' })
  assert.equal(microphone.id, 'second')
})

test('the state of media follows the transports', async (context) => {
  const { server, room, platform } = await mediaScene(context)
  assert.equal(room.mediaState, 'connected')
  const heard = listen(room)
  await room.publish(mediaTrack('audio'), { source: 'microphone' })
  const send = platform.handlers[1]
  send?.setConnectionState('connected')
  send?.setConnectionState('disconnected')
  send?.setConnectionState('connected')
  assert.deepEqual(
    heard.mediaStateChanged.map(({ mediaState }) => mediaState),
    ['connecting', 'connected', 'interrupted', 'connected'],
  )
  assert.equal(server.called('room.join').length, 1)
  send?.setConnectionState('failed')
  await until(() => server.called('transport.restartIce').length === 1, 'another way is sought for it')
  assert.deepEqual(server.called('transport.restartIce'), [{ room: 'lobby', transport: 'send-1' }])
  assert.equal(server.called('track.publish').length, 1)
})

test('transports that restarting ICE does not help are replaced by joining again', async (context) => {
  const clock = new ManualClock()
  const { server, room, platform } = await mediaScene(context, sfuMedia(1), {
    now: clock.now,
    setTimer: clock.setTimer,
  })
  await room.publish(mediaTrack('audio'), { source: 'microphone' })
  const send = platform.handlers[1]
  send?.setConnectionState('connected')
  send?.setConnectionState('disconnected')
  clock.advance(999)
  assert.equal(server.called('transport.restartIce').length, 0)
  for (const restarts of [1, 2, 3]) {
    clock.advance(8_000)
    await until(() => server.called('transport.restartIce').length === restarts, 'another way is sought')
    await until(() => clock.waiting > 0, 'it waits for the effect')
  }
  await until(() => {
    clock.advance(8_000)
    return server.called('track.publish').length === 2
  }, 'the room is joined again')
})

test('another network is another way: ICE is restarted at once for the transports that were in use', async (context) => {
  const changes: (() => void)[] = []
  const { server, room, platform } = await mediaScene(context, sfuMedia(1), {
    onNetworkChanged(listener) {
      changes.push(listener)
      return () => {}
    },
  })
  await room.publish(mediaTrack('audio'), { source: 'microphone' })
  platform.handlers[1]?.setConnectionState('connected')
  for (let change = 1; change <= 5; change++) {
    changes[0]?.()
    await until(() => server.called('transport.restartIce').length === change, 'another way is sought')
  }
  assert.equal(server.called('transport.restartIce')[4]?.transport, 'send-1')
  assert.equal(server.called('room.join').length, 1)
})

test('a refused transport.connect interrupts media and is told', async (context) => {
  const { server, room } = await mediaScene(context)
  const heard = listen(room)
  server.answers['transport.connect'] = () => {
    throw new Refusal('transport.notFound')
  }
  await room.publish(mediaTrack('audio'), { source: 'microphone' })
  await until(() => room.mediaState === 'interrupted', 'it is seen')
  assert.equal(heard.error.length, 1)
})
