// Where what one types leads.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readPlace } from './place.ts'

const here = 'https://parley.example:8443'

test('a name leads to the room of that name', () => {
  assert.deepEqual(readPlace('  Café Zürich ', here), { kind: 'room', path: '/r/Caf%C3%A9%20Z%C3%BCrich' })
  assert.deepEqual(readPlace('a/b', here), { kind: 'room', path: '/r/a%2Fb' })
})

test('a link leads where it leads, with what it brings along', () => {
  const path = '/r/kitchen#invite=abc'
  for (const link of [`${here}${path}`, `parley.example:8443${path}`, path])
    assert.deepEqual(readPlace(link, here), { kind: 'room', path })
  assert.deepEqual(readPlace(`${here}/r/kitchen?token=x`, here), { kind: 'room', path: '/r/kitchen?token=x' })
  assert.deepEqual(readPlace(`${here}/#invite=abc`, here), { kind: 'page', path: '/#invite=abc' })
})

test('a link of another server is not followed', () => {
  assert.deepEqual(readPlace('https://other.example/r/kitchen', here), { kind: 'elsewhere', host: 'other.example' })
  assert.deepEqual(readPlace('other.example/r/kitchen', here), { kind: 'elsewhere', host: 'other.example' })
  assert.deepEqual(readPlace('http://parley.example:8443/r/x', here), {
    kind: 'elsewhere',
    host: 'parley.example:8443',
  })
})

test('what can be no room is a problem', () => {
  assert.deepEqual(readPlace(' ', here), { kind: 'problem', problem: 'empty' })
  assert.deepEqual(readPlace('..', here), { kind: 'problem', problem: 'unusable' })
  assert.deepEqual(readPlace(`${here}/about`, here), { kind: 'problem', problem: 'unusable' })
  assert.deepEqual(readPlace(`${here}/r/%`, here), { kind: 'problem', problem: 'unusable' })
  assert.deepEqual(readPlace('x'.repeat(129), here), { kind: 'problem', problem: 'tooLong' })
})
