// What becomes of messages: edited, deleted, read, searched; what links and mentions say; told to all in one order.

import assert from 'node:assert/strict'
import { it } from 'node:test'
import { type ChatMessage, rpcErrors } from '@parley/protocol'
import { failed, refused } from '../wire-client.ts'
import { conformance, eachStore, freshRoom, type Place, placeAt } from './place.ts'

const invalid = (path: string) => failed(rpcErrors.invalidParams.code, path)

/** Two who are in a room of their own. */
async function meet(place: Place) {
  await using opened = new AsyncDisposableStack()
  const [ada, bob] = [opened.use(await place.socket()), opened.use(await place.socket())]
  const [adasHello, bobsHello] = [await ada.hello({ name: 'Ada' }), await bob.hello({ name: 'Bob' })]
  const room = freshRoom()
  await ada.join(room)
  await bob.join(room)
  const say = async (text: string) => (await ada.call('chat.send', { room, text })).message
  const parts = opened.move()
  const end = () => parts.disposeAsync()
  return { ada, bob, adasHello, bobsHello, room, say, [Symbol.asyncDispose]: end }
}

conformance('chat that is kept', (place) => {
  it('tells everybody of an edit, and whoever joins or reads back finds it', async () => {
    await using met = await meet(place)
    const { ada, bob, room } = met
    const said = await met.say('helo at http://a.example')
    const { message } = await ada.call('chat.edit', { room, message: said.id, text: 'hello' })
    const { links, ...before } = said
    assert.equal(links?.length, 1)
    assert.ok(message.editedAt !== undefined && message.editedAt >= said.sentAt)
    assert.deepEqual(message, { ...before, text: 'hello', editedAt: message.editedAt })
    for (const client of [ada, bob]) assert.deepEqual((await client.heard('chat.changed')).message, message)
    await using cem = await place.guest()
    assert.deepEqual((await cem.join(room)).messages, [message])
    assert.deepEqual((await cem.call('chat.history', { room })).messages, [message])
  })

  it('empties a deleted message for everybody, once', async () => {
    await using met = await meet(place)
    const { ada, bob, room } = met
    const said = await met.say('a secret')
    const { message } = await ada.call('chat.delete', { room, message: said.id })
    assert.deepEqual(message, { ...said, text: '', deletedAt: message.deletedAt })
    assert.ok(message.deletedAt !== undefined)
    assert.deepEqual((await bob.heard('chat.changed')).message, message)
    assert.deepEqual(await ada.call('chat.delete', { room, message: said.id }), { message })
    await assert.rejects(ada.call('chat.edit', { room, message: said.id, text: 'x' }), refused('chat.notFound'))
    await using cem = await place.guest()
    assert.deepEqual((await cem.join(room)).messages, [message])
    assert.equal(cem.told('chat.changed').length, 0)
    assert.equal(bob.told('chat.changed').length, 1)
  })

  it('lets nobody change what others have said, and says what is not there', async () => {
    await using met = await meet(place)
    const { ada, bob, room } = met
    const { id } = await met.say('mine')
    await assert.rejects(bob.call('chat.edit', { room, message: id, text: 'x' }), refused('session.forbidden'))
    await assert.rejects(bob.call('chat.delete', { room, message: id }), refused('session.forbidden'))
    await assert.rejects(ada.call('chat.edit', { room, message: id + 1, text: 'x' }), refused('chat.notFound'))
    await assert.rejects(ada.call('chat.delete', { room, message: id + 1 }), refused('chat.notFound'))
    await using outsider = await place.guest()
    const nowhere = { room, message: id }
    await assert.rejects(outsider.call('chat.edit', { ...nowhere, text: 'x' }), refused('room.notJoined'))
    await assert.rejects(outsider.call('chat.delete', nowhere), refused('room.notJoined'))
    await assert.rejects(outsider.call('chat.read', { room, upTo: id }), refused('room.notJoined'))
    await assert.rejects(outsider.call('chat.search', { room, search: 'mine' }), refused('room.notJoined'))
    const file = { room, name: 'a.txt', mediaType: 'text/plain', bytes: 1 }
    await assert.rejects(outsider.call('chat.attach', file), refused('room.notJoined'))
  })

  it('lets whoever moderates delete what others have said, and not edit it', async () => {
    await using met = await meet(place)
    const { ada, bob, room } = met // Ada came first, and owns the room.
    const { message: said } = await bob.call('chat.send', { room, text: 'rude' })
    await assert.rejects(ada.call('chat.edit', { room, message: said.id, text: 'x' }), refused('session.forbidden'))
    const { message } = await ada.call('chat.delete', { room, message: said.id })
    assert.deepEqual([message.text, message.person], ['', said.person])
    assert.deepEqual((await bob.heard('chat.changed')).message, message)
  })

  it('tells messages and changes in the order in which they were stored', async () => {
    await using met = await meet(place)
    const { ada, bob, room } = met
    const first = await met.say('0')
    await Promise.all(
      Array.from({ length: 20 }, (_, index) => [
        ada.call('chat.send', { room, text: `${index}` }),
        ada.call('chat.edit', { room, message: first.id, text: `edit ${index}` }),
        bob.call('chat.send', { room, text: `${index}` }),
      ]).flat(),
    )
    const told = () => bob.notifications.flatMap((one) => ('message' in one.params ? [one.params] : []))
    await bob.until('all to be told', () => (told().length === 61 ? true : undefined))
    const changes = bob.told('chat.changed').map(({ message }) => message.text)
    assert.deepEqual(
      changes,
      Array.from({ length: 20 }, (_, index) => `edit ${index}`),
    )
    const edits = bob.told('chat.changed').map(({ message }) => message.editedAt ?? '')
    assert.deepEqual(edits, [...edits].sort())
    const { messages } = await bob.call('chat.history', { room, limit: 200 })
    assert.equal(messages[0]?.text, 'edit 19', 'the last one told is the one kept')
    const ids = bob.told('chat.message').map(({ message }) => message.id)
    assert.deepEqual(
      ids,
      [...ids].sort((a, b) => a - b),
    )
  })

  it('finds links, and takes mentions of those who are here or have spoken', async () => {
    await using met = await meet(place)
    const { ada, bob, room, adasHello, bobsHello } = met
    const text = '@Bob see https://example.org/a_(b).'
    const mentions = [{ start: 0, end: 4, person: bobsHello.person.id }]
    const { message } = await ada.call('chat.send', { room, text, mentions })
    assert.deepEqual(message.mentions, mentions)
    assert.deepEqual(message.links, [{ start: 9, end: 34, url: 'https://example.org/a_(b)' }])
    await met.say('I was here')
    await ada.call('room.leave', { room })
    const gone = { start: 0, end: 4, person: adasHello.person.id }
    const { message: later } = await bob.call('chat.send', { room, text: '@Ada', mentions: [gone] })
    assert.deepEqual(later.mentions, [gone])
    const { message: edited } = await bob.call('chat.edit', { room, message: later.id, text: 'hi @Ada', mentions: [] })
    assert.equal(edited.mentions, undefined)
  })

  it('refuses mentions that do not fit', async () => {
    await using met = await meet(place)
    const { ada, room, bobsHello } = met
    const person = bobsHello.person.id
    const said = await met.say('@Bob')
    const hostile = ["'; drop table messages; --", '\r\nx', 'nul \u0000', '<b>', '\u001b[31m', 'nobody']
    for (const mentions of [
      [{ start: 0, end: 5, person }],
      [{ start: 2, end: 2, person }],
      [{ start: 3, end: 1, person }],
      [
        { start: 0, end: 3, person },
        { start: 2, end: 4, person },
      ],
      ...hostile.map((name) => [{ start: 0, end: 4, person: name }]),
    ]) {
      const call = ada.call('chat.send', { room, text: '@Bob', mentions })
      await assert.rejects(call, refused('chat.mentionInvalid'))
      const edit = ada.call('chat.edit', { room, message: said.id, text: '@Bob', mentions })
      await assert.rejects(edit, refused('chat.mentionInvalid'))
    }
    const many = Array.from({ length: 51 }, (_, start) => ({ start, end: start + 1, person }))
    const call = ada.call('chat.send', { room, text: 'x'.repeat(60), mentions: many })
    await assert.rejects(call, invalid('/mentions'))
    assert.equal((await ada.call('chat.history', { room })).messages.length, 1, 'nothing of it was stored')
  })

  it('counts what is unread, for the person and over visits', async () => {
    await using met = await meet(place)
    const { bob, room, bobsHello } = met
    const first = await met.say('one')
    await met.say('two')
    await bob.call('chat.send', { room, text: 'mine' })
    const third = await met.say('three')
    await using tab = await place.socket()
    await tab.hello(bobsHello.guest === undefined ? {} : { guest: bobsHello.guest })
    const { unread, readUpTo } = await tab.join(room)
    assert.deepEqual([unread, readUpTo], [3, 0])
    assert.deepEqual(await bob.call('chat.read', { room, upTo: first.id }), { unread: 2 })
    assert.deepEqual(await tab.heard('chat.readElsewhere'), { room, upTo: first.id, unread: 2 })
    await met.ada.call('chat.delete', { room, message: third.id })
    assert.deepEqual(await bob.call('chat.read', { room, upTo: first.id }), { unread: 1 })
    assert.deepEqual(await tab.call('chat.read', { room, upTo: Number.MAX_SAFE_INTEGER }), { unread: 0 })
    const { upTo } = await bob.heard('chat.readElsewhere')
    assert.equal(upTo, third.id, 'nobody has read what was not said')
    await met.say('four')
    await tab.close()
    await using again = await place.socket()
    await again.hello(bobsHello.guest === undefined ? {} : { guest: bobsHello.guest })
    const state = await again.join(room)
    assert.deepEqual([state.unread, state.readUpTo], [1, third.id])
    assert.equal(tab.told('chat.readElsewhere').length, 1, 'who reads is not told')
    await assert.rejects(bob.call('chat.read', { room, upTo: 0 }), invalid('/upTo'))
  })

  it('finds messages by their words, whatever the case, newest first, in pages', async () => {
    await using met = await meet(place)
    const { ada, room } = met
    const texts = ['Grüße aus ŁÓDŹ', 'grüsse', '100% of it', 'a_b', 'back\\slash', 'GRÜSSE noch einmal']
    const said: ChatMessage[] = []
    for (const text of texts) said.push(await met.say(text))
    const find = async (search: string, page: { before?: number; limit?: number } = {}) => {
      const { messages, more } = await ada.call('chat.search', { room, search, ...page })
      return [messages.map(({ id }) => said.findIndex((one) => one.id === id)), more]
    }
    assert.deepEqual(await find('grüße'), [[5, 1, 0], false])
    assert.deepEqual(await find('grüße', { limit: 2 }), [[5, 1], true])
    assert.deepEqual(await find('grüße', { limit: 2, before: said[1]?.id ?? 0 }), [[0], false])
    assert.deepEqual(await find('łódź AUS'), [[0], false])
    assert.deepEqual(
      [await find('0%'), await find('_'), await find('\\')],
      [
        [[2], false],
        [[3], false],
        [[4], false],
      ],
    )
    for (const search of ["' or 1=1 --", "'; drop table messages; --", '%', '%%a', '"', '\u0000', '\r\n', 'nowhere'])
      assert.deepEqual(await find(search), search === '%' ? [[2], false] : [[], false], JSON.stringify(search))
    await ada.call('chat.delete', { room, message: said[5]?.id ?? 0 })
    assert.deepEqual(await find('einmal'), [[], false])
    await assert.rejects(ada.call('chat.search', { room, search: '' }), invalid('/search'))
    await assert.rejects(ada.call('chat.search', { room, search: 'x'.repeat(257) }), invalid('/search'))
  })

  it('lets each search once at a time', async () => {
    await using met = await meet(place)
    const { ada, room } = met
    await met.say('needle')
    const answers = await Promise.allSettled(
      Array.from({ length: 3 }, () => ada.call('chat.search', { room, search: 'needle' })),
    )
    for (const answer of answers) if (answer.status === 'rejected') refused('session.tooFast')(answer.reason)
    assert.equal(answers[0]?.status, 'fulfilled')
    assert.equal((await ada.call('chat.search', { room, search: 'needle' })).messages.length, 1)
  })
})

eachStore('chat that is kept and a crash', (store) => {
  it('keeps edits, deletions and what was read through kill -9', async () => {
    await using parley = await store.open()
    const place = placeAt(() => parley.wsUrl)
    const room = freshRoom()
    const ada = await place.guest('Ada')
    await using bob = await place.socket()
    const { guest = '' } = await bob.hello()
    await ada.join(room)
    await bob.join(room)
    const [one, two, three] = [
      await ada.call('chat.send', { room, text: 'one' }),
      await ada.call('chat.send', { room, text: 'two' }),
      await ada.call('chat.send', { room, text: 'three' }),
    ]
    const { message: edited } = await ada.call('chat.edit', { room, message: one.message.id, text: 'ONE' })
    const { message: deleted } = await ada.call('chat.delete', { room, message: two.message.id })
    await bob.call('chat.read', { room, upTo: two.message.id })
    await parley.kill('SIGKILL')
    await parley.restart()
    await using again = await place.socket()
    await again.hello({ guest })
    const state = await again.join(room)
    assert.deepEqual(state.messages, [edited, deleted, three.message])
    assert.deepEqual([state.unread, state.readUpTo], [1, two.message.id])
  })
})
