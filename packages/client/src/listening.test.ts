import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ParleyError } from './errors.ts'
import { eventsOf, nextEvent } from './listening.ts'
import { message } from './testing/answers.ts'
import { dial, serve } from './testing/client.ts'
import { until } from './testing/platform.ts'

test('the next event that fits is waited for', async (context) => {
  const server = await serve(context)
  const room = await (await dial(server)).join('lobby')
  const second = nextEvent(room, 'message', { where: ({ message: { id } }) => id === 2 })
  server.fact('chat.message', { message: message(1) })
  server.fact('chat.message', { message: message(2) })
  assert.equal((await second).message.id, 2)
})

test('waiting ends with the room, and with its signal', async (context) => {
  const room = await (await dial(await serve(context))).join('lobby')
  const closed = assert.rejects(nextEvent(room, 'data'), (error) => kindOf(error) === 'closed')
  const left = nextEvent(room, 'left')
  const ending = new AbortController()
  const aborted = assert.rejects(
    nextEvent(room, 'data', { signal: ending.signal }),
    (error) => kindOf(error) === 'aborted',
  )
  ending.abort()
  await aborted
  await room.leave()
  await closed
  assert.equal((await left).reason, 'left')
  await assert.rejects(nextEvent(room, 'data'), (error) => kindOf(error) === 'closed')
})

test('a connection is waited for as a room is', async (context) => {
  const parley = await dial(await serve(context))
  const state = nextEvent(parley, 'stateChanged')
  const lost = assert.rejects(nextEvent(parley, 'draining'), (error) => kindOf(error) === 'closed')
  await parley.close()
  assert.equal((await state).state, 'closed')
  await lost
})

test('a loop over events misses none while it is busy, and ends with the room', async (context) => {
  const server = await serve(context)
  const room = await (await dial(server)).join('lobby')
  const heard: number[] = []
  const loop = eventsOf(room, 'message')
  for (const id of [1, 2, 3]) server.fact('chat.message', { message: message(id) })
  for await (const { message } of loop) {
    heard.push(message.id)
    if (message.id === 3) await room.leave()
  }
  assert.deepEqual(heard, [1, 2, 3])
})

test('a loop that was left hears nothing more', async (context) => {
  const server = await serve(context)
  const room = await (await dial(server)).join('lobby')
  const loop = eventsOf(room, 'message')
  server.fact('chat.message', { message: message(1) })
  for await (const { message } of loop) {
    assert.equal(message.id, 1)
    break
  }
  assert.deepEqual(await loop.next(), { done: true, value: undefined })
  const aborted = eventsOf(room, 'message', { signal: AbortSignal.abort() })
  assert.equal((await aborted.next()).done, true)
})

test('those who wait for the next one side by side are all woken, and all end', async (context) => {
  const server = await serve(context)
  const room = await (await dial(server)).join('lobby')
  const loop = eventsOf(room, 'message')
  const both = Promise.all([loop.next(), loop.next(), loop.next()])
  for (const id of [1, 2]) server.fact('chat.message', { message: message(id) })
  await until(() => room.messages.length === 2, 'both have come')
  await room.leave()
  const ends = (await both).map(({ done, value }) => (done ? 'end' : value.message.id))
  assert.deepEqual(ends, [1, 2, 'end'])
})

function kindOf(error: unknown): string | undefined {
  return error instanceof ParleyError ? error.kind : undefined
}
