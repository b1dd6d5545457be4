import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type ChatMessage, Refusal } from '@parley/protocol'
import type { ReadState } from '../store/reads.ts'
import { ChatReading } from './chat-reading.ts'
import { Participants } from './participants.ts'

/** A store whose answers a test gives by hand. */
function stage() {
  const asked: { newest: number; answer: (state: ReadState) => void; fail: (error: Error) => void }[] = []
  const tail = { newest: 10 }
  const reading = new ChatReading({
    room: 'hall',
    store: {
      reads: {
        get({ newest }) {
          const { promise, resolve, reject } = Promise.withResolvers<ReadState>()
          asked.push({ newest, answer: resolve, fail: reject })
          return promise
        },
        mark: async () => true,
      },
    },
    tail,
    participants: new Participants(),
  })
  const message = (id: number, person = 'ben'): ChatMessage => ({ id, person, name: person, text: '', sentAt: '' })
  const tell = (id: number, person?: string) => {
    tail.newest = id
    reading.told(message(id, person))
  }
  return { reading, asked, tell, remove: (id: number, person?: string) => reading.deleted(message(id, person)) }
}

const rest = () => new Promise((resolve) => setImmediate(resolve))

test('what is told while the store counts is counted once', async () => {
  const { reading, asked, tell, remove } = stage()
  const entered = reading.enter('a', 'ann')
  tell(11)
  tell(12)
  tell(13, 'ann')
  remove(12)
  assert.equal(asked[0]?.newest, 10)
  asked[0]?.answer({ upTo: 7, unread: 3 })
  await entered
  assert.deepEqual(reading.of('a'), { readUpTo: 7, unread: 4 })
})

test('what is deleted while the store counts is counted anew, and afterwards it is taken off', async () => {
  const { reading, asked, remove } = stage()
  const entered = reading.enter('a', 'ann')
  remove(9)
  asked[0]?.answer({ upTo: 7, unread: 3 })
  await rest()
  asked[1]?.answer({ upTo: 7, unread: 2 })
  await entered
  remove(8)
  remove(7)
  remove(9, 'ann')
  assert.deepEqual(reading.of('a'), { readUpTo: 7, unread: 1 })
})

test('a thousand stands for more, whatever comes and goes', async () => {
  const { reading, asked, tell, remove } = stage()
  const entered = reading.enter('a', 'ann')
  asked[0]?.answer({ upTo: 0, unread: 1000 })
  await entered
  tell(11)
  for (const id of [1, 2, 3]) remove(id)
  assert.equal(reading.of('a').unread, 1000)
})

test('while the store is away people come in, and nothing is unread', async () => {
  const { reading, asked, tell } = stage()
  const entered = reading.enter('a', 'ann')
  tell(11)
  asked[0]?.fail(new Refusal('store.unavailable'))
  await entered
  assert.deepEqual(reading.of('a'), { readUpTo: 11, unread: 0 })
  reading.leave('a')
  assert.deepEqual(reading.of('a'), { readUpTo: 0, unread: 0 })
})
