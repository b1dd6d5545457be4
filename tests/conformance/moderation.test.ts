// Moderators and owners keep order: they mute, allow, put out and ban; and what others may not do.

import assert from 'node:assert/strict'
import { before, it } from 'node:test'
import type { CallName, NotificationParams, Params } from '@parley/protocol'
import { makeToken } from '../parley-process.ts'
import { camera, microphone } from './media-parameters.ts'
import { type Guest, Party, reasonOf } from './party.ts'
import { conformance, eachStore, eventually, freshRoom, inEachEncoding, placeAt, withServer } from './place.ts'

conformance('moderation', (place) => {
  it('mutes microphones of others, who may unmute them, and other sources where they are named', async () => {
    await using party = new Party(place)
    const { room } = party
    const ada = await party.join('Ada')
    const bob = await party.joinWithMedia('Bob')
    const { track } = await bob.client.call('track.publish', microphone(room))
    const { track: video } = await bob.client.call('track.publish', camera(room))
    await ada.client.call('participant.mute', { room, participants: [bob.participant, 'long gone'] })
    const muted = await bob.client.heard('track.changed')
    assert.deepEqual([muted.track.id, muted.track.muted], [track, true])
    await bob.client.call('track.setMuted', { room, track, muted: false })
    await ada.client.call('participant.mute', { room, participants: [bob.participant], sources: ['camera'] })
    await ada.client.heard('track.changed', (changed) => changed.track.id === video && changed.track.muted)
    const nobody = ada.client.call('participant.mute', { room, participants: ['nobody'] })
    assert.equal(await reasonOf(nobody), 'participant.notFound')
  })

  it('says what somebody may publish: what they may not, ends and is refused', async () => {
    await using party = new Party(place)
    const { room } = party
    const ada = await party.join('Ada')
    const bob = await party.joinWithMedia('Bob')
    const { track } = await bob.client.call('track.publish', camera(room))
    const allow = { room, participant: bob.participant, sources: ['microphone' as const] }
    await ada.client.call('participant.setPublish', allow)
    assert.equal((await ada.client.heard('track.unpublished')).track, track)
    const changed = await bob.client.heard('room.participantChanged')
    assert.deepEqual(changed.participants[0]?.publish, ['microphone'])
    assert.equal(await reasonOf(bob.client.call('track.publish', camera(room, 1))), 'room.moderated')
    await bob.client.call('track.publish', microphone(room))
  })

  it('lets nobody but moderators speak in a moderated room, from the moment it becomes one', async () => {
    await using party = new Party(place)
    const { room } = party
    const ada = await party.joinWithMedia('Ada')
    const bob = await party.joinWithMedia('Bob')
    await bob.client.call('track.publish', microphone(room))
    await party.set(ada, { moderated: true })
    await ada.client.heard('track.unpublished')
    assert.equal(await reasonOf(bob.client.call('track.publish', microphone(room, 1))), 'room.moderated')
    await ada.client.call('track.publish', microphone(room))
    await ada.client.call('participant.setPublish', { room, participant: bob.participant, sources: ['microphone'] })
    await bob.client.call('track.publish', microphone(room, 2))
    await party.set(ada, { moderated: false })
    await bob.client.call('track.publish', camera(room, 3))
  })

  it('tells those concerned what was done to them, and by whom; nobody else, and nobody of what they did themselves', async () => {
    await using party = new Party(place)
    const { room } = party
    const ada = await party.join('Ada')
    const bob = await party.joinWithMedia('Bob')
    const eve = await party.join('Eve')
    await bob.client.call('track.publish', microphone(room))
    const by = { room, by: ada.person, name: 'Ada' }
    const { participant } = bob
    await ada.client.call('participant.mute', { room, participants: [participant, eve.participant] })
    assert.deepEqual(await told(bob, 'mute'), { ...by, act: 'mute', sources: ['microphone'] })
    await ada.client.call('participant.setPublish', { room, participant, sources: ['camera'] })
    assert.deepEqual(await told(bob, 'setPublish'), { ...by, act: 'setPublish', sources: ['camera'] })
    await bob.client.call('room.raiseHand', { room, raised: true })
    await ada.client.call('participant.lowerHand', { room, participant })
    assert.deepEqual(await told(bob, 'lowerHand'), { ...by, act: 'lowerHand' })
    await ada.client.call('role.set', { room, person: bob.person, role: 'member' })
    assert.deepEqual(await told(bob, 'setRole'), { ...by, act: 'setRole', role: 'member' })
    const { ban } = await ada.client.call('ban.add', { room, participant, seconds: 60, reason: 'noise' })
    assert.deepEqual(await told(bob, 'ban'), { ...by, act: 'ban', reason: 'noise', endsAt: ban.endsAt })
    await ada.client.call('participant.remove', { room, participant: eve.participant })
    assert.deepEqual(await told(eve, 'remove'), { ...by, act: 'remove' })
    assert.deepEqual((await eve.client.heard('room.left')).reason, 'removed')
    assert.equal(eve.client.told('participant.moderated').length, 1)
    assert.equal(ada.client.told('participant.moderated').length, 0)
  })

  it('ends all video when a room becomes audio only', async () => {
    await using party = new Party(place)
    const { room } = party
    const ada = await party.joinWithMedia('Ada')
    const { track } = await ada.client.call('track.publish', camera(room))
    await party.set(ada, { audioOnly: true })
    assert.equal((await ada.client.heard('track.unpublished')).track, track)
    assert.equal(await reasonOf(ada.client.call('track.publish', camera(room, 1))), 'room.audioOnly')
    await ada.client.call('track.publish', microphone(room))
  })

  it('puts somebody out, who may come again', async () => {
    await using party = new Party(place)
    const { room } = party
    const ada = await party.join('Ada')
    const bob = await party.join('Bob')
    await ada.client.call('participant.remove', { room, participant: bob.participant })
    assert.deepEqual(await bob.client.heard('room.left'), { room, reason: 'removed' })
    const left = await ada.client.heard('room.participantLeft')
    assert.deepEqual(left.participants, [{ id: bob.participant, reason: 'removed' }])
    const again = ada.client.call('participant.remove', { room, participant: bob.participant })
    assert.equal(await reasonOf(again), 'participant.notFound')
    await bob.client.join(room)
  })

  it('bans a person in all their sessions until the ban is lifted', async () => {
    await using party = new Party(place)
    const { room } = party
    const ada = await party.join('Ada')
    const bob = await party.join('Bob')
    const tab = await party.guest('Bob', { as: bob })
    await tab.client.join(room)
    const { ban } = await ada.client.call('ban.add', { room, participant: bob.participant, reason: 'noise' })
    assert.deepEqual(
      [ban.person, ban.name, ban.by, ban.reason, ban.address],
      [bob.person, 'Bob', ada.person, 'noise', undefined],
    )
    for (const { client } of [bob, tab]) assert.deepEqual(await client.heard('room.left'), { room, reason: 'banned' })
    assert.equal(await reasonOf(bob.client.join(room)), 'room.banned')
    assert.equal(await reasonOf(bob.client.call('room.get', { room })), 'room.banned')
    const later = await party.guest('Robert', { as: bob })
    assert.equal(await reasonOf(later.client.join(room)), 'room.banned')
    assert.deepEqual((await ada.client.call('ban.list', { room })).bans, [ban])
    await ada.client.call('ban.lift', { room, ban: ban.id })
    assert.equal(await reasonOf(ada.client.call('ban.lift', { room, ban: ban.id })), 'ban.notFound')
    await bob.client.join(room)
  })

  it('bans for a time, and who has left a moment ago', async () => {
    await using party = new Party(place)
    const { room } = party
    const ada = await party.join('Ada')
    const bob = await party.join('Bob')
    await bob.client.call('room.leave', { room })
    const { ban } = await ada.client.call('ban.add', { room, participant: bob.participant, seconds: 1 })
    assert.equal(Date.parse(ban.endsAt ?? '') - Date.parse(ban.createdAt), 1000)
    assert.equal(await reasonOf(bob.client.join(room)), 'room.banned')
    await eventually('the ban to end', async () => (await reasonOf(bob.client.join(room))) === undefined)
    assert.deepEqual((await ada.client.call('ban.list', { room })).bans, [])
    assert.equal(await reasonOf(ada.client.call('ban.add', { room, participant: 'nobody' })), 'participant.notFound')
  })

  it('bans an address: whoever is nobody here and comes from it', async () => {
    await using party = new Party(place)
    const { room } = party
    const ada = await party.join('Ada')
    const bob = await party.join('Bob')
    const eve = await party.join('Eve')
    const member = await party.join('Member')
    await ada.client.call('role.set', { room, person: member.person, role: 'member' })
    const { ban } = await ada.client.call('ban.add', { room, participant: bob.participant, address: true })
    assert.equal(ban.address, true)
    for (const { client } of [bob, eve]) assert.deepEqual(await client.heard('room.left'), { room, reason: 'banned' })
    assert.equal(await reasonOf(party.join('A new name')), 'room.banned')
    await member.client.call('chat.send', { room, text: 'still here' })
  })

  it('sends away from the lobby who is banned', async () => {
    await using party = new Party(place)
    const { room } = party
    const ada = await party.join('Ada')
    const bob = await party.join('Bob')
    await party.set(ada, { lobby: true })
    await ada.client.call('participant.remove', { room, participant: bob.participant })
    await bob.client.heard('room.left')
    assert.equal(await reasonOf(bob.client.join(room)), 'room.waiting')
    await ada.client.call('ban.add', { room, participant: bob.participant })
    await bob.client.heard('room.denied')
  })

  it('is not for guests and members, and does not reach owners', async () => {
    await using party = new Party(place)
    const { room } = party
    const ada = await party.join('Ada')
    const bob = await party.join('Bob')
    const eve = await party.join('Eve')
    await ada.client.call('role.set', { room, person: bob.person, role: 'moderator' })
    await ada.client.call('role.set', { room, person: eve.person, role: 'member' })
    const acts = (participant: string): { [M in CallName]?: Params<M> } => ({
      'participant.mute': { room, participants: [participant] },
      'participant.setPublish': { room, participant, sources: [] },
      'participant.remove': { room, participant },
      'participant.lowerHand': { room, participant },
      'ban.add': { room, participant },
    })
    const reasons = async (by: typeof ada, on: typeof ada) => {
      const calls = Object.entries(acts(on.participant)) as [CallName, never][]
      return new Set(await Promise.all(calls.map(([method, params]) => reasonOf(by.client.call(method, params)))))
    }
    assert.deepEqual(await reasons(eve, bob), new Set(['session.forbidden']))
    assert.deepEqual(await reasons(bob, ada), new Set(['session.forbidden']))
    for (const method of ['ban.list', 'role.list'] as const)
      assert.equal(await reasonOf(eve.client.call(method, { room })), 'session.forbidden')
    assert.equal(
      await reasonOf(ada.client.call('ban.add', { room, participant: ada.participant })),
      'session.forbidden',
    )
    const { ban } = await ada.client.call('ban.add', { room, participant: bob.participant })
    assert.deepEqual(
      [ban.person, await reasonOf(bob.client.call('ban.list', { room }))],
      [bob.person, 'session.forbidden'],
    )
  })
})

function told({ client }: Guest, act: NotificationParams<'participant.moderated'>['act']) {
  return client.heard('participant.moderated', (told) => told.act === act)
}

const key = `dev=${'s'.repeat(40)}`
const tokens = { ada: '' }
before(async () => {
  tokens.ada = await makeToken(key, '--person', 'ada', '--name', 'Ada')
})

withServer('rooms of a server with keys', { 'auth.keys': key, 'auth.guests': true }, (server) => {
  inEachEncoding(
    () => server().wsUrl,
    (place) => {
      it('are not made by guests, who may come into those that are there; a token alone owns nothing', async () => {
        await using guest = await place.guest('Bob')
        await using ada = await place.socket()
        await ada.hello({ token: tokens.ada })
        const room = freshRoom()
        assert.equal(await reasonOf(guest.join(room)), 'room.notFound')
        assert.equal(await reasonOf(guest.call('room.create', { room })), 'session.forbidden')
        assert.equal(await reasonOf(ada.call('room.create', { room })), 'session.forbidden')
        assert.equal((await ada.join(room)).info.role, 'guest')
        assert.equal((await guest.join(room)).info.role, 'guest')
        assert.equal(await reasonOf(ada.call('room.update', { room, settings: { locked: true } })), 'session.forbidden')
        assert.equal(await reasonOf(ada.call('room.update', { room: freshRoom() })), 'session.forbidden')
      })
    },
  )
})

eachStore('order', (store) => {
  it('outlives the server: roles, bans and settings are there when it has started again, and each act was noted', async () => {
    await using parley = await store.open()
    const place = placeAt(() => parley.wsUrl)
    await using party = new Party(place)
    const { room } = party
    const ada = await party.join('Ada')
    const bob = await party.join('Bob')
    await ada.client.call('room.update', { room, settings: { title: 'Order', guests: false }, password: 'milk' })
    await ada.client.call('ban.add', { room, participant: bob.participant })
    assert.equal(await reasonOf(bob.client.join(room)), 'room.banned')
    const metrics = await (await fetch(new URL('/metrics', parley.url))).text()
    assert.match(metrics, /parley_moderation_acts_total\{act="ban.add"\} 1/)
    assert.match(metrics, /parley_joins_refused_total\{reason="room.banned"\} 1/)
    const acts = parley.log.filter(({ message }) => message === 'moderation')
    assert.deepEqual(
      acts.map(({ act, by, whom }) => [act, by, whom]),
      [
        ['room.update', ada.person, undefined],
        ['ban.add', ada.person, bob.person],
      ],
    )
    assert.ok(!JSON.stringify(parley.log).includes('milk'))
    await parley.restart()
    await using after = new Party(place)
    const again = await after.guest('Ada', { as: ada })
    const { info } = await again.client.join(room)
    assert.deepEqual([info.role, info.settings.title, info.hasPassword], ['owner', 'Order', true])
    const banned = await after.guest('Bob', { as: bob })
    assert.equal(await reasonOf(banned.client.join(room)), 'room.banned')
    assert.equal(await reasonOf((await after.guest('Eve')).client.join(room)), 'room.membersOnly')
  })
})
