// What a room is founded with.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { foundingOf, usualWishes } from './founding.ts'

test('a room has a password only where one was typed, and no spaces around its title', () => {
  const { settings, ...rest } = foundingOf({ ...usualWishes, title: ' Tea ', lobby: true })
  assert.deepEqual(rest, {})
  assert.deepEqual(settings, {
    title: 'Tea',
    topic: '',
    lobby: true,
    guests: true,
    listed: false,
    moderated: false,
    audioOnly: false,
  })
  assert.equal(foundingOf({ ...usualWishes, password: ' milk ' }).password, ' milk ')
})
