// Who is signed in.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readAccount } from './account.ts'

const account = {
  token: 'a.b.c',
  expiresAt: new Date('2026-11-20T12:00:00Z'),
  person: 'account:1',
  name: 'Ada',
  givenAtMs: 5,
}

test('an account is remembered as it was', () => {
  assert.deepEqual(readAccount(JSON.stringify(account)), account)
})

test('what no version of ours has written is nobody', () => {
  for (const text of ['', '{', 'null', '[]', '"a"', JSON.stringify({ ...account, expiresAt: 'soon' })])
    assert.equal(readAccount(text), undefined)
  assert.equal(readAccount(JSON.stringify({ ...account, token: 7 })), undefined)
})
