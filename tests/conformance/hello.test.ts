// Saying hello, and what is answered before and after it.

import assert from 'node:assert/strict'
import { it } from 'node:test'
import { methods, protocolVersion, rpcErrors, subprotocols } from '@parley/protocol'
import { failed, refused, WireClient } from '../wire-client.ts'
import { conformance, freshRoom } from './place.ts'

const closed = Object.entries(methods).filter(([, { permission }]) => permission !== 'open')
const answered = Object.entries(methods).filter(([, { result }]) => result !== null)
const garbage: unknown[] = [undefined, null, 7, 'text', [], [1, 2], {}, { room: 5, text: {}, token: [] }]

conformance('hello', (place) => {
  it('tells a guest who it is and what this server can do', async () => {
    await using client = await place.socket()
    const hello = await client.hello({ name: 'Ada' })
    assert.equal(hello.person.name, 'Ada')
    assert.equal(hello.person.guest, true)
    assert.equal(hello.protocol, protocolVersion)
    assert.deepEqual(hello.grants, {
      room: null,
      join: true,
      publish: ['camera', 'microphone', 'screen', 'screenAudio'],
      subscribe: true,
      chat: true,
      data: true,
      create: true,
      moderate: false,
      admin: false,
    })
    assert.ok(hello.guest !== undefined)
    assert.ok(hello.maxMessageBytes >= 65_536)
    assert.ok(hello.rtpCapabilities.codecs.some(({ mimeType }) => mimeType === 'audio/opus'))
  })

  it('speaks the subprotocol that was asked for', async () => {
    await using client = await place.socket()
    assert.equal(client.webSocket.protocol, subprotocols[place.encoding])
  })

  it('comes first: every other method is refused before it', async () => {
    await using client = await place.socket()
    for (const [method, { result }] of closed) {
      if (result === null) client.send({ jsonrpc: '2.0', method, params: {} })
      else {
        const answer = await client.request(method, { room: 'kitchen' })
        assert.equal('error' in answer && answer.error.data?.reason, 'session.helloFirst', method)
      }
    }
    await client.hello()
  })

  it('does not say to strangers what the params should have been', async () => {
    await using client = await place.socket()
    await assert.rejects(client.call('room.join', JSON.parse('{"room": 5}')), refused('session.helloFirst'))
  })

  for (const greeted of [false, true]) {
    it(`answers every method with any params in the words of the table, ${greeted ? 'after' : 'before'} hello`, async () => {
      for (const [method] of answered) {
        if (method === 'session.hello' && greeted) continue
        await using client = greeted ? await place.guest() : await place.socket()
        // Fewer at a time than the strikes that end a socket; the witness judges each answer.
        for (const params of garbage) await client.request(method, params)
        assert.equal(client.webSocket.readyState, client.webSocket.OPEN)
      }
    })
  }

  it('is said once', async () => {
    await using client = await place.guest()
    await assert.rejects(client.hello(), refused('session.alreadyGreeted'))
    await client.call('session.ping', {})
  })

  it('is said once also when it is said twice in one breath', async () => {
    await using client = await place.socket()
    const both = await Promise.allSettled([client.hello(), client.hello()])
    assert.deepEqual(both.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
  })

  it('refuses a protocol version of tomorrow', async () => {
    await using client = await place.socket()
    await assert.rejects(client.hello({ protocol: protocolVersion + 1 }), refused('session.versionUnsupported'))
    await client.hello()
  })

  it('ignores fields and capabilities that it does not know', async () => {
    await using client = await place.socket()
    const extra = { capabilities: ['sfu', 'teleport'], mood: 'good', nested: { a: [1, { b: null }] } }
    await client.hello(extra)
    await client.join(freshRoom(), JSON.parse('{"mood": "good"}'))
  })

  it('names the place where params do not fit', async () => {
    await using client = await place.guest()
    const call = (method: 'room.join' | 'room.view', params: string) => client.call(method, JSON.parse(params))
    await assert.rejects(call('room.join', '{"room": 5}'), failed(rpcErrors.invalidParams.code, '/room'))
    const { room } = await client.join(freshRoom())
    const view = JSON.stringify({ room, view: [{ track: 't', width: -1, height: 1 }] })
    await assert.rejects(call('room.view', view), failed(rpcErrors.invalidParams.code, '/view/0/width'))
  })

  it('answers an unknown method as such', async () => {
    await using client = await place.guest()
    for (const method of ['room.burn', '', 'constructor', '__proto__', 'toString', 'ROOM.JOIN']) {
      const answer = await client.request(method, {})
      assert.equal('error' in answer && answer.error.code, rpcErrors.methodNotFound.code, method)
    }
  })

  it('describes every method and notification as OpenRPC', async () => {
    await using client = await place.guest()
    const answer = await client.request('rpc.discover')
    assert.ok('result' in answer)
    const { methods: described } = answer.result as { methods: { name: string }[] }
    assert.deepEqual(described.map(({ name }) => name).sort(), Object.keys(methods).sort())
  })

  it('keeps a guest the same person over sockets, by the signed id that it kept', async () => {
    await using first = await place.socket()
    const { person, guest, session } = await first.hello()
    assert.ok(guest !== undefined)
    await first.close()
    await using second = await place.socket()
    const again = await second.hello({ guest })
    assert.equal(again.person.id, person.id)
    assert.notEqual(again.session, session)
  })

  it('takes a forged guest id for a new guest', async () => {
    await using first = await place.socket()
    const { person, guest = '' } = await first.hello()
    for (const forged of [
      `${guest}x`,
      guest.replace(/^./, (c) => (c === 'A' ? 'B' : 'A')),
      guest.split('.')[0],
      '.',
      'a.b',
      '',
    ]) {
      await using second = await place.socket()
      const other = await second.hello(forged === undefined ? {} : { guest: forged })
      assert.equal(other.person.guest, true)
      assert.notEqual(other.person.id, person.id, forged)
    }
  })

  it('bounds the name that others will see', async () => {
    const bad = ['', 'x'.repeat(65), 'two\nlines', 'bell\u0007', '\u0000', '\u007f']
    for (const name of bad) {
      await using client = await place.socket()
      await assert.rejects(client.hello({ name }), failed(rpcErrors.invalidParams.code, '/name'), name)
    }
    for (const name of ['x', 'x'.repeat(64), "'; drop table rooms;--", '<script>', 'Ада 🦜']) {
      await using client = await place.socket()
      assert.equal((await client.hello({ name })).person.name, name)
    }
  })

  it('answers a ping of the protocol', async () => {
    await using client = await place.guest()
    const { at } = await client.call('session.ping', {})
    assert.ok(Math.abs(Date.parse(at) - Date.now()) < 60_000)
  })

  it('speaks JSON to a socket that asks for no subprotocol, and ignores those it does not know', async () => {
    for (const protocols of [[], ['graphql-ws', subprotocols.json]]) {
      await using client = await WireClient.open(place.wsUrl, { protocols })
      await client.hello()
    }
  })
})
