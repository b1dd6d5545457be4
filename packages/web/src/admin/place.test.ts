import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addressOf, placeOf } from './place.ts'

test('the address bar says where one is', () => {
  const places = [
    ['/admin', '', { tab: 'overview', room: '' }],
    ['/admin/rooms', '', { tab: 'rooms', room: '' }],
    ['/admin/sessions', '?room=a+%26+b', { tab: 'sessions', room: 'a & b' }],
  ] as const
  for (const [pathname, search, place] of places) {
    assert.deepEqual(placeOf({ pathname, search }), place)
    assert.equal(addressOf(place), pathname + search)
  }
})

test('an unknown tab is the overview', () => {
  assert.deepEqual(placeOf({ pathname: '/admin/nonsense', search: '?room=x' }), { tab: 'overview', room: '' })
})
