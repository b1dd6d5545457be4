// Hands, reactions, and data of the application over sockets.

import assert from 'node:assert/strict'
import { it } from 'node:test'
import { Party, reasonOf } from './party.ts'
import { conformance } from './place.ts'

conformance('hands', (place) => {
  it('are raised and taken down by oneself, and by moderators; everybody sees since when', async () => {
    await using party = new Party(place)
    const { room } = party
    const ada = await party.join('Ada')
    const bob = await party.join('Bob')
    await bob.client.call('room.raiseHand', { room, raised: true })
    const [raised] = (await ada.client.heard('room.participantChanged')).participants
    assert.equal(raised?.id, bob.participant)
    await bob.client.call('room.raiseHand', { room, raised: true })
    const eve = await party.guest('Eve')
    const { participants } = await eve.client.join(room)
    assert.equal(participants.find(({ id }) => id === bob.participant)?.handRaisedAt, raised?.handRaisedAt)
    await ada.client.call('participant.lowerHand', { room, participant: bob.participant })
    const isDown = (params: { participants: { id: string; handRaisedAt?: string }[] }) =>
      params.participants.some(({ id, handRaisedAt }) => id === bob.participant && handRaisedAt === undefined)
    await bob.client.heard('room.participantChanged', isDown)
    const lower = eve.client.call('participant.lowerHand', { room, participant: bob.participant })
    assert.equal(await reasonOf(lower), 'session.forbidden')
  })
})

conformance('reactions', (place) => {
  it('are shown to all, some together, and few of one participant', async () => {
    await using party = new Party(place)
    const { room } = party
    const ada = await party.join('Ada')
    const bob = await party.join('Bob')
    for (const reaction of ['👏', '🎉', '👏', '👏', '👏']) bob.client.tell('room.react', { room, reaction })
    ada.client.tell('room.react', { room, reaction: '🙂' })
    const seen = await ada.client.until('all reactions', () => {
      const all = ada.client.told('room.reaction').flatMap(({ reactions }) => reactions)
      return all.some(({ participant }) => participant === ada.participant) && all.length >= 4 ? all : undefined
    })
    assert.equal(seen.filter(({ participant }) => participant === bob.participant).length >= 3, true)
    assert.ok(seen.some(({ participant, reaction }) => participant === bob.participant && reaction === '🎉'))
  })
})

conformance('data over sockets', (place) => {
  it('goes to all others, or to those who are named', async () => {
    await using party = new Party(place)
    const { room } = party
    const ada = await party.join('Ada')
    const bob = await party.join('Bob')
    const eve = await party.join('Eve')
    ada.client.tell('room.data', { room, topic: 'game', data: 'to all' })
    for (const { client } of [bob, eve])
      assert.deepEqual(await client.heard('room.dataReceived'), {
        room,
        from: ada.participant,
        topic: 'game',
        data: 'to all',
      })
    ada.client.tell('room.data', { room, to: [eve.participant, eve.participant, 'nobody'], data: 'to eve' })
    ada.client.tell('room.data', { room, data: 'newest', lossy: true })
    for (const { client } of [bob, eve]) await client.heard('room.lossyDataReceived', ({ data }) => data === 'newest')
    const texts = (client: typeof bob.client) => client.told('room.dataReceived').map(({ data }) => data)
    assert.deepEqual([texts(bob.client), texts(eve.client)], [['to all'], ['to all', 'to eve']])
    assert.deepEqual(ada.client.told('room.dataReceived'), [])
  })
})
