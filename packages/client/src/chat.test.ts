import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ChatMessage, Result } from '@parley/protocol'
import { Chat } from './chat.ts'
import { ParleyError } from './errors.ts'
import { message, roomState } from './testing/answers.ts'
import { dial, listen, serve } from './testing/client.ts'
import { until } from './testing/platform.ts'
import { NO_ANSWER } from './testing/server.ts'

test('a message whose answer was lost is sent again with the same key, once', async (context) => {
  const server = await serve(context, {
    'chat.send': ({ text }, peer) => {
      if (peer === server.peers[0]) {
        peer.drop()
        return NO_ANSWER
      }
      return { message: message(7, text) }
    },
  })
  const room = await (await dial(server)).join('lobby')
  const heard = listen(room)
  const said = await room.send('hello')
  assert.equal(said.id, 7)
  server.peer.send('chat.message', { room: 'lobby', epoch: 1, seq: 1, message: message(7, 'hello') })
  const [first, second] = server.called('chat.send')
  assert.ok(first?.key && first.key.length >= 8 && first.key.length <= 64)
  assert.deepEqual(second, first)
  await room.olderMessages()
  assert.deepEqual(
    heard.message.map((event) => event.message.id),
    [7],
  )
  assert.equal(room.messages.length, 1)
})

test('a message that is lost twice is given up, and two messages have two keys', async (context) => {
  const server = await serve(context, {
    'chat.send': (_params, peer) => {
      peer.drop()
      return NO_ANSWER
    },
  })
  const room = await (await dial(server)).join('lobby')
  await assert.rejects(room.send('a'), (error) => error instanceof ParleyError && error.kind === 'disconnected')
  server.answers['chat.send'] = ({ text }) => ({ message: message(1, text) })
  await room.send('b')
  const keys = server.called('chat.send').map(({ key }) => key)
  assert.equal(keys[0], keys[1])
  assert.equal(keys.length, 3)
})

test('older messages come before the known ones', async (context) => {
  const server = await serve(context, {
    'room.join': () => roomState(server, { messages: [message(3)], moreMessages: true }),
    'chat.history': () => ({ messages: [message(1), message(2)], more: false }),
  })
  const room = await (await dial(server)).join('lobby')
  const older = await room.olderMessages(10)
  assert.deepEqual(
    older.map(({ id }) => id),
    [1, 2],
  )
  assert.deepEqual(
    room.messages.map(({ id }) => id),
    [1, 2, 3],
  )
  assert.equal(room.moreMessages, false)
  assert.deepEqual(await room.olderMessages(), [])
  assert.deepEqual(server.called('chat.history'), [{ room: 'lobby', before: 3, limit: 10 }])
})

test('only the newest 5,000 stay', () => {
  const heard: number[] = []
  const chat = new Chat({ history: () => Promise.reject(), onMessage: ({ id }) => heard.push(id), onChanged: () => {} })
  for (let id = 1; id <= 5_003; id++) chat.add([message(id)])
  assert.deepEqual([chat.messages.length, chat.messages[0]?.id, chat.messages.at(-1)?.id], [5_000, 4, 5_003])
  assert.equal(chat.more, true)
  assert.equal(heard.length, 5_003)
  const before = chat.messages
  chat.add([message(5_003)])
  assert.equal(chat.messages, before)
  chat.add([message(5_004)])
  assert.deepEqual([before.at(-1)?.id, chat.messages.at(-1)?.id], [5_003, 5_004])
})

test('what an app has read of the past is not taken from under its reader', async () => {
  const chat = new Chat({
    history: async (before) => page(before - 200, before),
    onMessage: () => {},
    onChanged: () => {},
  })
  await chat.snapshot(page(1_000, 6_000).messages, true)
  await chat.older(200)
  chat.add([message(6_000)])
  assert.deepEqual([chat.messages.length, chat.messages[0]?.id], [5_200, 801])
  assert.equal(chat.more, true)
})

test('a short absence leaves no hole', async () => {
  const asked: number[] = []
  const chat = new Chat({
    history: async (before) => {
      asked.push(before)
      return page(Math.max(1, before - 200), before)
    },
    onMessage: () => {},
    onChanged: () => {},
  })
  await chat.snapshot(page(90, 101).messages, true)
  await chat.snapshot(page(390, 401).messages, true)
  assert.deepEqual(asked, [390, 190])
  assert.deepEqual(ids(chat), ids(page(1, 401)))
})

test('after a long absence two pages are read, and what was known before the hole is dropped', async () => {
  const asked: number[] = []
  const chat = new Chat({
    history: async (before) => {
      asked.push(before)
      return page(before - 200, before)
    },
    onMessage: () => {},
    onChanged: () => {},
  })
  await chat.snapshot(page(1, 51).messages, false)
  await chat.snapshot(page(9_950, 10_000).messages, true)
  assert.deepEqual(asked, [9_950, 9_750])
  assert.deepEqual(ids(chat), ids(page(9_550, 10_000)))
  assert.equal(chat.more, true)
  await chat.older()
  assert.equal(asked.at(-1), 9_550)
})

test('what was changed before the last messages during an absence is read again, as far as two pages reach', async () => {
  const edited: number[] = []
  const asked: number[] = []
  let now = page(1, 601).messages
  const chat = new Chat({
    history: async (before, limit) => {
      asked.push(before)
      const from = Math.max(1, before - limit)
      return { messages: now.slice(from - 1, before - 1), more: from > 1 }
    },
    onMessage: () => {},
    onChanged: ({ id }) => edited.push(id),
  })
  await chat.snapshot(now, false)
  now = now.map((one) => ([100, 200, 560].includes(one.id) ? { ...one, text: '', deletedAt: one.sentAt } : one))
  await chat.snapshot(now.slice(550), true)
  assert.deepEqual(asked, [551, 351])
  assert.deepEqual(edited, [560, 200])
  assert.deepEqual(ids(chat), ids({ messages: now }), 'nothing is taken from under its reader')
  await chat.snapshot(now, true)
  assert.deepEqual(asked, [551, 351], 'where the last are all that is known nothing is asked')
})

test('a hole that cannot be read is none either: what stood before it is dropped', async () => {
  const chat = new Chat({
    history: () => Promise.reject(new ParleyError('disconnected', 'lost')),
    onMessage: () => {},
    onChanged: () => {},
  })
  await chat.snapshot(page(1, 51).messages, false)
  await assert.rejects(chat.snapshot(page(90, 100).messages, true), ParleyError)
  assert.deepEqual(ids(chat), ids(page(90, 100)))
  assert.equal(chat.more, true)
})

test('a page that comes when its place was given up is not put before a hole', async () => {
  const answers: ((page: Page) => void)[] = []
  const history = () => new Promise<Page>((resolve) => answers.push(resolve))
  const chat = new Chat({ history, onMessage: () => {}, onChanged: () => {} })
  await chat.snapshot(page(500, 551).messages, true)
  const reading = chat.older()
  const closing = chat.snapshot(page(5_000, 5_051).messages, true)
  answers[1]?.(page(4_800, 5_000))
  await until(() => answers.length === 3, 'the second page is asked for')
  answers[2]?.(page(4_600, 4_800))
  await closing
  answers[0]?.(page(450, 500))
  await until(() => answers.length === 4, 'the page before the oldest of now is asked for')
  answers[3]?.(page(4_550, 4_600))
  await reading
  assert.deepEqual(ids(chat), ids(page(4_550, 5_051)))
})

type Page = Result<'chat.history'>

/** The messages from one id up to another, without it. */
function page(from: number, to: number): Page {
  return { messages: Array.from({ length: to - from }, (_, index) => message(from + index)), more: from > 1 }
}

function ids({ messages }: { readonly messages: readonly ChatMessage[] }): number[] {
  return messages.map(({ id }) => id)
}
