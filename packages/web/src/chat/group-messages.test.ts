// Messages in a row.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { groupMessages } from './group-messages.ts'

let nextId = 1
const said = (person: string, sentAt: string) => ({ id: nextId++, person, name: person, text: 'hello', sentAt })
const shape = (messages: Parameters<typeof groupMessages>[0]) =>
  groupMessages(messages).map((group) => `${group.person}×${group.messages.length}${group.newDay ? ' new day' : ''}`)

test('messages of one person in quick succession make one group', () => {
  const messages = [said('ada', '2025-03-04T12:00:00Z'), said('ada', '2025-03-04T12:01:00Z')]
  assert.deepEqual(shape(messages), ['ada×2 new day'])
})

test('another person, or a pause, begins a new group', () => {
  const messages = [
    said('ada', '2025-03-04T12:00:00Z'),
    said('ben', '2025-03-04T12:00:10Z'),
    said('ben', '2025-03-04T12:09:00Z'),
  ]
  assert.deepEqual(shape(messages), ['ada×1 new day', 'ben×1', 'ben×1'])
})

test('a new day begins a new group that says so', () => {
  const messages = [said('ada', '2025-03-04T12:00:00Z'), said('ada', '2025-03-06T12:00:00Z')]
  assert.deepEqual(shape(messages), ['ada×1 new day', 'ada×1 new day'])
})

test('what has not been read begins a group', () => {
  const messages = [said('ada', '2025-03-04T12:00:00Z'), said('ada', '2025-03-04T12:01:00Z')]
  const groups = groupMessages(messages, messages[1]?.id)
  assert.deepEqual(
    groups.map(({ firstNew }) => firstNew),
    [false, true],
  )
})
