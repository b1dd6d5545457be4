import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { test } from 'node:test'
import { Refusal } from '@parley/protocol'
import { ParleyError } from './errors.ts'
import { type Upload, uploadByFetch } from './platform.ts'
import { message, roomState } from './testing/answers.ts'
import { dial, listen, serve } from './testing/client.ts'
import { testPlatform, until } from './testing/platform.ts'

const at = '2026-01-01T00:01:00.000Z'
const theirs = (id: number, text?: string) => ({ ...message(id, text), person: 'person-2' })

test('an edit and a deletion change the message in its place, and are told', async (context) => {
  const server = await serve(context, {
    'room.join': () => roomState(server, { messages: [message(1), message(2), message(3)] }),
  })
  const room = await (await dial(server)).join('lobby')
  const heard = listen(room)
  const before = room.messages
  const edited = { ...message(2, 'better'), editedAt: at }
  server.fact('chat.changed', { message: edited })
  server.fact('chat.changed', { message: { ...message(1, ''), deletedAt: at } })
  server.fact('chat.changed', { message: { ...message(99, ''), deletedAt: at } })
  await until(() => heard.messageChanged.length === 3, 'the changes are told')
  assert.deepEqual(
    room.messages.map(({ text }) => text),
    ['', 'better', 'text 3'],
  )
  assert.equal(before[1]?.text, 'text 2', 'a list that was given out stays')
  assert.equal(heard.message.length, 0)
})

test('what was changed during an absence is known afterwards', async (context) => {
  const server = await serve(context, {
    'room.join': () => roomState(server, { messages: [message(1), message(2)] }),
  })
  const room = await (await dial(server)).join('lobby')
  const heard = listen(room)
  server.epoch += 1
  server.answers['room.join'] = () =>
    roomState(server, { messages: [message(1), { ...message(2, 'better'), editedAt: at }] })
  server.peer.drop()
  await until(() => heard.messageChanged.length === 1, 'the change is found')
  assert.equal(room.messages[1]?.text, 'better')
})

test('what is unread is counted as it comes, is deleted and is read, here or elsewhere', async (context) => {
  const server = await serve(context, {
    'room.join': () => roomState(server, { unread: 2, readUpTo: 4, messages: [theirs(5), theirs(6)] }),
    'chat.read': ({ upTo }) => ({ unread: 9 - upTo }),
  })
  const room = await (await dial(server)).join('lobby')
  const heard = listen(room)
  assert.deepEqual([room.unread, room.readUpTo], [2, 4])
  server.fact('chat.message', { message: theirs(7) })
  server.fact('chat.message', { message: message(8) })
  server.fact('chat.changed', { message: { ...theirs(4, ''), deletedAt: at } })
  server.fact('chat.changed', { message: { ...theirs(5, 'x'), editedAt: at } })
  server.fact('chat.changed', { message: { ...theirs(5, ''), deletedAt: at } })
  await until(() => heard.messageChanged.length === 3, 'all is told')
  assert.deepEqual([room.unread, room.readUpTo], [2, 4])
  await room.markRead(7)
  assert.deepEqual([room.unread, room.readUpTo], [2, 7])
  server.own('chat.readElsewhere', { upTo: 8, unread: 0 })
  await until(() => room.unread === 0, 'it is read elsewhere')
  assert.deepEqual(heard.unreadChanged.at(-1), { unread: 0, readUpTo: 8 })
})

test('a thousand unread stay a thousand', async (context) => {
  const server = await serve(context, { 'room.join': () => roomState(server, { unread: 1000 }) })
  const room = await (await dial(server)).join('lobby')
  const heard = listen(room)
  server.fact('chat.message', { message: theirs(1) })
  await until(() => heard.message.length === 1, 'it is told')
  assert.equal(room.unread, 1000)
})

test('marking as read says nothing twice, and goes on with the last', async (context) => {
  const server = await serve(context, {
    'room.join': () => roomState(server, { unread: 3, messages: [theirs(1), theirs(2), theirs(3)] }),
  })
  const room = await (await dial(server)).join('lobby')
  await Promise.all([room.markRead(1), room.markRead(2), room.markRead(1), room.markRead()])
  await room.markRead(3)
  assert.deepEqual(
    server.called('chat.read').map(({ upTo }) => upTo),
    [1, 3],
  )
  server.answers['chat.read'] = () => {
    throw new Refusal('store.unavailable')
  }
  await assert.rejects(room.markRead(4), Refusal)
  server.answers['chat.read'] = () => ({ unread: 0 })
  await room.markRead(4)
  assert.equal(room.readUpTo, 4)
})

test('mentions and files go with a message; edits, deletions and searches are the calls of the protocol', async (context) => {
  const server = await serve(context)
  const room = await (await dial(server)).join('lobby')
  const mentions = [{ start: 0, end: 4, person: 'person-2' }]
  const attachments = [{ id: 'file-1', name: 'a.txt', mediaType: 'text/plain', bytes: 5 }]
  await room.send('@Bob', { mentions, attachments })
  const { key, ...sent } = server.called('chat.send')[0] ?? {}
  assert.deepEqual(sent, { room: 'lobby', text: '@Bob', mentions, attachments: ['file-1'] })
  assert.ok(key)
  assert.equal((await room.edit(7, 'better', { mentions: [] })).text, 'better')
  assert.ok((await room.delete(7)).deletedAt)
  assert.deepEqual(await room.search('a b', { before: 9, limit: 3 }), { messages: [], more: false })
  assert.deepEqual(server.called('chat.edit'), [{ room: 'lobby', message: 7, text: 'better', mentions: [] }])
  assert.deepEqual(server.called('chat.delete'), [{ room: 'lobby', message: 7 }])
  assert.deepEqual(server.called('chat.search'), [{ room: 'lobby', search: 'a b', before: 9, limit: 3 }])
})

test('a file is named, uploaded beside the socket, and ready to be sent', async (context) => {
  const uploads: Upload[] = []
  const upload = async (request: Upload) => {
    uploads.push(request)
    request.onProgress?.(5)
    return 204
  }
  const server = await serve(context)
  const room = await (await dial(server, { platform: testPlatform({ upload }) })).join('lobby')
  const progress: number[] = []
  const file = new File(['hello'], 'a/b\\c\u0000.txt', { type: 'text/plain;charset=utf-8' })
  const attached = await room.attach(file, { onProgress: (sent) => progress.push(sent) })
  assert.deepEqual(attached, { id: 'file-1', name: 'a_b_c_.txt', mediaType: 'text/plain', bytes: 5 })
  assert.equal(uploads[0]?.url, `${server.url.replace('ws:', 'http:')}/files/file-1?key=key`)
  assert.deepEqual([progress, uploads[0]?.body], [[5], file])
  const blob = new Blob(['x'])
  const { name, mediaType } = await room.attach(blob, { name: 'x'.repeat(300) })
  assert.deepEqual([name.length, mediaType], [255, 'application/octet-stream'])
  assert.equal(
    room.urlOf({ ...attached, url: '/files/1?key=k' }),
    `${server.url.replace('ws:', 'http:')}/files/1?key=k`,
  )
})

test('an upload that fails says why', async (context) => {
  let status: number | Error = 404
  const upload = async () => {
    if (status instanceof Error) throw status
    return status
  }
  const server = await serve(context)
  const room = await (await dial(server, { platform: testPlatform({ upload }) })).join('lobby')
  const attach = (signal?: AbortSignal) => room.attach(new Blob(['x']), signal ? { signal } : {})
  for (const [answer, reason] of [
    [404, 'file.notFound'],
    [409, 'file.notFound'],
    [429, 'session.tooFast'],
    [503, 'store.unavailable'],
  ] as const) {
    status = answer
    await assert.rejects(attach(), (error) => error instanceof Refusal && error.reason === reason)
  }
  const isKind = (kind: string) => (error: unknown) => error instanceof ParleyError && error.kind === kind
  for (const answer of [507, 500]) {
    status = answer
    await assert.rejects(attach(), isKind('fault'))
  }
  status = new Error('no network')
  await assert.rejects(attach(), isKind('disconnected'))
  await assert.rejects(attach(AbortSignal.abort()), isKind('aborted'))
  const { upload: _, ...without } = testPlatform()
  const other = await (await dial(server, { platform: without })).join('lobby')
  await assert.rejects(other.attach(new Blob(['x'])), isKind('unsupported'))
})

test('outside browsers a file goes out by fetch', async (context) => {
  const bodies: string[] = []
  const http = createServer(async (request, response) => {
    bodies.push(`${request.method} ${request.headers['content-length']} ${await buffer(request)}`)
    response.writeHead(204).end()
  })
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  context.after(() => http.close())
  const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}/files/1`
  const progress: number[] = []
  const onProgress = (sent: number) => progress.push(sent)
  assert.equal(await uploadByFetch({ url, body: new Blob(['hello']), onProgress }), 204)
  assert.deepEqual([bodies, progress], [['PUT 5 hello'], [5]])
  await assert.rejects(uploadByFetch({ url, body: new Blob(['x']), signal: AbortSignal.abort() }))
})
