// Transports, tracks, views and subscriptions, as far as they go without packets.

import assert from 'node:assert/strict'
import { it } from 'node:test'
import { type Params, type RtpCapabilities, rpcErrors } from '@parley/protocol'
import { failed, refused, type WireClient } from '../wire-client.ts'
import { camera, fingerprint, microphone } from './media-parameters.ts'
import { conformance, freshRoom, inEachEncoding, withServer } from './place.ts'

conformance('transports and tracks', (place) => {
  it('offers two transports to one who can receive', async () => {
    await using client = await place.socket()
    const media = (await enter(client, freshRoom())).media
    assert.notEqual(media.send.id, media.receive.id)
    assert.ok(media.epoch >= 1)
    for (const { iceCandidates, dtlsParameters } of [media.send, media.receive]) {
      assert.ok(iceCandidates.some(({ protocol }) => protocol === 'udp'))
      assert.ok(iceCandidates.some(({ protocol }) => protocol === 'tcp'))
      assert.ok(dtlsParameters.fingerprints.some(({ algorithm }) => algorithm === 'sha-256'))
    }
  })

  it('offers none to one who does not say what it can receive', async () => {
    await using client = await place.guest()
    const room = freshRoom()
    const { media } = await client.join(room)
    assert.deepEqual(media.topology, 'none')
    await assert.rejects(client.call('track.publish', microphone(room)), refused('media.unavailable'))
  })

  it('connects a transport once', async () => {
    await using client = await place.socket()
    const room = freshRoom()
    const { media } = await enter(client, room)
    const connect = { room, transport: media.send.id, dtlsParameters: fingerprint }
    await client.call('transport.connect', connect)
    await assert.rejects(client.call('transport.connect', connect), refused('transport.alreadyConnected'))
    const both = [media.receive.id, media.receive.id].map((transport) =>
      client.call('transport.connect', { ...connect, transport }),
    )
    assert.deepEqual((await Promise.allSettled(both)).map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
  })

  it('answers for the transports of others as for those that do not exist', async () => {
    await using ada = await place.socket()
    await using eve = await place.socket()
    const room = freshRoom()
    const { media } = await enter(ada, room)
    const eves = await enter(eve, room)
    const other = await enter(eve, freshRoom())
    const answers = []
    for (const transport of [media.send.id, media.receive.id, other.media.send.id, crypto.randomUUID(), '__proto__'])
      answers.push(await eve.request('transport.connect', { room, transport, dtlsParameters: fingerprint }))
    assert.equal(new Set(answers.map((answer) => JSON.stringify('error' in answer && answer.error))).size, 1)
    assert.equal('error' in (answers[0] ?? {}), true)
    await assert.rejects(
      eve.call('transport.connect', { room, transport: media.send.id, dtlsParameters: fingerprint }),
      refused('transport.notFound'),
    )
    await ada.call('transport.connect', { room, transport: media.send.id, dtlsParameters: fingerprint })
    await eve.call('transport.connect', { room, transport: eves.media.send.id, dtlsParameters: fingerprint })
  })

  it('tells all of a track that is published, changed and ended', async () => {
    await using ada = await place.socket()
    await using bob = await place.socket()
    const room = freshRoom()
    const { participant } = await enter(ada, room)
    await enter(bob, room)
    const { track } = await ada.call('track.publish', { ...microphone(room), muted: true })
    for (const client of [ada, bob]) {
      const told = await client.heard('track.published')
      assert.equal(told.participant, participant)
      assert.deepEqual(told.track, { id: track, kind: 'audio', source: 'microphone', muted: true, encryption: 'none' })
    }
    await ada.call('track.setMuted', { room, track, muted: false })
    assert.equal((await bob.heard('track.changed')).track.muted, false)
    await ada.call('track.unpublish', { room, track })
    assert.equal((await bob.heard('track.unpublished')).track, track)
    await assert.rejects(ada.call('track.unpublish', { room, track }), refused('track.notFound'))
  })

  it('shows a joiner the tracks that are there', async () => {
    await using ada = await place.socket()
    await using bob = await place.socket()
    const room = freshRoom()
    const { participant } = await enter(ada, room)
    const { track } = await ada.call('track.publish', { ...camera(room), width: 1280, height: 720 })
    const { participants } = await enter(bob, room)
    const [shown] = participants.find(({ id }) => id === participant)?.tracks ?? []
    assert.deepEqual(shown, {
      id: track,
      kind: 'video',
      source: 'camera',
      muted: false,
      encryption: 'none',
      width: 1280,
      height: 720,
    })
  })

  it('ends the tracks of one who leaves, and their subscriptions', async () => {
    await using ada = await place.socket()
    await using bob = await place.socket()
    const room = freshRoom()
    await enter(ada, room)
    await enter(bob, room)
    const { track } = await ada.call('track.publish', microphone(room))
    const { subscriptions } = await bob.heard('subscription.opened')
    const [subscription] = subscriptions
    assert.deepEqual([subscription?.track, subscription?.kind], [track, 'audio'])
    bob.tell('subscription.ready', { room, subscriptions: subscriptions.map(({ id }) => id) })
    await ada.call('room.leave', { room })
    const { subscriptions: ended } = await bob.heard('subscription.closed')
    assert.deepEqual(ended, [subscription?.id])
  })

  it('opens video for those who look at it, and not for its publisher', async () => {
    await using ada = await place.socket()
    await using bob = await place.socket()
    const room = freshRoom()
    await enter(ada, room)
    await enter(bob, room)
    const { track } = await ada.call('track.publish', camera(room))
    const view = [{ track, width: 320, height: 180 }]
    await bob.call('room.view', { room, view })
    const { subscriptions } = await bob.heard('subscription.opened')
    assert.deepEqual(
      subscriptions.map(({ track: id, kind }) => [id, kind]),
      [[track, 'video']],
    )
    await ada.call('room.view', { room, view })
    await bob.call('room.view', { room, view: [] })
    assert.deepEqual(ada.told('subscription.opened'), [])
  })

  it('tells a publisher how large its video is looked at: more at once, less after a moment', async () => {
    await using ada = await place.socket()
    await using bob = await place.socket()
    const room = freshRoom()
    await enter(ada, room)
    await enter(bob, room)
    const { track } = await ada.call('track.publish', { ...camera(room), height: 360 })
    const heights = () => ada.told('track.demanded').flatMap(({ tracks }) => tracks.map(({ height }) => height))
    await ada.heard('track.demanded', ({ tracks }) => tracks[0]?.track === track)
    await bob.call('room.view', { room, view: [{ track, width: 320, height: 180 }] })
    await ada.until('a demand', () => heights().length === 2 || undefined)
    await bob.call('room.leave', { room })
    await ada.until('the end of the demand', () => heights().length === 3 || undefined)
    assert.deepEqual(heights(), [0, 360, 0])
    assert.deepEqual(bob.told('track.demanded'), [])
  })

  it('takes views of tracks, and readiness of subscriptions, that do not exist in silence', async () => {
    await using client = await place.socket()
    const room = freshRoom()
    await enter(client, room)
    await client.call('room.view', {
      room,
      view: [
        { track: 'none', width: 1, height: 1 },
        { track: '__proto__', width: 1, height: 1 },
      ],
    })
    client.tell('subscription.ready', { room, subscriptions: ['none', '__proto__'] })
    await client.call('session.ping', {})
  })

  it('answers for the tracks of others as for those that do not exist', async () => {
    await using ada = await place.socket()
    await using eve = await place.socket()
    const room = freshRoom()
    await enter(ada, room)
    await enter(eve, room)
    const { track } = await ada.call('track.publish', microphone(room))
    for (const id of [track, 'none', '__proto__']) {
      await assert.rejects(eve.call('track.setMuted', { room, track: id, muted: true }), refused('track.notFound'))
      await assert.rejects(eve.call('track.unpublish', { room, track: id }), refused('track.notFound'))
      await assert.rejects(eve.call('track.publish', { ...microphone(room), track: id }), refused('track.notFound'))
    }
    await ada.call('track.setMuted', { room, track, muted: true })
  })

  it('refuses what it cannot forward, and goes on', async () => {
    await using client = await place.socket()
    const room = freshRoom()
    await enter(client, room)
    for (const [what, rtpParameters] of unusable()) {
      const answer = await client.request('track.publish', { ...camera(room), rtpParameters })
      assert.ok('error' in answer, `${what} was taken`)
      assert.equal(answer.error.data?.reason, 'track.unsupported', `${what}: ${JSON.stringify(answer.error)}`)
    }
    await client.call('track.publish', camera(room))
    assert.equal(client.told('track.published').length, 1)
  })

  it('refuses DTLS fingerprints that are none', async () => {
    await using client = await place.socket()
    const room = freshRoom()
    const { media } = await enter(client, room)
    const connect = (fingerprints: unknown) =>
      client.request('transport.connect', { room, transport: media.send.id, dtlsParameters: { fingerprints } })
    for (const fingerprints of [[], [{ algorithm: 'md5', value: 'AA:BB' }], [{ algorithm: 'sha-256', value: 'zz' }]]) {
      const answer = await connect(fingerprints)
      assert.equal('error' in answer && answer.error.code, rpcErrors.invalidParams.code)
    }
  })

  it('bounds what a view may hold', async () => {
    await using client = await place.guest()
    const room = freshRoom()
    await client.join(room)
    const view = Array.from({ length: 101 }, () => ({ track: 't', width: 1, height: 1 }))
    await assert.rejects(client.call('room.view', { room, view }), failed(rpcErrors.invalidParams.code, '/view'))
  })
})

withServer('the quota of tracks', { 'session.tracks': 2 }, (server) => {
  inEachEncoding(
    () => server().wsUrl,
    (place) => {
      it('holds for one participant, also for tracks under way, and is free again after one ends', async () => {
        await using client = await place.socket()
        const room = freshRoom()
        await enter(client, room)
        const publishing = [0, 1, 2].map((index) => client.call('track.publish', microphone(room, index)))
        const published = await Promise.allSettled(publishing)
        assert.equal(published.filter(({ status }) => status === 'rejected').length, 1)
        await assert.rejects(client.call('track.publish', microphone(room, 3)), refused('session.quota'))
        const [first] = published.flatMap((one) => (one.status === 'fulfilled' ? [one.value.track] : []))
        await client.call('track.unpublish', { room, track: first ?? '' })
        await client.call('track.publish', microphone(room, 4))
      })
    },
  )
})

withServer('a server without media workers', { 'media.workers': 0 }, (server) => {
  inEachEncoding(
    () => server().wsUrl,
    (place) => {
      it('offers no media and refuses tracks, and chat works', async () => {
        await using client = await place.socket()
        const { capabilities, rtpCapabilities } = await client.hello()
        assert.ok(!capabilities.includes('sfu'))
        const room = freshRoom()
        const { media } = await client.join(room, { rtpCapabilities })
        assert.equal(media.topology, 'none')
        await assert.rejects(client.call('track.publish', microphone(room)), refused('media.unavailable'))
        await assert.rejects(
          client.call('transport.connect', { room, transport: 'x', dtlsParameters: fingerprint }),
          refused('transport.notFound'),
        )
        await client.call('chat.send', { room, text: 'hello' })
        assert.equal((await client.heard('chat.message')).message.text, 'hello')
      })
    },
  )
})

/** Says hello and joins as one who can receive what the server can send. */
async function enter(client: WireClient, room: string) {
  const rtpCapabilities: RtpCapabilities = (client.greeting ?? (await client.hello())).rtpCapabilities
  const { media, ...state } = await client.join(room, { rtpCapabilities })
  assert.equal(media.topology, 'sfu')
  return { ...state, media }
}

/** What passes the schema and still cannot be forwarded. */
function unusable(): [string, Params<'track.publish'>['rtpParameters']][] {
  const { rtpParameters } = camera('any')
  const [codec] = rtpParameters.codecs
  assert.ok(codec !== undefined)
  return [
    ['a codec that nobody has', { ...rtpParameters, codecs: [{ ...codec, mimeType: 'video/theora' }] }],
    ['an audio codec for video', microphone('any').rtpParameters],
    ['no media type at all', { ...rtpParameters, codecs: [{ ...codec, mimeType: 'nonsense' }] }],
    ['nothing to know its packets by', { codecs: rtpParameters.codecs, encodings: [{}] }],
    ['a clock rate of another codec', { ...rtpParameters, codecs: [{ ...codec, clockRate: 8000 }] }],
    ['the same payload type twice', { ...rtpParameters, codecs: [codec, codec] }],
    ['the same SSRC twice', { ...rtpParameters, encodings: [{ ssrc: 1 }, { ssrc: 1 }] }],
  ]
}
