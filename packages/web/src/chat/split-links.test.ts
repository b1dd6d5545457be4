// Links in messages.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { splitLinks } from './split-links.ts'

const links = (text: string) => splitLinks(text).flatMap((part) => part.href ?? [])

test('an address in a sentence becomes a link, its full stop does not', () => {
  assert.deepEqual(splitLinks('See https://example.org/a?b=c. Bye'), [
    { offset: 0, text: 'See ' },
    { offset: 4, text: 'https://example.org/a?b=c', href: 'https://example.org/a?b=c' },
    { offset: 29, text: '. Bye' },
  ])
})

test('brackets around an address stay outside, brackets of the address stay in', () => {
  assert.deepEqual(links('(http://a.example/x)'), ['http://a.example/x'])
  assert.deepEqual(links('https://a.example/Sea_(water)'), ['https://a.example/Sea_(water)'])
})

test('nothing but http and https is ever a link', () => {
  assert.deepEqual(links('javascript:alert(1) data:text/html,x ftp://a.example <b>file:///etc/passwd</b>'), [])
  assert.deepEqual(links('https:// and http://'), [])
})

test('no character of a text is lost', () => {
  const text = 'a https://b.example, c <http://d.example> (see http://e.example/f).'
  assert.equal(
    splitLinks(text)
      .map((part) => part.text)
      .join(''),
    text,
  )
})
