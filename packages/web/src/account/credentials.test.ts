// Names and passwords of accounts.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { problemOfAccountName, problemOfNewPassword } from './credentials.ts'

test('an account has a name of letters, digits and a few signs', () => {
  for (const name of ['ada', 'Zoë', 'a.b@c.example', '42', 'x'.repeat(64)])
    assert.equal(problemOfAccountName(name), null)
  assert.equal(problemOfAccountName(''), 'empty')
  assert.equal(problemOfAccountName('a'), 'short')
  assert.equal(problemOfAccountName('x'.repeat(65)), 'long')
  for (const name of ['.ada', 'a da', 'a/b']) assert.equal(problemOfAccountName(name), 'unusable')
})

test('a password has 8 to 256 characters, of whatever kind', () => {
  assert.equal(problemOfNewPassword('        '), null)
  assert.equal(problemOfNewPassword(''), 'empty')
  assert.equal(problemOfNewPassword('1234567'), 'short')
  assert.equal(problemOfNewPassword('x'.repeat(257)), 'long')
})
