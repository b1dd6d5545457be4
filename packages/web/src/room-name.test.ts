// One name for one room.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pathOfRoom, roomOfPath } from './address.ts'
import { normalRoom } from './room-name.ts'

const composed = 'Caf\u00e9 Z\u00fcrich'
const decomposed = 'Cafe\u0301 Zu\u0308rich'

test('the same name typed on two systems is one room', () => {
  assert.notEqual(composed, decomposed)
  assert.equal(normalRoom(` ${decomposed}\u00a0`), composed)
  assert.equal(normalRoom(composed), composed)
})

test('a link spelled in another way leads to the same room', () => {
  assert.equal(roomOfPath(pathOfRoom(decomposed)), composed)
  assert.equal(roomOfPath('/r/%20kitchen%20'), 'kitchen')
  assert.equal(roomOfPath('/r/%20'), '')
})
