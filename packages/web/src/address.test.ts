// The address bar, read and written.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pathOfRoom, roomOfPath } from './address.ts'

test('a room name survives the way into the address bar and back', () => {
  for (const room of ['team-morning', 'Café Zürich', 'a/b?c#d', '100 %']) {
    assert.equal(roomOfPath(pathOfRoom(room)), room)
  }
})

test('paths that name no room name none', () => {
  assert.equal(roomOfPath('/'), '')
  assert.equal(roomOfPath('/r/'), '')
  assert.equal(roomOfPath('/r/a/b'), '')
  assert.equal(roomOfPath('/r/100%'), '')
})
