// JSON and MessagePack are the same protocol in other bytes.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { subprotocols } from '@parley/protocol'
import { Packr } from 'msgpackr'
import { WireClient } from '../wire-client.ts'
import { conformance, freshRoom, type Place, placeAt } from './place.ts'

conformance('encodings', (place) => {
  const other = placeAt(() => place.wsUrl, place.encoding === 'json' ? 'msgpack' : 'json')

  it('meet in one room', async () => {
    await using here = await place.guest('Here')
    await using there = await other.guest('There')
    const room = freshRoom()
    await here.join(room)
    await there.join(room)
    const { message } = await here.call('chat.send', { room, text: 'Grüße 🦜' })
    assert.deepEqual((await there.heard('chat.message')).message, message)
    const facts = here.notifications.slice(-there.notifications.length)
    assert.deepEqual(there.notifications, facts)
  })

  it('answer the same to the same', async () => {
    const answers = await Promise.all([place, other].map((each) => answersAt(each)))
    assert.deepEqual(answers[0], answers[1])
  })

  it('take ids that are numbers and ids that are text, and give them back as they were', async () => {
    await using client = await place.guest()
    for (const id of [0, -1, 1.5, 2 ** 40, '', 'x'.repeat(64), '1', '__proto__', 'id\u0000']) {
      client.send({ jsonrpc: '2.0', id, method: 'session.ping' })
      assert.equal((await client.answer(id, 'session.ping')).id, id)
    }
  })
})

conformance('subprotocols', (place) => {
  describe('chosen by the client', () => {
    it('mean JSON when there is none', async () => {
      await using client = await WireClient.open(place.wsUrl, { protocols: [] })
      assert.equal(client.webSocket.protocol, '')
      await client.hello()
    })

    it('are taken in the order in which the client names them', async () => {
      const { json, msgpack } = subprotocols
      await using first = await WireClient.open(place.wsUrl, { protocols: [json, msgpack] })
      assert.equal(first.webSocket.protocol, json)
      await using second = await WireClient.open(place.wsUrl, { protocols: ['x', msgpack, json], encoding: 'msgpack' })
      assert.equal(second.webSocket.protocol, msgpack)
      await second.hello()
    })
  })

  it('in MessagePack are plain: integers of 64 bits, floats and long strings as any library writes them', async () => {
    await using client = await WireClient.open(place.wsUrl, { encoding: 'msgpack' })
    const hello = { client: { name: 'x', version: '1' }, capabilities: [] }
    const packr = new Packr({ useRecords: false, variableMapSize: false, largeBigIntToFloat: true })
    client.sendBytes(
      packr.pack({ jsonrpc: '2.0', id: 'big', method: 'session.hello', params: { ...hello, protocol: BigInt(1) } }),
    )
    assert.ok('result' in (await client.answer('big', 'session.hello')))
  })
})

/** What is answered before any state plays a part, without what differs from call to call. */
async function answersAt(place: Place): Promise<unknown[]> {
  await using client = await place.guest()
  const answers = []
  const calls: [string, unknown][] = [
    ['room.join', { room: '' }],
    ['room.burn', {}],
    ['chat.send', { room: 'none', text: 'x' }],
    ['room.leave', { room: 'none' }],
    ['session.hello', {}],
  ]
  for (const [method, params] of calls) {
    const { id, ...answer } = await client.request(method, params)
    assert.ok(id !== null)
    answers.push(answer)
  }
  return answers
}
