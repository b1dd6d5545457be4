import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { describe, it } from 'node:test'
import type { AnyNotification, Grants, Person, RtpParameters } from '@parley/protocol'
import type { RoomLimits } from './room.ts'
import { openTestRooms } from './testing/open-rooms.ts'

const grants: Grants = {
  room: null,
  join: true,
  publish: ['camera', 'microphone'],
  subscribe: true,
  chat: true,
  data: true,
  create: true,
  moderate: false,
  admin: false,
}

describe('room', () => {
  it('tells everybody who joined, the joiner too', async () => {
    await using house = await openHouse()
    const ada = await house.join('ada')
    const bob = await house.join('bob')
    await house.settled()
    assert.deepEqual(ada.facts(), ['1 joined ada', '2 joined bob'])
    assert.deepEqual(bob.facts(), ['2 joined bob'])
    assert.equal(bob.state.seq, 1)
    assert.deepEqual(
      bob.state.participants.map(({ name }) => name),
      ['ada', 'bob'],
    )
  })

  it('tells arrivals of one tick as one fact', async () => {
    await using house = await openHouse()
    const ada = await house.join('ada')
    await house.settled()
    await Promise.all(['bob', 'eve', 'mia'].map((name) => house.join(name)))
    await house.settled()
    assert.ok(ada.facts().length < 4, `${ada.facts()}`)
  })

  it('refuses one beyond its capacity, also while the others are still on their way in', async () => {
    await using house = await openHouse({ capacity: 2 })
    const joins = await Promise.allSettled(['ada', 'bob', 'eve'].map((name) => house.join(name)))
    assert.deepEqual(joins.map(({ status }) => status).sort(), ['fulfilled', 'fulfilled', 'rejected'])
    const [refused] = joins.flatMap((join) => (join.status === 'rejected' ? [join.reason.reason] : []))
    assert.equal(refused, 'room.full')
  })

  it('opens for who may make it, also while somebody who may not asks for it', async () => {
    await using house = await openHouse()
    const person = { id: 'guest:ada', name: 'ada', guest: true }
    const asked = [{ ...grants, create: false }, grants, grants]
    const opened = await Promise.allSettled(asked.map((each) => house.rooms.open('garden', { person, grants: each })))
    assert.equal(opened.map(({ status }) => status).join(), 'rejected,fulfilled,fulfilled')
  })

  it('counts wrong passwords from one IPv6 network together', async () => {
    await using house = await openHouse()
    const person = { id: 'ada', name: 'ada', guest: false }
    const room = await house.rooms.open('garden', { person, grants })
    await room.order.rules.change({ password: 'milk' }, () => true)
    const { signal } = new AbortController()
    const eve = {
      name: 'eve',
      grants,
      password: 'tea',
      recipient: { hear: () => {} },
      signal,
      rtpCapabilities: undefined,
    }
    const reasons: unknown[] = []
    for (let host = 1; host <= 12; host += 1) {
      const guest = { id: `guest:${host}`, name: 'eve', guest: true }
      const joining = room.join({ ...eve, person: guest, address: `2001:db8::${host}`, session: randomUUID() })
      await assert.rejects(joining, ({ reason }) => reasons.push(reason) > 0)
    }
    assert.deepEqual([...new Set(reasons)], ['room.passwordWrong', 'session.tooFast'])
  })

  it('gives the seat back when the joiner has gone before being let in', async () => {
    await using house = await openHouse({ capacity: 1 })
    await assert.rejects(house.join('ada', { signal: AbortSignal.abort() }), { reason: 'room.left' })
    const bob = await house.join('bob')
    await house.settled()
    assert.deepEqual(bob.facts(), ['1 joined bob'])
  })

  it('keeps one participant per person with a token, and all tabs of a guest', async () => {
    await using house = await openHouse()
    const first = await house.join('ada', { guest: false })
    const second = await house.join('ada', { guest: false })
    assert.deepEqual(first.own(), ['room.left'])
    assert.deepEqual(
      second.state.participants.map(({ id }) => id),
      [second.participant.id],
    )
    await house.join('bob')
    const tab = await house.join('bob')
    assert.deepEqual(
      tab.state.participants.map(({ name }) => name),
      ['ada', 'bob', 'bob'],
    )
  })

  it('tells a stored message once, in order, and gives the last ones to a joiner', async () => {
    await using house = await openHouse({ historyOnJoin: 2 })
    const ada = await house.join('ada')
    await Promise.all(
      ['one', 'two', 'three', 'three'].map((text) =>
        ada.room.chat.send(ada.participant, { text, key: `key-of-${text}` }),
      ),
    )
    assert.deepEqual(ada.facts().slice(1), ['2 message one', '3 message two', '4 message three'])
    const bob = await house.join('bob')
    assert.deepEqual(
      bob.state.messages.map(({ text }) => text),
      ['two', 'three'],
    )
    assert.equal(bob.state.moreMessages, true)
    const { messages } = await bob.room.chat.page({ before: bob.state.messages[0]?.id ?? 0, limit: 10 })
    assert.deepEqual(
      messages.map(({ text }) => text),
      ['one'],
    )
  })

  it('gives audio to the others by itself and video to those who look', async () => {
    await using house = await openHouse()
    const ada = await house.join('ada')
    const bob = await house.join('bob')
    const { track: audio } = await ada.room.tracks.publish(ada.participant, {
      room: 'kitchen',
      kind: 'audio',
      source: 'microphone',
      rtpParameters: opus,
    })
    const { track: video } = await ada.room.tracks.publish(ada.participant, {
      room: 'kitchen',
      kind: 'video',
      source: 'camera',
      rtpParameters: vp8,
    })
    await bob.until(() => bob.subscribed().includes(audio))
    assert.deepEqual(bob.subscribed(), [audio])
    bob.room.forwarding.view(bob.participant.id, [{ track: video, width: 640, height: 360 }])
    await bob.until(() => bob.subscribed().includes(video))
    ada.room.tracks.unpublish(ada.participant, video)
    await bob.until(() => bob.own().includes('subscription.closed'))
    assert.deepEqual(ada.subscribed(), [])
  })

  it('limits the tracks of a participant and knows only its own', async () => {
    await using house = await openHouse({ tracks: 1 })
    const ada = await house.join('ada')
    const bob = await house.join('bob')
    const microphone = { room: 'kitchen', kind: 'audio', source: 'microphone', rtpParameters: opus } as const
    const { track } = await ada.room.tracks.publish(ada.participant, microphone)
    await assert.rejects(ada.room.tracks.publish(ada.participant, microphone), { reason: 'session.quota' })
    assert.throws(() => bob.room.tracks.unpublish(bob.participant, track), { reason: 'track.notFound' })
    await assert.rejects(bob.room.tracks.setMuted(bob.participant, track, true), { reason: 'track.notFound' })
  })

  it('offers new transports when its worker dies, and carries a track on under its id', async () => {
    await using house = await openHouse()
    const ada = await house.join('ada')
    const bob = await house.join('bob')
    const microphone = { room: 'kitchen', kind: 'audio', source: 'microphone', rtpParameters: opus } as const
    const { track } = await ada.room.tracks.publish(ada.participant, microphone)
    await bob.until(() => bob.subscribed().includes(track))
    await house.killWorker()
    await ada.until(() => ada.own().includes('media.opened'))
    await bob.until(() => bob.own().includes('media.opened'))
    assert.equal(ada.facts().at(-1), '4 media moved')
    assert.deepEqual(await ada.room.tracks.publish(ada.participant, { ...microphone, track }), { track })
    await bob.until(() => bob.subscribed().length === 2)
    assert.deepEqual(bob.subscribed(), [track, track])
  })

  it('ends a track that nobody publishes again after its worker died', async () => {
    await using house = await openHouse({ republishMs: 20 })
    const ada = await house.join('ada')
    await ada.room.tracks.publish(ada.participant, {
      room: 'kitchen',
      kind: 'audio',
      source: 'microphone',
      rtpParameters: opus,
    })
    await house.killWorker()
    await ada.until(() => ada.facts().at(-1) === '4 unpublished')
  })

  it('reads its list on even after whoever ended a page has left', async () => {
    await using house = await openHouse()
    const [first, second] = [await house.join('ada'), await house.join('bob')]
    await house.join('eve')
    const { participants, next } = first.room.participants.page({ limit: 2 })
    assert.deepEqual(
      participants.map(({ name }) => name),
      ['ada', 'bob'],
    )
    second.room.leave(second.participant, 'left')
    const rest = first.room.participants.page({ limit: 2, after: next ?? '' })
    assert.deepEqual(
      rest.participants.map(({ name }) => name),
      ['eve'],
    )
    assert.equal(rest.next, undefined)
  })

  it('keeps a track muted that was muted while it was published again', async () => {
    await using house = await openHouse()
    const ada = await house.join('ada')
    const microphone = { room: 'kitchen', kind: 'audio', source: 'microphone', rtpParameters: opus } as const
    const { track } = await ada.room.tracks.publish(ada.participant, microphone)
    await house.killWorker()
    await ada.until(() => ada.own().includes('media.opened'))
    const again = ada.room.tracks.publish(ada.participant, { ...microphone, track })
    await ada.room.tracks.setMuted(ada.participant, track, true)
    await again
    assert.equal(ada.participant.tracks.get(track)?.muted, true)
  })

  it('takes away at once what a newer token does not grant', async () => {
    await using house = await openHouse()
    const ada = await house.join('ada')
    const bob = await house.join('bob')
    const { track } = await ada.room.tracks.publish(ada.participant, {
      room: 'kitchen',
      kind: 'audio',
      source: 'microphone',
      rtpParameters: opus,
    })
    await bob.until(() => bob.subscribed().includes(track))
    bob.room.order.rights.grant(bob.participant, { ...grants, publish: ['microphone'], subscribe: false })
    await bob.until(() => bob.own().includes('subscription.closed'))
    ada.room.order.rights.grant(ada.participant, { ...grants, publish: [] })
    await bob.until(() => bob.facts().at(-1)?.endsWith('unpublished') === true)
  })

  it('refuses a source that is not granted, also when the grant ends while the track is being published', async () => {
    await using house = await openHouse()
    const ada = await house.join('ada')
    const microphone = { room: 'kitchen', kind: 'audio', source: 'microphone', rtpParameters: opus } as const
    await assert.rejects(ada.room.tracks.publish(ada.participant, { ...microphone, source: 'screenAudio' }), {
      reason: 'session.forbidden',
    })
    const publishing = ada.room.tracks.publish(ada.participant, microphone)
    ada.room.order.rights.grant(ada.participant, { ...grants, publish: [] })
    await assert.rejects(publishing, { reason: 'session.forbidden' })
    assert.equal(ada.participant.tracks.size, 0)
  })

  it('gives the receivers a track anew that is published once more over the same transports', async () => {
    await using house = await openHouse()
    const ada = await house.join('ada')
    const bob = await house.join('bob')
    const microphone = { room: 'kitchen', kind: 'audio', source: 'microphone', rtpParameters: opus } as const
    const { track } = await ada.room.tracks.publish(ada.participant, microphone)
    await bob.until(() => bob.subscribed().length === 1)
    await ada.room.tracks.publish(ada.participant, { ...microphone, track })
    await bob.until(() => bob.subscribed().length === 2)
    assert.equal(bob.own().filter((method) => method === 'subscription.closed').length, 1)
  })

  it('closes after it has been empty for a while, and opens again with a new epoch', async () => {
    await using house = await openHouse({ lingerMs: 5 })
    const ada = await house.join('ada')
    ada.room.leave(ada.participant, 'left')
    await until(() => house.rooms.size === 0)
    const again = await house.join('ada')
    assert.equal(again.state.epoch, ada.state.epoch + 1)
  })
})

const opus: RtpParameters = {
  codecs: [{ mimeType: 'audio/opus', payloadType: 111, clockRate: 48_000, channels: 2 }],
  encodings: [{ ssrc: 1111 }],
}
const vp8: RtpParameters = {
  codecs: [{ mimeType: 'video/VP8', payloadType: 96, clockRate: 90_000 }],
  encodings: [{ ssrc: 2222 }],
}

async function openHouse({ lingerMs = 60_000, ...limits }: Partial<RoomLimits> & { lingerMs?: number } = {}) {
  const opened = await openTestRooms({ limits, lingerMs, workers: 1 })
  const { rooms, media } = opened
  const join = async (name: string, { guest = true, signal = new AbortController().signal } = {}) => {
    const heard: AnyNotification[] = []
    const person: Person = { id: guest ? `guest:${name}` : name, name, guest }
    const recipient = { hear: (notification: AnyNotification) => void heard.push(notification) }
    const { rtpCapabilities } = media
    const { room, participant, state } = await rooms.join('kitchen', {
      person,
      name,
      rtpCapabilities,
      grants,
      address: '127.0.0.1',
      session: randomUUID(),
      recipient,
      signal,
    })
    return { room, participant, state, ...listening(heard) }
  }
  const killWorker = async () => {
    const [worker] = await media.stats()
    assert.ok(worker?.pid)
    process.kill(worker.pid, 'SIGKILL')
  }
  const settled = () => new Promise((resolve) => setImmediate(resolve))
  return { rooms, join, killWorker, settled, [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose]() }
}

function listening(heard: AnyNotification[]) {
  return {
    facts: () =>
      heard.flatMap((notification) =>
        'seq' in notification.params ? [`${notification.params.seq} ${brief(notification)}`] : [],
      ),
    own: () => heard.flatMap(({ method, params }) => ('seq' in params ? [] : [method])),
    subscribed: () =>
      heard.flatMap((notification) =>
        notification.method === 'subscription.opened'
          ? notification.params.subscriptions.map(({ track }) => track)
          : [],
      ),
    until,
  }
}

function brief(fact: AnyNotification): string {
  switch (fact.method) {
    case 'room.participantJoined':
      return `joined ${fact.params.participants.map(({ name }) => name).join(' ')}`
    case 'chat.message':
      return `message ${fact.params.message.text}`
    case 'room.topologyChanged':
      return 'media moved'
    case 'track.unpublished':
      return 'unpublished'
    default:
      return fact.method
  }
}

async function until(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 5_000
  while (!condition()) {
    assert.ok(Date.now() < deadline, `waited in vain for ${condition}`)
    await new Promise((resolve) => setImmediate(resolve))
  }
}
