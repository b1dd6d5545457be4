import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { findLinks } from './links.ts'

/** What is shown, and what is opened where that differs. */
const shown = (text: string) => findLinks(text).map(({ start, end }) => text.slice(start, end))
const opened = (text: string) => findLinks(text).map(({ url }) => url)

const found: readonly (readonly [text: string, ...links: string[]])[] = [
  ['see https://example.org/a?b=c#d now', 'https://example.org/a?b=c#d'],
  ['HTTPS://Example.ORG/Path', 'HTTPS://Example.ORG/Path'],
  ['http://a.example and https://b.example', 'http://a.example', 'https://b.example'],
  ['http://a.example\nhttp://b.example\thttp://c.example', 'http://a.example', 'http://b.example', 'http://c.example'],
  ['intranet: http://wiki/page and http://localhost:8080/', 'http://wiki/page', 'http://localhost:8080/'],
  ['http://192.0.2.1:81/x http://[2001:db8::1]/x', 'http://192.0.2.1:81/x', 'http://[2001:db8::1]/x'],
  // What belongs to the sentence does not belong to the address.
  ['Look at https://example.org.', 'https://example.org'],
  ['https://example.org/?!…', 'https://example.org/'],
  ['is it https://example.org/a?b?', 'https://example.org/a?b'],
  ['(https://example.org)', 'https://example.org'],
  ['(see https://example.org/a).', 'https://example.org/a'],
  ['[https://example.org], {https://example.com}', 'https://example.org', 'https://example.com'],
  ['https://en.wikipedia.org/wiki/Parley_(law)', 'https://en.wikipedia.org/wiki/Parley_(law)'],
  ['(https://en.wikipedia.org/wiki/Parley_(law))', 'https://en.wikipedia.org/wiki/Parley_(law)'],
  ['**https://example.org**', 'https://example.org'],
  ['"https://example.org" <https://example.com>', 'https://example.org', 'https://example.com'],
  ['“https://example.org” «https://example.com»', 'https://example.org', 'https://example.com'],
  ['看https://example.org/路。好', 'https://example.org/路'],
  ['a🦜https://example.org/🦜', 'https://example.org/🦜'],
  // No address of the web.
  ['example.org www.example.org'],
  ['ftp://example.org mailto:a@example.org javascript:alert(1) data:text/html,x file:///etc/passwd'],
  ['http:// https:// http://. http:///'],
  ['xhttp://example.org _https://example.org 1http://example.org'],
  ['http://exa mple', 'http://exa'],
  ['http://256.256.256.256 http://a:99999 http://[::1'],
  ['https://user@example.org https://user:secret@example.org https://bank.example@evil.example/'],
  [''],
]

describe('links', () => {
  for (const [text, ...links] of found)
    it(`finds ${links.length === 0 ? 'nothing' : links.join(' ')} in ${JSON.stringify(text)}`, () =>
      assert.deepEqual(shown(text), links))

  it('tells where they stand in UTF-16 units', () => {
    assert.deepEqual(findLinks('🦜 https://a.example!'), [{ start: 3, end: 20, url: 'https://a.example/' }])
  })

  it('opens what a browser would: names of other scripts in their ASCII form', () => {
    assert.deepEqual(opened('https://bücher.example/straße'), ['https://xn--bcher-kva.example/stra%C3%9Fe'])
    assert.deepEqual(opened('https://аррӏе.example'), ['https://xn--80ak6aa92e.example/'], 'Cyrillic that looks Latin')
    assert.deepEqual(opened('http://0x7f.1/ http://good.example\\@evil.example'), [
      'http://127.0.0.1/',
      'http://good.example/@evil.example',
    ])
  })

  it('ends an address where the direction of writing is turned or something unseen stands', () => {
    assert.deepEqual(shown('https://example.org/\u202egpj.exe'), ['https://example.org/'])
    assert.deepEqual(shown('https://exam\u200bple.org'), ['https://exam'])
    assert.deepEqual(shown('https://example.org/\ud800x'), ['https://example.org/'])
  })

  it('finds at most fifty, and none that is longer than browsers take', () => {
    assert.equal(findLinks('http://a '.repeat(455)).length, 50)
    assert.deepEqual(findLinks(`http://a/${'x'.repeat(4000)}`), [])
    assert.deepEqual(findLinks(`http://a/${'路'.repeat(400)}`), [])
  })

  it('takes a time that grows with the text, not with its square', () => {
    const hostile = (length: number) =>
      ['http://', 'http://a/(', 'http://a/)', 'http://a/!', 'https://a@', 'hhttp:', 'http://a/?.?.', '(', 'http://[']
        .map((piece) => piece.repeat(Math.ceil(length / piece.length)).slice(0, length))
        .flatMap((text) => [text, `http://a${text}`])
    const took = (length: number) => {
      const texts = hostile(length)
      const begun = performance.now()
      for (const text of texts) findLinks(text)
      return performance.now() - begun
    }
    took(1000)
    // A square would make sixteen of four; the rest is for a noisy machine.
    const [short, long] = [took(100_000), took(400_000)]
    assert.ok(long < short * 12 + 100, `${short} ms, then ${long} ms`)
  })
})
