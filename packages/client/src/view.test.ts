import assert from 'node:assert/strict'
import { test } from 'node:test'
import { participant, roomState, sfuMedia, track } from './testing/answers.ts'
import { dial, listen, serve } from './testing/client.ts'
import { until } from './testing/platform.ts'

test('views are told once, when they differ, and again after a reconnect for tracks that still exist', async (context) => {
  const videos = [track('a', 'video'), track('b', 'video')]
  const server = await serve(context, {
    'room.join': () => roomState(server, { participants: [participant('self-1'), participant('bob', ...videos)] }),
  })
  const room = await (await dial(server)).join('lobby')
  const heard = listen(room)
  room.view([{ track: 'a', width: 100, height: 100 }])
  room.view([
    { track: 'a', width: 320.4, height: 180 },
    { track: 'b', width: 10, height: 10, priority: 300 },
    { track: 'unknown', width: 1, height: 1 },
  ])
  await until(() => server.called('room.view').length === 1, 'the view was told')
  room.view([
    { track: 'b', width: 10, height: 10, priority: 255 },
    { track: 'a', width: 320, height: 180 },
  ])
  server.answers['room.join'] = () =>
    roomState(server, { participants: [participant('self-2'), participant('bob', track('a', 'video'))] })
  server.peer.drop()
  await until(() => server.called('room.view').length === 2, 'the view was told again')
  assert.deepEqual(
    server.called('room.view').map(({ view }) => view),
    [
      [
        { track: 'b', width: 10, height: 10, priority: 255 },
        { track: 'a', width: 320, height: 180 },
      ],
      [{ track: 'a', width: 320, height: 180 }],
    ],
  )
  assert.deepEqual(heard.error, [])
})

test('a track that is wanted before it is there is asked for when it comes', async (context) => {
  const server = await serve(context)
  const room = await (await dial(server)).join('lobby')
  room.view([{ track: 'later', width: 1, height: 1 }])
  server.fact('room.participantJoined', { participants: [participant('bob')] })
  server.fact('track.published', { participant: 'bob', track: track('later', 'video') })
  await until(() => server.called('room.view').length === 1, 'the view was told')
})

test('a view is told again when media was set up anew', async (context) => {
  const bob = participant('bob', track('a', 'video'))
  const server = await serve(context, {
    'room.join': () => roomState(server, { participants: [participant('self-1'), bob], media: sfuMedia(1) }),
  })
  const room = await (await dial(server)).join('lobby')
  room.view([{ track: 'a', width: 320, height: 180 }])
  await until(() => server.called('room.view').length === 1, 'the view was told')
  server.own('media.opened', { media: sfuMedia(2) })
  await until(() => server.called('room.view').length === 2, 'the view was told again')
  assert.deepEqual(server.called('room.view')[1], server.called('room.view')[0])
})
