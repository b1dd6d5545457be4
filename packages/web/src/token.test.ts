// What a token says in the clear.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nameInToken } from './token.ts'

const tokenOf = (payload: unknown) => `e30.${Buffer.from(JSON.stringify(payload)).toString('base64url')}.signature`

test('the name in a token is read, also beyond ASCII', () => {
  assert.equal(nameInToken(tokenOf({ sub: 'u1', name: 'Ada' })), 'Ada')
  assert.equal(nameInToken(tokenOf({ sub: 'u1', name: 'Zoë אדה 👩‍👩‍👧 ÿ>?' })), 'Zoë אדה 👩‍👩‍👧 ÿ>?')
})

test('a token without a name, or with none that could be shown, leaves it to the person', () => {
  for (const payload of [{ sub: 'u1' }, { name: 7 }, { name: ' \u200b' }, null, 'name']) {
    assert.equal(nameInToken(tokenOf(payload)), undefined)
  }
})

test('what is no token has no name', () => {
  for (const token of ['', 'nonsense', 'a.b.c', '..', 'a.%.c']) assert.equal(nameInToken(token), undefined)
})
