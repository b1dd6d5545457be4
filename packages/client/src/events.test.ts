import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Emitter } from './events.ts'

interface Events {
  said: string
  other: number
}

function emitter(thrown: Error[] = []): Emitter<Events> {
  return new Emitter((error) => thrown.push(error))
}

test('a listener hears its event until it is taken off, by hand or by a signal', () => {
  const events = emitter()
  const heard: string[] = []
  const ending = new AbortController()
  const off = events.on('said', (text) => heard.push(`a ${text}`))
  events.on('said', (text) => heard.push(`b ${text}`), { signal: ending.signal })
  events.emit('said', '1')
  events.emit('other', 1)
  off()
  off()
  events.emit('said', '2')
  ending.abort()
  events.emit('said', '3')
  assert.deepEqual(heard, ['a 1', 'b 1', 'b 2'])
  assert.equal(events.has('said'), false)
})

test('a signal that is aborted already listens to nothing', () => {
  const events = emitter()
  events.on('said', () => assert.fail('heard'), { signal: AbortSignal.abort() })
  events.emit('said', '1')
})

test('a listener that throws is reported and does not keep the others from hearing', () => {
  const thrown: Error[] = []
  const events = emitter(thrown)
  const heard: string[] = []
  events.on('said', () => {
    throw new Error('bad listener')
  })
  events.on('said', (text) => heard.push(text))
  events.emit('said', '1')
  assert.deepEqual(heard, ['1'])
  assert.equal(thrown[0]?.message, 'bad listener')
})

test('the same function may listen twice and is taken off once', () => {
  const events = emitter()
  let count = 0
  const listener = () => count++
  const off = events.on('said', listener)
  events.on('said', listener)
  off()
  events.emit('said', '1')
  assert.equal(count, 1)
})
