// Messages after they were said: edited, deleted, read, searched; and the files that go with them.

import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { it } from 'node:test'
import { Refusal, type RefusalReason } from '@parley/protocol'
import type { NewFile, Store } from './store.ts'
import { eachStore } from './testing/databases.ts'

const isRefusal = (reason: RefusalReason) => (error: unknown) => error instanceof Refusal && error.reason === reason
const promised = { roomBytes: 1_000, totalBytes: 1_000_000, files: 10 }
const limits = { roomBytes: 1_000, totalBytes: 1_000_000, waiting: 3, promised, promisedForMs: 600_000 }
const hour = 3_600_000

async function openRoom(store: Store) {
  const { name: room, epoch } = await store.rooms.open(`room ${randomUUID()}`, 'ann')
  const say = (text: string, more: { person?: string; files?: string[]; key?: string } = {}) =>
    store.messages.append({ room, epoch, person: 'ann', name: 'Ann', text, ...more })
  const file = (changes: Partial<NewFile> = {}): NewFile => {
    const id = randomUUID()
    const bytes = { name: 'a.txt', mediaType: 'text/plain', bytes: 100 }
    return { id, room, person: 'ann', ...bytes, expiresAt: Date.now() + hour, ...changes }
  }
  const upload = async (changes: Partial<NewFile> = {}) => {
    const promised = file(changes)
    await store.files.promise(promised, limits)
    assert.equal(await store.files.uploaded(promised.id, Date.now() + hour), true)
    return promised.id
  }
  return { room, epoch, say, file, upload, ann: { room, epoch, person: 'ann' }, ben: { room, epoch, person: 'ben' } }
}

eachStore('messages that change', process.env['PARLEY_TEST_POSTGRES'], (opened) => {
  it('keeps links and mentions as they were given', async () => {
    const store = opened()
    const { room, epoch } = await openRoom(store)
    const links = [{ start: 0, end: 8, url: 'http://a/' }]
    const mentions = [{ start: 9, end: 13, person: `'; drop table messages; --` }]
    const hello = { room, epoch, person: 'ann', name: 'Ann', text: 'http://a @ben', links, mentions }
    const { repeated, ...row } = await store.messages.append(hello)
    assert.deepEqual([row.links, row.mentions, repeated], [links, mentions, false])
    assert.deepEqual((await store.messages.page(room, { limit: 1 })).messages, [row])
  })

  it('edits what its author has said, and nobody else', async () => {
    const store = opened()
    const { room, say, ann, ben } = await openRoom(store)
    const said = await say('helo')
    const links = [{ start: 0, end: 8, url: 'http://a/' }]
    const edited = await store.messages.edit({ ...ann, id: said.id, text: 'http://a', links })
    assert.ok(edited.editedAt !== undefined && edited.editedAt >= said.sentAt)
    const { repeated, ...before } = said
    assert.deepEqual(edited, { ...before, text: 'http://a', links, editedAt: edited.editedAt })
    assert.deepEqual((await store.messages.page(room, { limit: 1 })).messages, [edited])
    assert.equal((await store.messages.edit({ ...ann, id: said.id, text: 'hello' })).links, undefined)
    await assert.rejects(store.messages.edit({ ...ben, id: said.id, text: 'x' }), isRefusal('session.forbidden'))
    await assert.rejects(store.messages.edit({ ...ann, id: said.id + 1, text: 'x' }), isRefusal('chat.notFound'))
  })

  it('empties what is deleted, once, by its author or whoever moderates', async () => {
    const store = opened()
    const { room, epoch, say, ann, ben } = await openRoom(store)
    const [first, second] = [await say('one', { key: 'key-0001' }), await say('two')]
    const deletion = { ...ben, id: first.id }
    await assert.rejects(store.messages.delete({ ...deletion, moderates: false }), isRefusal('session.forbidden'))
    const { message, changed } = await store.messages.delete({ ...deletion, moderates: true })
    assert.equal(changed, true)
    const { id, sentAt } = first
    assert.deepEqual(message, { room, id, person: 'ann', name: 'Ann', text: '', sentAt, deletedAt: message.deletedAt })
    assert.ok(message.deletedAt !== undefined)
    assert.deepEqual(await store.messages.delete({ ...ann, id, moderates: false }), { message, changed: false })
    await assert.rejects(store.messages.edit({ ...ann, id, text: 'back' }), isRefusal('chat.notFound'))
    await store.messages.delete({ ...ann, id: second.id, moderates: false })
    await assert.rejects(store.messages.delete({ ...ann, id: 99, moderates: true }), isRefusal('chat.notFound'))
    const again = { room, epoch, person: 'ann', name: 'Ann', text: 'one', key: 'key-0001' }
    assert.deepEqual(await store.messages.append(again), { ...message, repeated: true }, 'it is not said again')
  })

  it('changes nothing for an owner whose epoch is old', async () => {
    const store = opened()
    const { room, say, upload, ann } = await openRoom(store)
    const { id } = await say('one')
    const file = await upload()
    await store.rooms.open(room, 'ben')
    await assert.rejects(store.messages.edit({ ...ann, id, text: 'x' }), isRefusal('room.closed'))
    await assert.rejects(store.messages.delete({ ...ann, id, moderates: true }), isRefusal('room.closed'))
    await assert.rejects(say('with a file', { files: [file] }), isRefusal('room.closed'))
    assert.equal((await store.files.find(file))?.state, 'uploaded')
    const { messages } = await store.messages.page(room, { limit: 10 })
    assert.deepEqual(
      messages.map(({ text }) => text),
      ['one'],
    )
    const nowhere = { ...ann, room: 'deleted', id }
    await assert.rejects(store.messages.edit({ ...nowhere, text: 'x' }), isRefusal('room.closed'))
  })

  it('counts what others have said since, without what is deleted', async () => {
    const store = opened()
    const { room, say, ann } = await openRoom(store)
    const ids: number[] = []
    for (const person of ['ann', 'ben', 'ann', 'cem', 'ann']) ids.push((await say('hi', { person })).id)
    const [, second = 0, , fourth = 0, last = 0] = ids
    const of = async (person: string, newest = last) => (await store.reads.get({ room, person, newest })).unread
    assert.deepEqual([await of('ann'), await of('ben'), await of('dan'), await of('dan', second)], [2, 4, 5, 2])
    assert.equal(await store.reads.mark({ room, person: 'ben', upTo: fourth }), true)
    assert.equal(await store.reads.mark({ room, person: 'ben', upTo: second }), false, 'it never goes back')
    assert.equal(await store.reads.mark({ room, person: 'ben', upTo: fourth }), false)
    assert.deepEqual(await store.reads.get({ room, person: 'ben', newest: last }), { upTo: fourth, unread: 1 })
    await store.messages.delete({ ...ann, id: last, moderates: false })
    assert.deepEqual([await of('ben'), await of('dan'), await of('ann')], [0, 4, 2])
    assert.deepEqual(await store.reads.get({ room: 'nowhere', person: 'ann', newest: 9 }), { upTo: 0, unread: 0 })
  })

  it('counts to a thousand', async () => {
    const store = opened()
    const { room, say } = await openRoom(store)
    const rows = await Promise.all(Array.from({ length: 1_005 }, (_, index) => say(`message ${index}`)))
    const newest = Math.max(...rows.map(({ id }) => id))
    assert.equal((await store.reads.get({ room, person: 'ben', newest })).unread, 1_000)
    assert.equal((await store.reads.get({ room, person: 'ann', newest })).unread, 0)
  })

  it('finds messages whatever the case and composition of their words', async () => {
    const store = opened()
    const { room, say, ann } = await openRoom(store)
    const texts = [
      'Die Straße nach ŁÓDŹ',
      'ΟΔΥΣΣΕΎΣ on the road',
      'Jose\u0301 paid 100%',
      'under_score and back\\slash',
    ]
    for (const text of texts) await say(text)
    await say('the same WORD twice: word')
    const find = async (search: string, page: { before?: number; limit?: number } = {}) => {
      const { messages, more } = await store.messages.search(room, { search, limit: 10, ...page })
      return [messages.map(({ id }) => id), more]
    }
    for (const search of ['STRASSE', 'straße łódź', 'nach die', 'łó'])
      assert.deepEqual(await find(search), [[1], false], search)
    for (const search of ['ὀδυσσεύς', 'road οδυσσεύς'])
      assert.deepEqual(await find(search), [search[0] === 'ὀ' ? [] : [2], false])
    for (const search of ['JOSÉ', '100%', '0%']) assert.deepEqual(await find(search), [[3], false], search)
    for (const search of ['_', 'k\\s', '\\', 'R_S']) assert.deepEqual(await find(search), [[4], false], search)
    for (const search of ['%e%', 'a_d', '"', "' or 1=1 --", 'word nowhere', ' '])
      assert.deepEqual(await find(search), [[], false], search)
    assert.deepEqual(await find('A', { limit: 2 }), [[5, 4], true], 'the newest first')
    assert.deepEqual(await find('a', { before: 4, limit: 3 }), [[3, 2, 1], false])
    await store.messages.edit({ ...ann, id: 1, text: 'nothing here' })
    await store.messages.delete({ ...ann, id: 4, moderates: false })
    assert.deepEqual(
      [await find('strasse'), await find('slash')],
      [
        [[], false],
        [[], false],
      ],
    )
    assert.deepEqual(await find('NOTHING'), [[1], false])
    assert.deepEqual(await store.messages.search('nowhere', { search: 'a', limit: 1 }), { messages: [], more: false })
  })

  it('finds what was said long ago', async () => {
    const store = opened()
    const { room, epoch, say } = await openRoom(store)
    await say('needle')
    await Promise.all(Array.from({ length: 5_100 }, (_, index) => say(`hay ${index}`)))
    assert.ok(epoch > 0)
    const { messages, more } = await store.messages.search(room, { search: 'needle', limit: 1 })
    assert.deepEqual([messages.map(({ id }) => id), more], [[1], false])
  })

  it('knows who has written in a room', async () => {
    const store = opened()
    const { room, say } = await openRoom(store)
    await say('without a key')
    assert.deepEqual(
      [await store.messages.hasWritten(room, 'ann'), await store.messages.hasWritten(room, 'ben')],
      [true, false],
    )
  })

  it('sends files with a message, once, and only those that its author uploaded for this room', async () => {
    const store = opened()
    const { room, say, file, upload } = await openRoom(store)
    const elsewhere = await openRoom(store)
    const [one, two] = [await upload(), await upload()]
    const promised = file()
    await store.files.promise(promised, limits)
    for (const [files, person] of [
      [[one, promised.id], 'ann'],
      [[one, await elsewhere.upload()], 'ann'],
      [[one, 'no-such-file'], 'ann'],
      [[one], 'ben'],
    ] as const)
      await assert.rejects(say('no', { files: [...files], person }), isRefusal('file.notFound'))
    const sent = await say('here', { files: [two, one], key: 'key-0001' })
    assert.deepEqual(
      sent.attachments?.map(({ id }) => id),
      [two, one],
    )
    assert.deepEqual(sent.attachments?.[0], { id: two, name: 'a.txt', mediaType: 'text/plain', bytes: 100 })
    const again = await say('here', { files: [two, one], key: 'key-0001' })
    assert.deepEqual(again, { ...sent, repeated: true })
    await assert.rejects(say('again', { files: [one] }), isRefusal('file.notFound'))
    const { messages } = await store.messages.page(room, { limit: 10 })
    assert.deepEqual(messages.at(-1)?.attachments, sent.attachments)
    assert.equal(messages.length, 1)
  })

  it('gives up files whose time is over, and those of a deleted message or room', async () => {
    const store = opened()
    const { room, epoch, say, file, upload, ann } = await openRoom(store)
    for (const left = await store.files.takeExpired(1_000); left.length > 0; left.length = 0)
      await store.files.forget(left)
    const late = file({ expiresAt: Date.now() - 1 })
    await store.files.promise(late, limits)
    const sent = await upload()
    const { id } = await say('here', { files: [sent] })
    assert.deepEqual(await store.files.takeExpired(10), [late.id])
    assert.equal(await store.files.uploaded(late.id, Date.now()), false)
    await store.messages.delete({ ...ann, id, moderates: false })
    assert.equal((await store.files.find(sent))?.state, 'removed')
    assert.deepEqual((await store.files.takeExpired(10)).sort(), [late.id, sent].sort())
    await store.files.forget([late.id, sent])
    await store.files.forget([])
    assert.deepEqual([await store.files.takeExpired(10), await store.files.find(sent)], [[], undefined])
    const last = await upload()
    await say('there', { files: [last] })
    await store.reads.mark({ room, person: 'ann', upTo: 1 })
    await store.rooms.delete({ room, epoch })
    assert.deepEqual(await store.files.takeExpired(10), [last])
  })

  it('bounds what a room holds, and what a person keeps waiting', async () => {
    const store = opened()
    const { say, file, upload } = await openRoom(store)
    const promise = (changes: Partial<NewFile> = {}) => store.files.promise(file(changes), limits)
    const first = await upload({ bytes: 400 })
    const at = await Promise.allSettled(Array.from({ length: 5 }, () => promise({ bytes: 300 })))
    assert.deepEqual(at.map(({ status }) => status).sort(), [
      'fulfilled',
      'fulfilled',
      'rejected',
      'rejected',
      'rejected',
    ])
    for (const one of at) if (one.status === 'rejected') assert.ok(isRefusal('session.quota')(one.reason))
    await assert.rejects(promise({ bytes: 1 }), isRefusal('session.quota'), 'three wait')
    await assert.rejects(promise({ person: 'ben' }), isRefusal('session.quota'), 'the room is full')
    await say('here', { files: [first] })
    await assert.rejects(promise({ bytes: 1 }), isRefusal('session.quota'), 'what was sent still counts')
  })

  it('bounds what is promised and does not come, and counts it no longer than it is awaited', async () => {
    const store = opened()
    const [one, other] = [await openRoom(store), await openRoom(store)]
    const [person, ben] = [randomUUID(), randomUUID()]
    const promise = (place: typeof one, more: Partial<typeof promised>, by = ben, promisedForMs = 600_000) =>
      store.files.promise(place.file({ bytes: 400, person: by }), {
        ...limits,
        promised: { ...promised, ...more },
        promisedForMs,
      })
    await promise(one, {}, person)
    await assert.rejects(promise(one, { roomBytes: 799 }), isRefusal('session.quota'), 'of a room')
    await assert.rejects(promise(other, { totalBytes: 799 }), isRefusal('session.quota'), 'of all')
    await assert.rejects(promise(other, { files: 1 }, person), isRefusal('session.quota'), 'of a person')
    await promise(one, { roomBytes: 799, totalBytes: 799, files: 1 }, ben, -1_000)
    await promise(one, {}, randomUUID(), -1_000)
  })

  it('bounds what all rooms hold together', async () => {
    const store = opened()
    const [one, other] = [await openRoom(store), await openRoom(store)]
    await one.upload({ bytes: 400 })
    // What other sentences have left counts too, so the bound is found by trying.
    const promise = (totalBytes: number) => store.files.promise(other.file({ bytes: 10 }), { ...limits, totalBytes })
    await assert.rejects(promise(409), isRefusal('session.quota'))
    await promise(1_000_000)
  })
})
