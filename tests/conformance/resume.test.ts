// A session that outlives its socket: carried on by its token, told what it missed, and nobody else sees it leave.

import assert from 'node:assert/strict'
import { it } from 'node:test'
import { closeCodes } from '@parley/protocol'
import { refused } from '../wire-client.ts'
import { lasting } from './lasting.ts'
import { microphone } from './media-parameters.ts'
import { conformance, eventually, freshRoom, inEachEncoding, withAnyServer, withServer } from './place.ts'

conformance('a session whose socket is lost', (place) => {
  it('is told how long it is kept, and gets a token, if it knows what to do with one', async () => {
    await using ada = await lasting(place)
    const { resumeToken, graceMs = 0, capabilities } = ada.hello
    assert.ok(resumeToken !== undefined && graceMs > 0 && capabilities.includes('resume'))
    await using bob = await place.guest()
    assert.deepEqual([bob.greeting?.resumeToken, bob.greeting?.graceMs], [undefined, 0])
  })

  it('goes on over another socket with the facts that it missed, in their order, each once', async () => {
    const room = freshRoom()
    await using ada = await lasting(place)
    await using bob = await place.guest('Bob')
    const { participant } = await ada.join(room)
    await bob.join(room)
    await ada.client.heard('room.participantJoined', ({ participants }) =>
      participants.some(({ name }) => name === 'Bob'),
    )
    await ada.lose()
    const lost = await bob.heard('room.participantChanged', ({ participants: [one] }) => one?.reconnecting === true)
    assert.deepEqual(
      lost.participants.map(({ id }) => id),
      [participant],
    )
    for (const text of ['one', 'two', 'three']) await bob.call('chat.send', { room, text })
    const { session, rooms } = await ada.resume()
    assert.equal(session, ada.hello.session)
    assert.deepEqual(rooms, [{ room, outcome: 'replayed' }])
    await bob.heard(
      'room.participantChanged',
      ({ participants: [one] }) => one?.id === participant && !one.reconnecting,
    )
    await bob.call('chat.send', { room, text: 'four' })
    await ada.client.heard('chat.message', ({ message }) => message.text === 'four')
    assert.deepEqual(ada.heardTexts(), ['one', 'two', 'three', 'four'])
    assert.deepEqual(bob.told('room.participantLeft'), [])
    await ada.client.call('chat.send', { room, text: 'I am here' })
  })

  it('is given a snapshot where its position is of no use', async () => {
    const room = freshRoom()
    await using ada = await lasting(place)
    const { participant, epoch, seq } = await ada.join(room)
    for (const wrong of [
      { epoch: epoch + 1, seq },
      { epoch, seq: seq + 1_000 },
    ]) {
      await ada.lose()
      const { rooms } = await ada.resume([
        { room, ...wrong },
        { room, ...wrong },
      ])
      const [one, again] = rooms
      assert.equal(again, undefined, 'a room that is named twice is told once')
      assert.ok(one?.outcome === 'snapshot')
      assert.equal(one.state.participant, participant)
      assert.deepEqual(one.subscriptions, [])
      assert.deepEqual(
        one.state.participants.map(({ id }) => id),
        [participant],
      )
      await ada.client.call('chat.send', { room, text: 'as it is now' })
    }
  })

  it('is told of a room that it is in no longer, and leaves those that it does not name', async () => {
    const [kept, forgotten] = [freshRoom(), freshRoom()]
    await using ada = await lasting(place)
    await using bob = await place.guest()
    await bob.join(forgotten)
    await ada.join(kept)
    const { participant } = await ada.join(forgotten)
    const position = ada.positions().filter(({ room }) => room === kept)
    await ada.lose()
    const { rooms } = await ada.resume([...position, { room: 'never joined', epoch: 1, seq: 1 }])
    assert.deepEqual(rooms, [
      { room: kept, outcome: 'replayed' },
      { room: 'never joined', outcome: 'gone', reason: 'disconnected' },
    ])
    const { participants } = await bob.heard('room.participantLeft')
    assert.deepEqual(participants, [{ id: participant, reason: 'left' }])
  })

  it('is told why it was put out of a room meanwhile', async () => {
    const room = freshRoom()
    await using bob = await place.guest()
    await bob.join(room)
    await using ada = await lasting(place)
    const { participant } = await ada.join(room)
    await ada.lose()
    await bob.heard('room.participantChanged', ({ participants }) => participants.some(({ id }) => id === participant))
    await bob.call('participant.remove', { room, participant })
    const { rooms } = await ada.resume()
    assert.deepEqual(rooms, [{ room, outcome: 'gone', reason: 'removed' }])
    await ada.client.call('session.ping', {})
    assert.deepEqual(ada.client.told('room.left'), [])
  })

  it('is carried on by the newest socket; the one before is closed and does not come back', async () => {
    const room = freshRoom()
    await using ada = await lasting(place)
    await using bob = await place.guest()
    await bob.join(room)
    await ada.join(room)
    const before = ada.client
    await ada.resume()
    assert.equal((await before.closed).code, closeCodes.replaced.code)
    await ada.client.call('chat.send', { room, text: 'from the new one' })
    assert.deepEqual(bob.told('room.participantChanged'), [])
    assert.deepEqual(bob.told('room.participantLeft'), [])
  })

  it('survives exactly once when several sockets ask for it in the same moment', async () => {
    const room = freshRoom()
    await using ada = await lasting(place)
    await using bob = await place.guest('Bob')
    await ada.join(room)
    await bob.join(room)
    await ada.client.heard('room.participantJoined', ({ participants }) =>
      participants.some(({ name }) => name === 'Bob'),
    )
    const { resumeToken = '' } = ada.hello
    const request = { resumeToken, received: ada.received(), rooms: ada.positions() }
    await ada.lose()
    await bob.call('chat.send', { room, text: 'missed' })
    await using crowd = new AsyncDisposableStack()
    const sockets = await Promise.all(Array.from({ length: 8 }, () => place.socket({ unaware: true })))
    for (const socket of sockets) crowd.use(socket)
    const answers = await Promise.allSettled(sockets.map((socket) => socket.call('session.resume', request)))
    assert.ok(answers.some(({ status }) => status === 'fulfilled'))
    const open = () => sockets.filter(({ webSocket }) => webSocket.readyState === webSocket.OPEN)
    await eventually('all but one to be closed', () => open().length === 1)
    const [survivor] = open()
    assert.ok(survivor !== undefined)
    await survivor.heard('chat.message', ({ message }) => message.text === 'missed')
    assert.equal(survivor.told('chat.message').length, 1)
    await survivor.call('chat.send', { room, text: 'the survivor' })
    const closed = await Promise.all(sockets.filter((socket) => socket !== survivor).map((socket) => socket.closed))
    assert.deepEqual(new Set(closed.map(({ code }) => code)), new Set([closeCodes.replaced.code]))
    assert.deepEqual(bob.told('room.participantLeft'), [])
  })

  it('is not given to who has a wrong, a forged or a spent token', async () => {
    await using ada = await lasting(place)
    const { resumeToken = '', session } = ada.hello
    const [id, signature = ''] = resumeToken.split('.')
    const flipped = `${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`
    const forged = [
      'x',
      '.',
      `${id}.`,
      `.${signature}`,
      `${id}.${flipped}`,
      `${resumeToken}A`,
      `other.${signature}`,
      session,
    ]
    await using thief = await place.socket()
    for (const token of forged)
      await assert.rejects(
        thief.call('session.resume', { resumeToken: token, received: 0, rooms: [] }),
        refused('session.gone'),
        token,
      )
    await ada.client.call('session.ping', {})
    await thief.hello()
    await assert.rejects(
      thief.call('session.resume', { resumeToken, received: 0, rooms: [] }),
      refused('session.alreadyGreeted'),
    )
    ada.client.tell('session.end', {})
    await using late = await place.socket()
    await eventually('the session to have ended', async () => {
      const answer = await late.request('session.resume', { resumeToken, received: 0, rooms: [] })
      return 'error' in answer && answer.error.data?.reason === 'session.gone'
    })
    await late.hello()
  })

  it('ends at once when its client says so, and does nothing more', async () => {
    const room = freshRoom()
    await using ada = await lasting(place)
    await using bob = await place.guest()
    await bob.join(room)
    const { participant } = await ada.join(room)
    ada.client.tell('session.end', {})
    const { participants } = await bob.heard('room.participantLeft')
    assert.deepEqual(participants, [{ id: participant, reason: 'left' }])
    await assert.rejects(ada.client.join(room), refused('session.gone'))
  })

  for (const code of [1000, 1001, undefined]) {
    it(`ends at once when its client closes with ${code ?? 'no code'}`, async () => {
      const room = freshRoom()
      await using ada = await lasting(place)
      await using bob = await place.guest()
      await bob.join(room)
      await ada.join(room)
      ada.client.webSocket.close(code)
      await bob.heard('room.participantLeft')
      assert.deepEqual(bob.told('room.participantChanged'), [])
    })
  }

  it('waits when its client closes for any other reason', async () => {
    const room = freshRoom()
    await using ada = await lasting(place)
    await using bob = await place.guest()
    await bob.join(room)
    await ada.join(room)
    ada.client.webSocket.close(4000)
    await bob.heard('room.participantChanged')
    await ada.resume()
    assert.deepEqual(bob.told('room.participantLeft'), [])
  })

  it('is in no room into which it was let while nobody listened', async () => {
    const room = freshRoom()
    await using ada = await lasting(place)
    ada.client.join(room).catch(() => undefined)
    await ada.lose()
    const { rooms } = await ada.resume([])
    assert.deepEqual(rooms, [])
    const { participants } = await ada.client.join(room)
    assert.equal(participants.length, 1)
  })
})

conformance('what was missed of media', (place) => {
  it('follows in its place: a subscription after the news of its track', async () => {
    const room = freshRoom()
    await using ada = await lasting(place, { capabilities: ['resume', 'sfu', 'media.reopen'] })
    await using bob = await place.socket()
    const hello = await bob.hello({ capabilities: ['sfu'] })
    await ada.join(room, { rtpCapabilities: ada.hello.rtpCapabilities })
    await bob.join(room, { rtpCapabilities: hello.rtpCapabilities })
    await ada.lose()
    await bob.heard('room.participantChanged')
    const { track } = await bob.call('track.publish', microphone(room))
    await bob.call('chat.send', { room, text: 'after it' })
    const { rooms } = await ada.resume()
    assert.deepEqual(rooms, [{ room, outcome: 'replayed' }])
    const { subscriptions } = await ada.client.heard('subscription.opened')
    assert.deepEqual(
      subscriptions.map((subscription) => subscription.track),
      [track],
    )
    const order = ada.client.notifications.map(({ method }) => method)
    assert.ok(order.indexOf('track.published') < order.indexOf('subscription.opened'))
    ada.client.tell('subscription.ready', { room, subscriptions: subscriptions.map(({ id }) => id) })
    await ada.client.call('session.ping', {})
  })

  it('was told to a dead line: by the count of what arrived the server knows what to tell again', async () => {
    const room = freshRoom()
    await using ada = await lasting(place, { capabilities: ['resume', 'sfu', 'media.reopen'] })
    await using bob = await place.socket()
    const hello = await bob.hello({ capabilities: ['sfu'] })
    await ada.join(room, { rtpCapabilities: ada.hello.rtpCapabilities })
    await bob.join(room, { rtpCapabilities: hello.rtpCapabilities })
    await bob.call('track.publish', microphone(room))
    const told = await ada.client.heard('subscription.opened')
    const before = ada.client.notifications.findIndex(({ method }) => method === 'subscription.opened')
    await ada.resume(ada.positions(), before)
    assert.deepEqual(await ada.client.heard('subscription.opened'), told)
    await ada.resume()
    await ada.client.call('session.ping', {})
    assert.deepEqual(ada.client.told('subscription.opened'), [])
  })

  it('is in the snapshot, with the transports that are still the same', async () => {
    const room = freshRoom()
    await using ada = await lasting(place, { capabilities: ['resume', 'sfu', 'media.reopen'] })
    await using bob = await place.socket()
    const hello = await bob.hello({ capabilities: ['sfu'] })
    const { media, epoch } = await ada.join(room, { rtpCapabilities: ada.hello.rtpCapabilities })
    await bob.join(room, { rtpCapabilities: hello.rtpCapabilities })
    await bob.call('track.publish', microphone(room))
    const { subscriptions } = await ada.client.heard('subscription.opened')
    await ada.lose()
    const { rooms } = await ada.resume([{ room, epoch: epoch + 1, seq: 0 }])
    const [one] = rooms
    assert.ok(one?.outcome === 'snapshot')
    assert.deepEqual(one.subscriptions, subscriptions)
    assert.deepEqual(one.state.media, media)
  })

  it('needs new ICE credentials after another address, for one’s own transports only', async () => {
    const room = freshRoom()
    await using ada = await lasting(place, { capabilities: ['sfu'] })
    await using bob = await place.guest()
    const { media } = await ada.join(room, { rtpCapabilities: ada.hello.rtpCapabilities })
    await bob.join(room)
    assert.ok(media.topology === 'sfu')
    const { iceParameters } = await ada.client.call('transport.restartIce', { room, transport: media.send.id })
    assert.notEqual(iceParameters.usernameFragment, media.send.iceParameters.usernameFragment)
    assert.notEqual(iceParameters.password, media.send.iceParameters.password)
    for (const transport of [media.send.id, 'none'])
      await assert.rejects(bob.call('transport.restartIce', { room, transport }), refused('transport.notFound'))
  })
})

withAnyServer('more than is kept', { 'session.messageBurst': 10_000, 'session.messagesPerSecond': 10_000 }, (server) =>
  inEachEncoding(
    () => server().wsUrl,
    (place) => {
      it('is a snapshot of every room', async () => {
        const [room, quiet] = [freshRoom(), freshRoom()]
        await using ada = await lasting(place)
        await using bob = await place.guest()
        const { participant } = await ada.join(room)
        await ada.join(quiet)
        await bob.join(room)
        await ada.lose()
        await bob.heard('room.participantChanged', ({ participants }) =>
          participants.some(({ id }) => id === participant),
        )
        for (let count = 0; count < 600; count++) bob.tell('room.data', { room, to: [participant], data: `${count}` })
        await bob.call('session.ping', {})
        const { rooms } = await ada.resume()
        assert.deepEqual(
          rooms.map(({ outcome }) => outcome),
          ['snapshot', 'snapshot'],
        )
        bob.tell('room.data', { room, data: 'goes on' })
        await ada.client.heard('room.dataReceived', ({ data }) => data === 'goes on')
        assert.equal(ada.client.told('room.dataReceived').length, 1)
      })
    },
  ),
)

withServer('the end of the grace', { 'session.graceMs': 300, 'session.detachedPerPerson': 2 }, (server) =>
  inEachEncoding(
    () => server().wsUrl,
    (place) => {
      it('is the end of the session: the others are told, and it is not found any more', async () => {
        const room = freshRoom()
        await using ada = await lasting(place)
        await using bob = await place.guest()
        await bob.join(room)
        const { participant } = await ada.join(room)
        await ada.lose()
        await bob.heard('room.participantChanged')
        const { participants } = await bob.heard('room.participantLeft')
        assert.deepEqual(participants, [{ id: participant, reason: 'disconnected' }])
        await assert.rejects(ada.resume(), refused('session.gone'))
      })

      it('comes at once for the oldest where a person has too many', async () => {
        await using first = await lasting(place)
        const { guest = '' } = first.hello
        const room = freshRoom()
        await first.join(room)
        await using second = await lasting(place, { guest })
        await using third = await lasting(place, { guest })
        for (const [left, one] of [third, second, first].entries()) {
          await eventually(
            'the sockets before to be gone',
            async () => (await server().stats()).connections === 3 - left,
          )
          await one.lose()
        }
        await eventually('the last one to be gone', async () => (await server().stats()).connections === 0)
        await assert.rejects(third.resume(), refused('session.gone'))
        await first.resume()
      })
    },
  ),
)

withServer('a restart', {}, (server) =>
  inEachEncoding(
    () => server().wsUrl,
    (place) => {
      it('ends all sessions: their tokens are known as ours and good for nothing', async () => {
        await using ada = await lasting(place)
        await server().restart()
        await assert.rejects(ada.resume([]), refused('session.gone'))
        await ada.client.hello()
      })
    },
  ),
)
