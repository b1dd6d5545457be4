import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mergeMessages, trackDifference } from './merge.ts'
import { message, track } from './testing/answers.ts'

test('messages are merged by id: no duplicate, none lost, oldest first', () => {
  const { messages, added } = mergeMessages([message(2), message(5)], [message(6), message(5), message(1), message(6)])
  assert.deepEqual(
    messages.map(({ id }) => id),
    [1, 2, 5, 6],
  )
  assert.deepEqual(
    added.map(({ id }) => id),
    [1, 6],
  )
})

test('merging nothing new keeps the very same list, so that an app need not draw it again', () => {
  const known = [message(1)]
  assert.equal(mergeMessages(known, [message(1)]).messages, known)
})

test('tracks differ by what came, what went and what was muted or turned', () => {
  const tall = { ...track('tall', 'video'), width: 720, height: 1280 }
  const known = new Map([track('a'), track('b'), track('c'), tall].map((entry) => [entry.id, entry]))
  const turned = { ...tall, width: 1280, height: 720 }
  const next = [track('a'), track('b', 'audio', true), track('d'), turned]
  assert.deepEqual(trackDifference(known, next), {
    published: [track('d')],
    changed: [track('b', 'audio', true), turned],
    unpublished: ['c'],
  })
})
