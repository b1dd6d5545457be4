// Data channels, as far as they go without SCTP: how they are asked for and refused. Browsers use them in tests/e2e.

import assert from 'node:assert/strict'
import { it } from 'node:test'
import type { Params } from '@parley/protocol'
import { makeToken } from '../parley-process.ts'
import { refused, WireClient } from '../wire-client.ts'
import { conformance, freshRoom, withAnyServer } from './place.ts'

const key = `dev=${'a secret of more than thirty-two characters'}`

conformance('data channels', (place) => {
  it('can be opened on the transports of one who asks for them', async () => {
    await using client = await place.socket()
    const { room, media } = await enter(client, { capabilities: ['data'] })
    for (const { sctpParameters } of [media.send, media.receive]) {
      assert.equal(sctpParameters?.port, 5_000)
      assert.equal(sctpParameters?.maxMessageSize, 65_536)
    }
    const reliable = await client.call('data.open', request(room, 'reliable', 0))
    assert.deepEqual([reliable.label, reliable.protocol], ['reliable', 'parley.v1.json'])
    assert.equal(reliable.sctpStreamParameters.ordered, true)
    const lossy = await client.call('data.open', request(room, 'lossy', 1))
    assert.deepEqual([lossy.sctpStreamParameters.ordered, lossy.sctpStreamParameters.maxPacketLifeTime], [false, 150])
    assert.notEqual(lossy.id, reliable.id)
    assert.notEqual(lossy.sctpStreamParameters.streamId, reliable.sctpStreamParameters.streamId)
  })

  it('take the place of earlier ones', async () => {
    await using client = await place.socket()
    const { room } = await enter(client, { capabilities: ['data'] })
    const first = await client.call('data.open', request(room, 'reliable', 0))
    const second = await client.call('data.open', request(room, 'reliable', 0))
    assert.notEqual(first.id, second.id)
  })

  it('are refused on transports without SCTP, and on a stream that is taken', async () => {
    await using without = await place.socket()
    const { room, media } = await enter(without, {})
    assert.equal(media.send.sctpParameters, undefined)
    await assert.rejects(without.call('data.open', request(room, 'lossy', 0)), refused('data.unsupported'))
    await using client = await place.socket()
    const other = await enter(client, { capabilities: ['data'] })
    await client.call('data.open', request(other.room, 'reliable', 0))
    await assert.rejects(client.call('data.open', request(other.room, 'lossy', 0)), refused('data.unsupported'))
  })

  it('are refused to those who are not there, or have no media', async () => {
    await using client = await place.guest()
    const room = freshRoom()
    await assert.rejects(client.call('data.open', request(room, 'lossy', 0)), refused('room.notJoined'))
    await client.join(room)
    await assert.rejects(client.call('data.open', request(room, 'lossy', 0)), refused('media.unavailable'))
  })
})

withAnyServer('the permission to send data', { 'auth.keys': key }, (server) => {
  it('is asked for data channels too', async () => {
    const token = await makeToken(key, '--person', 'ada', '--no-chat')
    await using client = await WireClient.open(server().wsUrl)
    const { room } = await enter(client, { token, capabilities: ['data'] })
    await assert.rejects(client.call('data.open', request(room, 'lossy', 0)), refused('session.forbidden'))
  })
})

function request(room: string, channel: 'reliable' | 'lossy', streamId: number): Params<'data.open'> {
  const reliability = channel === 'reliable' ? { ordered: true } : { ordered: false, maxRetransmits: 0 }
  return { room, channel, sctpStreamParameters: { streamId, ...reliability } }
}

async function enter(client: WireClient, hello: Parameters<WireClient['hello']>[0]) {
  const { rtpCapabilities } = await client.hello(hello)
  const room = freshRoom()
  const { media } = await client.join(room, { rtpCapabilities })
  assert.ok(media.topology === 'sfu')
  return { room, media }
}
