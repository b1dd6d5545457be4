import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Refusal } from '@parley/protocol'
import { ParleyError } from './errors.ts'
import { message, participant, roomState, track } from './testing/answers.ts'
import { dial, listen, serve } from './testing/client.ts'
import { ManualClock, testPlatform, until } from './testing/platform.ts'
import { NO_ANSWER } from './testing/server.ts'

test('joining shows who is there, what was said, and who we are', async (context) => {
  const server = await serve(context, {
    'room.join': () =>
      roomState(server, {
        participants: [participant('bob', track('bobs')), participant('self-1')],
        messages: [message(4), message(5)],
        moreMessages: true,
      }),
  })
  const parley = await dial(server)
  const room = await parley.join('lobby', { name: 'Countess' })
  assert.equal(server.called('room.join')[0]?.name, 'Countess')
  assert.equal(room.state, 'joined')
  assert.equal(room.self.id, 'self-1')
  assert.deepEqual([...room.participants.keys()], ['self-1', 'bob'])
  const bob = room.participants.get('bob')
  assert.deepEqual(
    [bob?.isSelf, bob?.joinedAt, bob?.tracks.get('bobs')?.source],
    [false, new Date('2026-01-01T00:00:00.000Z'), 'microphone'],
  )
  assert.deepEqual([room.messages.map(({ id }) => id), room.moreMessages], [[4, 5], true])
  assert.equal(parley.rooms.get('lobby'), room)
})

test('facts change the room, and each is told once', async (context) => {
  const server = await serve(context)
  const room = await (await dial(server)).join('lobby')
  const heard = listen(room)
  server.fact('room.participantJoined', { participants: [participant('bob'), participant('eve')] })
  server.fact('track.published', { participant: 'bob', track: track('bobs') })
  server.fact('track.changed', { participant: 'bob', track: track('bobs', 'audio', true) })
  server.fact('room.participantLeft', { participants: [{ id: 'eve', reason: 'disconnected' }] })
  server.fact('chat.message', { message: message(1) })
  // The same fact again, as after a repeated delivery.
  server.peer.send('chat.message', { room: 'lobby', epoch: 1, seq: 5, message: message(1) })
  server.own('room.speaking', { speakers: [{ participant: 'bob', source: 'microphone', level: -30 }] })
  await until(() => heard.speaking.length === 1, 'all arrived')
  const bob = room.participants.get('bob')
  assert.deepEqual(
    heard.participantJoined.map(({ participant: { id } }) => id),
    ['bob', 'eve'],
  )
  assert.deepEqual(
    heard.participantLeft.map(({ participant: { id }, reason }) => [id, reason]),
    [['eve', 'disconnected']],
  )
  assert.equal(heard.trackPublished.length, 1)
  assert.equal(heard.trackChanged[0]?.track.muted, true)
  assert.equal(heard.message.length, 1)
  assert.equal(heard.speaking[0]?.speakers[0]?.participant, bob)
  assert.equal(room.participantCount, 2)
})

test('a missed fact leads to a new snapshot, and only the difference is told', async (context) => {
  const server = await serve(context)
  const room = await (await dial(server)).join('lobby')
  const heard = listen(room)
  server.fact('room.participantJoined', { participants: [participant('bob', track('old')), participant('eve')] })
  server.answers['room.join'] = () =>
    roomState(server, { participants: [participant('self-1'), participant('bob', track('new')), participant('zoe')] })
  server.seq++
  server.fact('chat.message', { message: message(9) })
  await until(() => heard.stateChanged.length === 2, 'the room was joined again')
  assert.deepEqual(
    heard.stateChanged.map(({ state }) => state),
    ['reconnecting', 'joined'],
  )
  assert.equal(server.called('room.leave').length, 1)
  assert.deepEqual(
    heard.participantJoined.map(({ participant: { id } }) => id),
    ['bob', 'eve', 'zoe'],
  )
  assert.deepEqual(
    heard.participantLeft.map(({ participant: { id } }) => id),
    ['eve'],
  )
  assert.deepEqual(
    heard.trackPublished.map((event) => event.track.id),
    ['old', 'new'],
  )
  assert.deepEqual(
    heard.trackUnpublished.map((event) => event.track.id),
    ['old'],
  )
  assert.ok(heard.error[0]?.error instanceof ParleyError)
})

test('what arrives together with the answer to a join is not lost', async (context) => {
  const server = await serve(context, {
    'room.join': (_params, peer) => {
      // Even before the answer: a fact that the snapshot holds already, and one that it does not.
      const state = roomState(server)
      peer.send('chat.message', { room: 'lobby', epoch: 1, seq: 0, message: message(1) })
      peer.send('chat.message', { room: 'lobby', epoch: 1, seq: 1, message: message(2) })
      return state
    },
  })
  const room = await (await dial(server)).join('lobby')
  assert.deepEqual(
    room.messages.map(({ id }) => id),
    [2],
  )
})

test('the list beyond the first page is read in the background', async (context) => {
  const server = await serve(context, {
    'room.join': () =>
      roomState(server, {
        participants: [participant('a'), participant('b')],
        nextParticipants: '2',
        participantCount: 5,
      }),
    'room.participants': ({ after }) =>
      after === '2'
        ? { participants: [participant('c'), participant('d')], next: '4' }
        : { participants: [participant('self-1')] },
  })
  const room = await (await dial(server)).join('lobby')
  assert.equal(room.participantCount, 5)
  await until(() => server.called('room.participants').length === 2, 'the last page is asked for')
  await until(() => room.participants.size === 5, 'all are known')
  assert.deepEqual(
    server.called('room.participants').map(({ after }) => after),
    ['2', '4'],
  )
  assert.equal(room.participants.get('self-1'), room.self)
})

test('once the whole list is known it is what is counted', async (context) => {
  const server = await serve(context, {
    'room.join': () =>
      roomState(server, { participants: [participant('a')], nextParticipants: '1', participantCount: 9 }),
    'room.participants': () => ({ participants: [participant('self-1')] }),
  })
  const room = await (await dial(server)).join('lobby')
  await until(() => room.participantCount === 2, 'the count is right')
})

test('who is still in the room for the server leaves it to come in with a snapshot', async (context) => {
  const server = await serve(context)
  const room = await (await dial(server)).join('lobby')
  server.answers['room.join'] = () => {
    if (server.called('room.leave').length === 0) throw new Refusal('room.alreadyJoined')
    return roomState(server)
  }
  server.peer.drop()
  await until(() => room.self.id === 'self-2', 'it is in again')
  assert.equal(server.called('room.leave').length, 1)
})

test('after a reconnect the room is entered again and differs by what happened meanwhile', async (context) => {
  const server = await serve(context)
  const room = await (await dial(server)).join('lobby')
  server.fact('room.participantJoined', { participants: [participant('bob'), participant('eve')] })
  server.fact('chat.message', { message: message(1) })
  await until(() => room.messages.length === 1, 'the message arrived')
  const { self } = room
  const bob = room.participants.get('bob')
  const heard = listen(room)
  server.answers['room.join'] = () =>
    roomState(server, {
      // The server has not yet seen that the old session is gone.
      participants: [participant('self-1'), participant('bob'), participant('zoe'), participant('self-2')],
      messages: [message(4), message(5)],
      moreMessages: true,
    })
  server.answers['chat.history'] = ({ before }) => ({
    messages: [1, 2, 3].filter((id) => id < (before ?? 0)).map((id) => message(id)),
    more: false,
  })
  server.peer.drop()
  await until(() => heard.message.length === 4, 'the missed messages arrived')
  assert.deepEqual(
    heard.stateChanged.map(({ state }) => state),
    ['reconnecting', 'joined'],
  )
  assert.equal(room.self, self)
  assert.equal(self.id, 'self-2')
  assert.equal(room.participants.get('bob'), bob)
  assert.deepEqual([...room.participants.keys()].sort(), ['bob', 'self-2', 'zoe'])
  assert.deepEqual(
    heard.participantJoined.map(({ participant: { id } }) => id),
    ['zoe'],
  )
  assert.deepEqual(
    heard.participantLeft.map(({ participant: { id } }) => id),
    ['eve'],
  )
  assert.deepEqual(
    room.messages.map(({ id }) => id),
    [1, 2, 3, 4, 5],
  )
  assert.equal(server.peer.url, '/ws?room=lobby')
})

test('after a reconnect nobody is taken for gone before the whole list was read', async (context) => {
  const server = await serve(context)
  const room = await (await dial(server)).join('lobby')
  server.fact('room.participantJoined', { participants: [participant('bob'), participant('eve')] })
  await until(() => room.participants.size === 3, 'both came')
  const heard = listen(room)
  const page = Promise.withResolvers<{ participants: ReturnType<typeof participant>[] }>()
  server.answers['room.join'] = () =>
    roomState(server, { participants: [participant('zoe')], nextParticipants: '1', participantCount: 3 })
  server.answers['room.participants'] = () => page.promise
  server.peer.drop()
  await until(() => server.called('room.participants').length === 1, 'the second page is asked for')
  assert.equal(heard.participantLeft.length, 0)
  page.resolve({ participants: [participant('bob'), participant('self-2')] })
  await until(() => heard.participantLeft.length === 1, 'somebody was gone')
  assert.equal(heard.participantLeft[0]?.participant.id, 'eve')
})

test('leaving ends the room at once and tells the server', async (context) => {
  const server = await serve(context)
  const parley = await dial(server)
  const room = await parley.join('lobby')
  const heard = listen(room)
  const leaving = room.leave()
  assert.equal(room.state, 'left')
  assert.equal(parley.rooms.size, 0)
  await Promise.all([leaving, room.leave()])
  assert.deepEqual(heard.left, [{ reason: 'left' }])
  assert.equal(server.called('room.leave').length, 1)
  await assert.rejects(room.send('too late'), (error) => error instanceof ParleyError && error.kind === 'closed')
  assert.notEqual(await parley.join('lobby'), room)
})

test('the server can end a membership, and says how', async (context) => {
  const server = await serve(context)
  const parley = await dial(server)
  const replaced = listen(await parley.join('lobby'))
  server.own('room.left', { reason: 'replaced' })
  await until(() => replaced.left.length === 1, 'the room was left')
  assert.deepEqual(replaced.left, [{ reason: 'replaced' }])
  const closed = listen(await parley.join('lobby'))
  server.fact('room.closed', {})
  await until(() => closed.left.length === 1, 'the room was closed')
  assert.deepEqual(closed.left, [{ reason: 'closed' }])
})

test('a refused join rejects, and a second join of the same room is refused here', async (context) => {
  const server = await serve(context)
  const parley = await dial(server)
  server.answers['room.join'] = () => {
    throw new Refusal('room.full')
  }
  await assert.rejects(parley.join('lobby'), (error) => error instanceof Refusal && error.reason === 'room.full')
  assert.equal(parley.rooms.size, 0)
  server.answers['room.join'] = () => roomState(server)
  await parley.join('lobby')
  await assert.rejects(
    parley.join('lobby'),
    (error) => error instanceof Refusal && error.reason === 'room.alreadyJoined',
  )
})

test('a join can be aborted, and the server hears that we are not coming', async (context) => {
  const server = await serve(context, { 'room.join': () => NO_ANSWER })
  const parley = await dial(server)
  const giveUp = new AbortController()
  const joining = parley.join('lobby', { signal: giveUp.signal })
  await until(() => server.called('room.join').length === 1, 'the join arrived')
  giveUp.abort()
  await assert.rejects(joining, (error) => error instanceof ParleyError && error.kind === 'aborted')
  await until(() => server.called('room.leave').length === 1, 'the server heard')
  assert.equal(parley.rooms.size, 0)
})

test('a join that timed out can be repeated: the server hears that we are not coming', async (context) => {
  const server = await serve(context, { 'room.join': () => NO_ANSWER })
  const clock = new ManualClock()
  const platform = testPlatform({ now: clock.now, setTimer: clock.setTimer })
  const parley = await dial(server, { platform })
  const joining = parley.join('lobby')
  joining.catch(() => {})
  await until(() => server.called('room.join').length === 1, 'the join arrived')
  clock.advance(10_000)
  await assert.rejects(joining, (error) => error instanceof ParleyError && error.kind === 'timeout')
  await until(() => server.called('room.leave').length === 1, 'the server heard of it')
  server.answers['room.join'] = () => roomState(server)
  const room = await parley.join('lobby')
  assert.equal(parley.rooms.get('lobby'), room)
})

test('a refused join leaves nothing behind to leave', async (context) => {
  const server = await serve(context, {
    'room.join': () => {
      throw new Refusal('room.full')
    },
  })
  const parley = await dial(server)
  await assert.rejects(parley.join('lobby'), Refusal)
  await parley.call('session.ping', {})
  assert.deepEqual(server.called('room.leave'), [])
})

test('after a reconnect a full room is tried again, a forbidden one is over', async (context) => {
  const server = await serve(context)
  const room = await (await dial(server)).join('lobby')
  const heard = listen(room)
  const reasons: ('room.full' | 'session.forbidden')[] = ['room.full', 'session.forbidden']
  server.answers['room.join'] = () => {
    throw new Refusal(reasons.shift() ?? 'room.full')
  }
  server.peer.drop()
  await until(() => heard.left.length === 1, 'it gave up')
  const [left] = heard.left
  assert.equal(left?.reason, 'refused')
  assert.ok(left.error instanceof Refusal && left.error.reason === 'session.forbidden')
})

test('closing the connection leaves the rooms', async (context) => {
  const server = await serve(context)
  const parley = await dial(server)
  const heard = listen(await parley.join('lobby'))
  await Promise.all([parley.close(), parley.close()])
  assert.deepEqual(heard.left, [{ reason: 'left' }])
  assert.equal(server.called('room.leave').length, 1)
  await assert.rejects(parley.join('other'), (error) => error instanceof ParleyError && error.kind === 'closed')
})

test('a connection that is lost for good ends its rooms with the cause', async (context) => {
  const server = await serve(context)
  const heard = listen(await (await dial(server)).join('lobby'))
  server.peer.drop(4502, 'misbehaved')
  await until(() => heard.left.length === 1, 'the room ended')
  assert.equal(heard.left[0]?.reason, 'closed')
  assert.match(heard.left[0]?.error?.message ?? '', /misbehaved/)
})

test('a listener that throws is heard by error listeners, or by the platform', async (context) => {
  const server = await serve(context)
  const reported: Error[] = []
  const platform = testPlatform({ reportError: (error) => reported.push(error) })
  const room = await (await dial(server, { platform })).join('lobby')
  room.on('message', () => {
    throw new Error('bad listener')
  })
  await room.send('one')
  assert.equal(reported[0]?.message, 'bad listener')
  const errors: Error[] = []
  room.on('error', ({ error }) => errors.push(error))
  await room.send('two')
  assert.equal(errors[0]?.message, 'bad listener')
  assert.equal(reported.length, 1)
})

test('what was under way in the background when the socket was lost is no error', async (context) => {
  const bob = participant('bob', track('face', 'video'))
  const server = await serve(context, {
    'room.join': () => roomState(server, { participants: [participant(`self-${server.peers.length}`), bob] }),
    'room.view': (_params, peer) => (peer === server.peers[0] ? NO_ANSWER : {}),
  })
  const reported: Error[] = []
  const platform = testPlatform({ reportError: (error) => reported.push(error) })
  const room = await (await dial(server, { platform })).join('lobby')
  room.view([{ track: 'face', width: 320, height: 180 }])
  await until(() => server.called('room.view').length === 1, 'the view is under way')
  server.peer.drop()
  await until(() => server.called('room.view').length === 2, 'the view was told again')
  assert.deepEqual(reported, [])
})
