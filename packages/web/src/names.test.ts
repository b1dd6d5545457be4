// The names that the form lets through are those that the wire lets through.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DisplayName, RoomName } from '@parley/protocol'
import { problemOfName, problemOfRoom } from './names.ts'

const samples = [
  ...['Ada', 'Café Zürich', 'a/b?c#d', '100 %', '.', '..', '...', '.a', 'a.', 'x', 'אדה', '👩‍👩‍👧'],
  ...['a\u0000b', 'a\tb', '\u007f', 'a\nb', 'Ada\u202eadA', '\u2066x', '\u200b', '\u200b\u200d', '\ufeff', 'a\u200bb'],
]

test('a room’s name is refused by the form just where the wire refuses it', () => {
  const wire = new RegExp(String(Reflect.get(RoomName, 'pattern')), 'u')
  for (const name of samples.map((sample) => sample.trim()))
    assert.equal(problemOfRoom(name) === null, wire.test(name), JSON.stringify(name))
})

test('a person’s name is refused by the form just where the wire refuses it', () => {
  const wire = new RegExp(String(Reflect.get(DisplayName, 'pattern')), 'u')
  for (const name of samples) assert.equal(problemOfName(name) === null, wire.test(name), JSON.stringify(name))
})

test('no name and too long a name are told apart from one that cannot be used', () => {
  assert.equal(problemOfRoom(''), 'empty')
  assert.equal(problemOfRoom('r'.repeat(128)), null)
  assert.equal(problemOfRoom('r'.repeat(129)), 'tooLong')
  assert.equal(problemOfName(''), 'empty')
  assert.equal(problemOfName('n'.repeat(64)), null)
  assert.equal(problemOfName('n'.repeat(65)), 'tooLong')
  assert.equal(problemOfName('\u200b'), 'unusable')
})
