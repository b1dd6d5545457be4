import assert from 'node:assert/strict'
import { test } from 'node:test'
import { connectionsWithin, limitFrom, openFilesLimit } from './open-files.ts'

test('the limit of this process can be read', () => {
  assert.ok(openFilesLimit() >= 64)
  assert.equal(
    limitFrom(
      'Max processes  1 2 processes\nMax open files            1024                 524288               files\n',
    ),
    1024,
  )
  assert.equal(limitFrom('Max open files            unlimited            unlimited            files\n'), 4096)
})

test('connections leave descriptors for everything else', () => {
  assert.equal(connectionsWithin(20_000), 19_488)
  assert.equal(connectionsWithin(1024), 768)
  assert.equal(connectionsWithin(1), 1)
})
