// How often a socket may send what is no request before it is closed, and what does not count.

import assert from 'node:assert/strict'
import { it } from 'node:test'
import { closeCodes } from '@parley/protocol'
import { refused } from '../wire-client.ts'
import { freshRoom, inEachEncoding, placeAt, withServer } from './place.ts'
import { assertUnharmed, upgraded } from './unharmed.ts'

withServer('strikes', { 'session.strikes': 3 }, (server) => {
  inEachEncoding(
    () => server().wsUrl,
    (place) => {
      it('end a socket after as many malformed messages as the server forgives', async () => {
        await using other = await place.guest()
        await using client = await place.guest()
        const room = freshRoom()
        await client.join(room)
        await other.join(room)
        // Refusals are no offence, nor are methods and params that only a newer server would know.
        for (let count = 0; count < 5; count += 1) {
          await assert.rejects(client.join(room), refused('room.alreadyJoined'))
          client.send({ jsonrpc: '2.0', method: 'room.burn' })
          client.send({ jsonrpc: '2.0', id: 'x', method: 'room.join', params: { room: 5 } })
        }
        client.send('nonsense')
        client.send({ id: 'y', method: 'session.ping' })
        await client.call('session.ping', {})
        client.send('nonsense')
        assert.equal((await client.closed).code, closeCodes.misbehaved.code)
        await other.heard('room.participantLeft')
        await assertUnharmed(server())
      })
    },
  )

  it('end a session too, whatever it still sends while its socket is being closed', async () => {
    const place = placeAt(() => server().wsUrl)
    await using other = await place.guest()
    await using raw = await upgraded(server())
    const room = freshRoom()
    await other.join(room)
    raw.hello()
    await raw.until('hello', () => raw.text.includes('"hello"'))
    raw.send({ jsonrpc: '2.0', id: 'join', method: 'room.join', params: { room } })
    await raw.until('join', () => raw.text.includes('"join"'))
    for (let strike = 0; strike < 3; strike += 1) raw.frame({ payload: 'nonsense' })
    raw.send({ jsonrpc: '2.0', id: 'late', method: 'chat.send', params: { room, text: 'too late' } })
    assert.equal(await raw.closeCode(), closeCodes.misbehaved.code)
    // It never answers the closing handshake, and is not waited for.
    await other.heard('room.participantLeft')
    assert.deepEqual((await other.call('chat.history', { room })).messages, [])
  })
})
