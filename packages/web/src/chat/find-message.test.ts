// On the way to a message of the past.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ChatMessage } from '@parley/client'
import { loadMessage } from './find-message.ts'

function roomOf(known: number) {
  const of = (id: number): ChatMessage => ({ id, person: 'a', name: 'A', text: 'x', sentAt: '2026-01-01T00:00:00Z' })
  let oldest = known
  const calls: number[] = []
  return {
    calls,
    get messages() {
      return Array.from({ length: 1001 - oldest }, (_, at) => of(oldest + at))
    },
    get moreMessages() {
      return oldest > 1
    },
    loadOlder: async (limit = 50) => {
      calls.push(limit)
      oldest = Math.max(1, oldest - limit)
    },
  }
}

const { signal } = new AbortController()

test('pages are read until the message is there, and no further', async () => {
  const room = roomOf(951)
  assert.equal(await loadMessage(room, room, 960, signal), true)
  assert.equal(room.calls.length, 0)
  assert.equal(await loadMessage(room, room, 500, signal), true)
  assert.equal(room.calls.length, 3)
})

test('one that is not there is looked for until the beginning', async () => {
  const room = roomOf(951)
  assert.equal(await loadMessage(room, room, 0, signal), false)
  assert.equal(room.moreMessages, false)
})
