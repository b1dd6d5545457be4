import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { Refusal, type Resumed } from '@parley/protocol'
import { helloResult, message, participant, roomState, sfuMedia, subscription, track } from './testing/answers.ts'
import { dial, listen, serve } from './testing/client.ts'
import { mediaTrack, testPlatform, until } from './testing/platform.ts'
import { type Answers, NO_ANSWER, type TestServer } from './testing/server.ts'

const bob = participant('bob')

/** A client in a room with Bob, whose session can be carried on. `resumed` says what became of the room. */
async function scene(
  context: TestContext,
  resumed: (server: TestServer) => Resumed,
  answers: (server: TestServer) => Answers = () => ({}),
) {
  const server: TestServer = await serve(context, {
    'session.hello': () => ({ ...helloResult(), resumeToken: 'token', graceMs: 30_000 }),
    'room.join': () => roomState(server, { participants: [participant('me'), bob], participant: 'me', seq: 7 }),
    'session.resume': () => ({
      session: 'session-1',
      grants: helloResult().grants,
      rooms: [resumed(server)],
      iceServers: [],
    }),
  })
  Object.assign(server.answers, answers(server))
  server.seq = 7
  const hidden: (() => void)[] = []
  const platform = testPlatform({
    onPageHidden(listener) {
      hidden.push(listener)
      return () => {}
    },
  })
  const parley = await dial(server, { platform })
  const room = await parley.join('lobby')
  return { server, parley, room, platform, hide: () => hidden[0]?.() }
}

const replayed = (): Resumed => ({ room: 'lobby', outcome: 'replayed' })

test('a lost socket is replaced under the same session: it says where it was, and what it missed follows', async (context) => {
  const { server, room } = await scene(context, replayed)
  const heard = listen(room)
  server.fact('chat.message', { message: message(1) })
  server.own('track.demanded', { tracks: [] })
  await until(() => heard.message.length === 1, 'a message was heard')
  server.peer.drop()
  await until(() => room.state === 'joined' && server.peers.length === 2, 'it is back')
  assert.deepEqual(server.called('session.resume'), [
    { resumeToken: 'token', received: 2, rooms: [{ room: 'lobby', epoch: 1, seq: 8 }] },
  ])
  server.fact('chat.message', { message: message(2) })
  await until(() => heard.message.length === 2, 'the next message was heard')
  assert.deepEqual(
    heard.stateChanged.map(({ state }) => state),
    ['reconnecting', 'joined'],
  )
  assert.equal(server.called('session.hello').length, 1)
  assert.equal(server.called('room.join').length, 1)
  assert.deepEqual([heard.participantJoined, heard.participantLeft, heard.error], [[], [], []])
  assert.equal(room.self.id, 'me')
})

test('what comes in one breath with the answer is applied after it, and counted', async (context) => {
  const { server, room } = await scene(context, replayed, (server) => ({
    'session.resume': (_params, peer) => {
      queueMicrotask(() => {
        for (const id of [1, 2]) {
          server.seq++
          const at = { room: 'lobby', epoch: 1, seq: server.seq }
          peer.send('chat.message', { ...at, message: message(id) })
        }
      })
      return { session: 'session-1', grants: helloResult().grants, rooms: [replayed()], iceServers: [] }
    },
  }))
  const heard = listen(room)
  server.peer.drop()
  await until(() => heard.message.length === 2, 'both were heard')
  server.peer.drop()
  await until(() => server.called('session.resume').length === 2, 'it comes back once more')
  assert.equal(server.called('session.resume')[1]?.received, 2)
})

test('a session that is gone is followed by another one over the same socket, and the room is joined again', async (context) => {
  const { server, room } = await scene(context, replayed, () => ({
    'session.resume': () => {
      throw new Refusal('session.gone')
    },
  }))
  const heard = listen(room)
  await room.publish(mediaTrack('audio'), { source: 'microphone' }).catch(() => {})
  server.peer.drop()
  await until(() => server.called('room.join').length === 2, 'the room is joined again')
  await until(() => room.state === 'joined', 'it is back')
  assert.equal(server.peers.length, 2)
  assert.deepEqual(
    heard.stateChanged.map(({ state }) => state),
    ['reconnecting', 'joined'],
  )
  server.peer.drop()
  await until(() => server.called('session.resume').length === 2, 'the new session is carried on too')
})

test('a snapshot brings what is known in line, and keeps the transports that are still the same', async (context) => {
  const media = sfuMedia(1)
  const voice = track('voice')
  const snapshot = (server: TestServer): Resumed => ({
    room: 'lobby',
    outcome: 'snapshot',
    state: roomState(server, {
      participant: 'me',
      participants: [participant('me'), participant('bob', voice), participant('eve')],
      seq: 40,
      media,
    }),
    subscriptions: [subscription('s2', 'voice')],
  })
  const { server, room, platform } = await scene(context, snapshot, (server) => ({
    'room.join': (_params, peer) =>
      roomState(server, {
        participant: 'me',
        participants: [participant('me'), participant('bob', voice)],
        seq: peer === server.peers[0] ? 7 : 0,
        media,
      }),
  }))
  const heard = listen(room)
  server.own('subscription.opened', { mediaEpoch: 1, subscriptions: [subscription('s1', 'voice')] })
  await until(() => heard.subscribed.length === 1, 'it is subscribed')
  server.peer.drop()
  await until(() => heard.subscribed.length === 2, 'the new subscription is received')
  assert.deepEqual(
    heard.participantJoined.map(({ participant: { id } }) => id),
    ['eve'],
  )
  assert.equal(heard.unsubscribed.length, 1)
  assert.equal(platform.handlers.length, 1)
  server.seq = 40
  server.fact('chat.message', { message: message(9) })
  await until(() => heard.message.length === 1, 'facts go on after the snapshot')
  assert.deepEqual(server.called('subscription.ready').at(-1)?.subscriptions, ['s2'])
})

test('a room that is gone meanwhile is left with its reason', async (context) => {
  const { server, parley, room } = await scene(context, () => ({ room: 'lobby', outcome: 'gone', reason: 'removed' }))
  const heard = listen(room)
  server.peer.drop()
  await until(() => room.state === 'left', 'it is left')
  assert.deepEqual(heard.left, [{ reason: 'removed' }])
  assert.equal(parley.rooms.size, 0)
})

test('a server that goes away takes its sessions along: hello is said to the next one', async (context) => {
  const { server } = await scene(context, replayed)
  server.peer.drop(1001)
  await until(() => server.called('room.join').length === 2, 'the room is joined again')
  assert.equal(server.called('session.resume').length, 0)
})

test('closing ends the session, and a page that goes does so too', async (context) => {
  const { server, parley, hide } = await scene(context, replayed)
  hide()
  await until(() => server.called('session.end').length === 1, 'the session was ended')
  await until(() => server.called('room.join').length === 2, 'a page that comes back begins anew')
  assert.equal(server.called('session.resume').length, 0)
  await parley.close()
  await until(() => server.called('session.end').length === 2, 'the session was ended')
})

test('a track whose publishing was answered to a lost socket is published once, whatever the server did', async (context) => {
  let count = 0
  const media = sfuMedia(1)
  const { server, room } = await scene(context, replayed, (server) => ({
    'room.join': () => roomState(server, { participants: [participant('me')], participant: 'me', seq: 7, media }),
    'track.publish': (_params, peer) => {
      count++
      const published = track(`mine-${count}`)
      server.fact('track.published', { participant: 'me', track: published })
      if (peer !== server.peers[0]) return { track: published.id }
      setImmediate(() => peer.drop())
      return NO_ANSWER
    },
  }))
  const microphone = await room.publish(mediaTrack('audio'), { source: 'microphone' })
  assert.equal(microphone.id, 'mine-2')
  await until(() => server.called('track.unpublish').length === 1, 'the one without an answer was ended')
  assert.deepEqual(server.called('track.unpublish'), [{ room: 'lobby', track: 'mine-1' }])
})

test('what was said while the socket died is said again: muting, what can be received, fingerprints', async (context) => {
  const media = sfuMedia(1)
  let isDying = false
  const swallow = <T>(answer: T) => (isDying ? NO_ANSWER : answer)
  const { server, room } = await scene(context, replayed, (server) => ({
    'room.join': () =>
      roomState(server, {
        participants: [participant('me'), participant('bob', track('voice'))],
        participant: 'me',
        seq: 7,
        media,
      }),
    'track.setMuted': () => swallow({}),
  }))
  const heard = listen(room)
  const microphone = await room.publish(mediaTrack('audio'), { source: 'microphone' })
  server.own('subscription.opened', { mediaEpoch: 1, subscriptions: [subscription('s1', 'voice')] })
  await until(() => heard.subscribed.length === 1, 'it is subscribed')
  isDying = true
  const muting = microphone.mute()
  await until(() => server.called('track.setMuted').length === 1, 'it was said')
  isDying = false
  server.peer.drop()
  await muting
  await until(() => server.called('track.setMuted').length === 2, 'it was said again')
  await until(() => server.called('subscription.ready').length === 2, 'what can be received is said again')
  assert.equal(server.called('track.publish').length, 1)
})

test('others who lose their connection are seen to be coming back', async (context) => {
  const { server, room } = await scene(context, replayed)
  const heard = listen(room)
  const { tracks: _, ...presence } = bob
  server.fact('room.participantChanged', { participants: [{ ...presence, reconnecting: true }] })
  await until(() => heard.participantChanged.length === 1, 'it was told')
  assert.equal(room.participants.get('bob')?.reconnecting, true)
  server.fact('room.participantChanged', { participants: [presence] })
  await until(() => heard.participantChanged.length === 2, 'it was told')
  assert.equal(room.participants.get('bob')?.reconnecting, false)
})
