// Text: stored before it is acknowledged, told in order, read back, and still there after a crash.

import assert from 'node:assert/strict'
import { it } from 'node:test'
import { rpcErrors } from '@parley/protocol'
import { failed, type WireClient } from '../wire-client.ts'
import { conformance, eachStore, freshRoom, guests, placeAt } from './place.ts'

conformance('chat', (place) => {
  it('tells everybody in the room, the sender too, what was acknowledged', async () => {
    await using ada = await place.socket()
    const { person } = await ada.hello({ name: 'Ada' })
    await using bob = await place.guest('Bob')
    const room = freshRoom()
    await ada.join(room)
    await bob.join(room)
    const { message } = await ada.call('chat.send', { room, text: 'Hello, Bob' })
    assert.deepEqual([message.person, message.name, message.text], [person.id, 'Ada', 'Hello, Bob'])
    for (const client of [ada, bob]) assert.deepEqual((await client.heard('chat.message')).message, message)
  })

  it('keeps one order for all, which is the order of the ids and of each sender', async () => {
    await using opened = await guests(place, 4)
    const room = freshRoom()
    for (const client of opened.all) await client.join(room)
    const texts = Array.from({ length: 25 }, (_, index) => index)
    await Promise.all(
      opened.all.flatMap((client, sender) =>
        texts.map((index) => client.call('chat.send', { room, text: `${sender} ${index}` })),
      ),
    )
    for (const client of opened.all)
      await client.until('a hundred messages', () => (client.told('chat.message').length === 100 ? true : undefined))
    const [first] = opened.all.map((client) => client.told('chat.message').map(({ message }) => message))
    assert.ok(first !== undefined)
    for (const client of opened.all)
      assert.deepEqual(
        client.told('chat.message').map(({ message }) => message),
        first,
      )
    assert.deepEqual(
      first.map(({ id }) => id),
      first.map(({ id }) => id).sort((a, b) => a - b),
    )
    for (const sender of opened.all.keys()) {
      const own: string[] = first.map(({ text }) => text).filter((text) => text.startsWith(`${sender} `))
      assert.deepEqual(
        own,
        texts.map((index) => `${sender} ${index}`),
      )
    }
  })

  it('gives a joiner the last messages and history page by page, newest page first', async () => {
    await using ada = await place.guest()
    const room = freshRoom()
    await ada.join(room)
    const sent = Array.from({ length: 60 }, (_, index) => `message ${index}`)
    for (const text of sent) await ada.call('chat.send', { room, text })
    await using bob = await place.guest()
    const { messages, moreMessages } = await bob.join(room)
    assert.equal(moreMessages, true)
    const read = messages
    for (let more = true; more; ) {
      const before = read[0]?.id ?? 1
      const page = await bob.call('chat.history', { room, before, limit: 7 })
      read.unshift(...page.messages)
      more = page.more
    }
    assert.deepEqual(
      read.map(({ text }) => text),
      sent,
    )
  })

  it('stores a message that is sent again with the same key once', async () => {
    await using ada = await place.guest()
    await using bob = await place.guest()
    const room = freshRoom()
    await ada.join(room)
    await bob.join(room)
    const again = { room, text: 'once', key: 'key-12345' }
    const answers = await Promise.all([ada.call('chat.send', again), ada.call('chat.send', again)])
    answers.push(await ada.call('chat.send', again))
    assert.deepEqual(
      answers.map(({ message }) => message.id),
      Array(3).fill(answers[0]?.message.id),
    )
    const { message: other } = await bob.call('chat.send', { ...again, text: 'mine' })
    assert.equal(other.text, 'mine', 'a key is its sender’s own')
    const { messages } = await bob.call('chat.history', { room })
    assert.deepEqual(
      messages.map(({ text }) => text),
      ['once', 'mine'],
    )
    assert.equal(bob.told('chat.message').length, 2)
  })

  it('carries any text unchanged', async () => {
    await using client = await place.guest()
    const room = freshRoom()
    await client.join(room)
    const texts = [
      "'; drop table messages;--",
      '<script>alert(1)</script>',
      'line one\nline two\ttab\r\n',
      'Ünïcödé 🦜👩‍👩‍👧 \u202eright to left',
      '{"jsonrpc":"2.0"}',
      'x'.repeat(4096),
    ]
    for (const text of texts) assert.equal((await client.call('chat.send', { room, text })).message.text, text)
    const { messages } = await client.call('chat.history', { room })
    assert.deepEqual(
      messages.map(({ text }) => text),
      texts,
    )
  })

  it('takes half of a surrogate pair for what it is: no reason to fail', async () => {
    await using client = await place.guest()
    const room = freshRoom()
    await client.join(room)
    await client.request('chat.send', { room, text: 'half a pair: \ud800' })
    assert.equal((await client.call('chat.send', { room, text: 'a whole one: 🦜' })).message.text, 'a whole one: 🦜')
  })

  it('bounds the length of a text, a key and a page', async () => {
    await using client = await place.guest()
    const room = freshRoom()
    await client.join(room)
    const invalid = (path: string) => failed(rpcErrors.invalidParams.code, path)
    await assert.rejects(client.call('chat.send', { room, text: '' }), invalid('/text'))
    await assert.rejects(client.call('chat.send', { room, text: 'x'.repeat(4097) }), invalid('/text'))
    for (const key of ['short', 'x'.repeat(65)])
      await assert.rejects(client.call('chat.send', { room, text: 'x', key }), invalid('/key'))
    await assert.rejects(client.call('chat.history', { room, limit: 201 }), invalid('/limit'))
    await assert.rejects(client.call('chat.history', { room, before: 0 }), invalid('/before'))
  })

  it('takes no characters that terminals act on or databases cannot hold', async () => {
    await using client = await place.guest()
    const room = freshRoom()
    await client.join(room)
    const invalid = (path: string) => failed(rpcErrors.invalidParams.code, path)
    for (const text of ['\u0000', 'a\u0000b', '\u001b[31mred', 'bell\u0007', '\u007f'])
      await assert.rejects(client.call('chat.send', { room, text }), invalid('/text'))
    for (const key of ['with space', 'nul\u0000nul'])
      await assert.rejects(client.call('chat.send', { room, text: 'x', key }), invalid('/key'))
  })
})

eachStore('chat and a crash', (store) => {
  it('keeps everything that was acknowledged through kill -9 in the middle of writing, and nothing twice', async () => {
    await using parley = await store.open({ settings: { 'session.messagesPerSecond': 1_000_000 } })
    const place = placeAt(() => parley.wsUrl)
    const room = freshRoom()
    const acknowledged: string[] = []
    for (const round of [1, 2, 3]) {
      await using client = await place.guest()
      await client.join(room)
      const enough = acknowledged.length + 30 * round
      const senders = Promise.all(
        [0, 1, 2, 3].map((sender) => sendOnAndOn(client, room, `${round} ${sender}`, acknowledged)),
      )
      await client.until('some messages to be stored', () => (acknowledged.length >= enough ? true : undefined))
      await parley.kill('SIGKILL')
      await senders
      await parley.restart()
    }
    await using client = await place.guest()
    await client.join(room)
    const stored = await readAll(client, room)
    assert.equal(new Set(stored).size, stored.length)
    assert.deepEqual(
      acknowledged.filter((text) => !stored.includes(text)),
      [],
    )
  })

  it('does not store again, after the restart, what was sent again with the same key by the same guest', async () => {
    await using parley = await store.open()
    const place = placeAt(() => parley.wsUrl)
    const message = { room: freshRoom(), text: 'once', key: 'key-12345' }
    const say = async (guest?: string) => {
      await using client = await place.socket()
      const hello = await client.hello(guest === undefined ? {} : { guest })
      const { epoch } = await client.join(message.room)
      const { message: said } = await client.call('chat.send', message)
      return { guest: hello.guest, id: said.id, epoch }
    }
    const before = await say()
    await parley.kill('SIGKILL')
    await parley.restart()
    const after = await say(before.guest)
    assert.equal(after.id, before.id)
    assert.ok(after.epoch > before.epoch, 'a room that opens again has a new epoch')
  })
})

/** One message after another until the socket is gone, which ends it well. */
async function sendOnAndOn(client: WireClient, room: string, sender: string, acknowledged: string[]): Promise<void> {
  for (let number = 0; client.webSocket.readyState === client.webSocket.OPEN; number += 1) {
    const text = `${sender} ${number}`
    const answer = await client
      .request('chat.send', { room, text, key: `key-of-${text.replaceAll(' ', '-')}` })
      .catch(() => undefined)
    if (answer === undefined) return
    assert.ok('result' in answer, JSON.stringify(answer))
    acknowledged.push(text)
  }
}

async function readAll(client: WireClient, room: string): Promise<string[]> {
  const texts: string[] = []
  for (let before: number | undefined, more = true; more; ) {
    const page = await client.call('chat.history', { room, limit: 200, ...(before === undefined ? {} : { before }) })
    texts.unshift(...page.messages.map(({ text }) => text))
    before = page.messages[0]?.id
    more = page.more
  }
  return texts
}
