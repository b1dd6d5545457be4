// The address bar, read and written.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bringsToken, inviteLink, isBrokenLink, pathOfRoom, readAddress, roomOfPath } from './address.ts'

test('a room name survives the way into the address bar and back', () => {
  for (const room of ['team-morning', 'Café Zürich', 'a/b?c#d', '100 %']) {
    assert.equal(roomOfPath(pathOfRoom(room)), room)
  }
})

/** What is read from an address, and what then stands in the address bar. */
function read(address: string): { token: string | undefined; left: string } {
  const { pathname, search, hash } = new URL(address, 'https://parley.example')
  let left = pathname + search + hash
  const replaceState = (_state: unknown, _title: string, url?: string | URL | null) => {
    left = String(url)
  }
  const { token } = readAddress({ pathname, search, hash }, { state: null, replaceState })
  return { token, left }
}

test('a token is taken out of the address bar, from the fragment before the query', () => {
  assert.deepEqual(read('/r/kitchen#token=a.b-c_d'), { token: 'a.b-c_d', left: '/r/kitchen' })
  assert.deepEqual(read('/r/kitchen?token=a.b.c'), { token: 'a.b.c', left: '/r/kitchen' })
  assert.deepEqual(read('/r/kitchen?token=old#token=new'), { token: 'new', left: '/r/kitchen' })
  assert.deepEqual(read('/?x=1&token=a#y=2&token=b'), { token: 'b', left: '/?x=1#y=2' })
  assert.deepEqual(read('/r/kitchen?token='), { token: undefined, left: '/r/kitchen' })
})

test('an address without a token is left as it is', () => {
  assert.deepEqual(read('/r/kitchen?x=a%20b#part'), { token: undefined, left: '/r/kitchen?x=a%20b#part' })
})

test('only a fragment brings a token to a page that stands already', () => {
  assert.equal(bringsToken({ hash: '#token=a.b.c' }), true)
  assert.equal(bringsToken({ hash: '#part' }), false)
})

test('an invitation stays in the address, for whoever follows it', () => {
  const at = { pathname: '/r/kitchen', search: '', hash: '#invite=s-e_c' }
  const { invitation } = readAddress(at, {
    state: null,
    replaceState: () => assert.fail('the address is as it should be'),
  })
  assert.equal(invitation, 's-e_c')
  assert.equal(pathOfRoom('kitchen', invitation), '/r/kitchen#invite=s-e_c')
  assert.equal(bringsToken(at, invitation), false)
  assert.equal(bringsToken({ hash: '#invite=other' }, invitation), true)
})

test('an invite link carries the room and nothing else', () => {
  assert.equal(inviteLink({ origin: 'https://parley.example' }, 'a b'), 'https://parley.example/r/a%20b')
})

test('paths that name no room name none', () => {
  assert.equal(roomOfPath('/'), '')
  assert.equal(roomOfPath('/r/'), '')
  assert.equal(roomOfPath('/r/a/b'), '')
  assert.equal(roomOfPath('/r/100%'), '')
})

test('a link that names no room is told from the start page and from a good link', () => {
  for (const path of ['/r/100%', '/r/%', '/r/a/b', '/R/kitchen', '/r/']) assert.ok(isBrokenLink(path), path)
  for (const path of ['/', '/r/kitchen', '/r/a%00b']) assert.ok(!isBrokenLink(path), path)
})
