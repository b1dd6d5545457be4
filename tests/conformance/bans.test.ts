// Bans by address, where people come from other addresses than before.

import assert from 'node:assert/strict'
import { it } from 'node:test'
import { WireClient } from '../wire-client.ts'
import { lasting } from './lasting.ts'
import { reasonOf } from './party.ts'
import { freshRoom, type Place, placeAt, withAnyServer } from './place.ts'

withAnyServer('a ban by address', { 'http.trustedProxies': ['127.0.0.1'] }, (server) => {
  /** Whoever comes through this proxy comes from the address that is set now. */
  function proxied(address: string): Place & { address: string } {
    const place = {
      ...placeAt(() => server().wsUrl),
      address,
      socket: (options = {}) =>
        WireClient.open(server().wsUrl, { ...options, headers: { 'x-forwarded-for': place.address } }),
    }
    return place
  }

  /** Ada owns the room; Bob was banned in it, with his address. */
  async function banned(room: string, address: string) {
    await using opened = new AsyncDisposableStack()
    const ada = opened.use(await lasting(proxied('198.51.100.1')))
    await ada.join(room)
    const bob = opened.use(await lasting(proxied(address)))
    const { participant } = await bob.join(room)
    await ada.client.call('ban.add', { room, participant, address: true })
    return { ada, parts: opened.move() }
  }

  it('keeps somebody out of the room who resumes from there, and lets them go on elsewhere', async () => {
    const [room, other] = [freshRoom(), freshRoom()]
    const { ada, parts } = await banned(room, '203.0.113.7')
    await using _parts = parts
    const place = proxied('203.0.113.8')
    await using eve = await lasting(place)
    const { participant } = await eve.join(room)
    await eve.join(other)
    await eve.lose()
    place.address = '203.0.113.7'
    const { rooms } = await eve.resume()
    assert.deepEqual(rooms, [
      { room, outcome: 'gone', reason: 'banned' },
      { room: other, outcome: 'replayed' },
    ])
    await ada.client.heard('room.participantLeft', ({ participants }) =>
      participants.some(({ id, reason }) => id === participant && reason === 'banned'),
    )
    assert.equal(await reasonOf(eve.client.call('room.join', { room })), 'room.banned')
    await eve.client.call('chat.send', { room: other, text: 'I am still here' })
  })

  it('meets whoever comes from there now, not whoever came from there once', async () => {
    const room = freshRoom()
    await using ada = await lasting(proxied('198.51.100.1'))
    await ada.join(room)
    const places = { bob: proxied('203.0.113.20'), eve: proxied('203.0.113.21'), mia: proxied('203.0.113.20') }
    await using bob = await lasting(places.bob)
    await using eve = await lasting(places.eve)
    await using mia = await lasting(places.mia)
    const { participant } = await bob.join(room)
    await eve.join(room)
    await mia.join(room)
    for (const [one, place, address] of [
      [bob, places.bob, '203.0.113.22'],
      [eve, places.eve, '203.0.113.22'],
    ] as const) {
      await one.lose()
      place.address = address
      await one.resume()
    }
    await ada.client.call('ban.add', { room, participant, address: true })
    await eve.client.heard('room.left', ({ reason }) => reason === 'banned')
    await mia.client.call('chat.send', { room, text: 'I come from where Bob came from' })
  })
})
