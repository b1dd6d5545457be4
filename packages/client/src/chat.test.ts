import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ParleyError } from './errors.ts'
import { message, roomState } from './testing/answers.ts'
import { dial, listen, serve } from './testing/client.ts'
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
