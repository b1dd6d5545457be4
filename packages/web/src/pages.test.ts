import assert from 'node:assert/strict'
import { it } from 'node:test'
import { pageOf } from './pages.ts'

it('in a frame neither the administration nor a new password is opened, and rooms are', () => {
  const framed = pageOf('/admin', true)
  assert.ok(framed !== undefined)
  for (const path of ['/admin', '/admin/rooms', '/reset']) {
    assert.equal(pageOf(path, true), framed, path)
    assert.notEqual(pageOf(path, false), framed, path)
  }
  assert.equal(pageOf('/r/hall', true), undefined)
})
