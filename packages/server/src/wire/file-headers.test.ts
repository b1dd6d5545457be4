import assert from 'node:assert/strict'
import { test } from 'node:test'
import { disposition, safeMediaType } from './file-headers.ts'

test('what a browser would run is served as bytes', () => {
  const types = [
    ['image/png', 'image/png'],
    ['IMAGE/JPEG', 'image/jpeg'],
    ['video/mp4', 'video/mp4'],
    ['text/plain', 'text/plain; charset=utf-8'],
    ['application/pdf', 'application/pdf'],
  ]
  for (const [given = '', wanted] of types) assert.equal(safeMediaType(given), wanted)
  for (const given of [
    'text/html',
    'image/svg+xml',
    'application/xhtml+xml',
    'text/javascript',
    'application/x-shockwave-flash',
    'multipart/x-mixed-replace',
    'message/rfc822',
    'text/plain; charset=utf-7',
    'video/mp4\r\nset-cookie: a=b',
    '',
  ])
    assert.equal(safeMediaType(given), 'application/octet-stream', given)
})

test('a name cannot leave its header', () => {
  assert.equal(disposition('report.pdf'), `attachment; filename="report.pdf"; filename*=UTF-8''report.pdf`)
  assert.equal(
    disposition('naïve €.txt'),
    `attachment; filename="na_ve _.txt"; filename*=UTF-8''na%C3%AFve%20%E2%82%AC.txt`,
  )
  const names = [
    'a"; filename="b.exe',
    'x\r\nset-cookie: a=b',
    "'; drop table files;--",
    '\u001b[31m',
    '<b>',
    '\ud800.txt',
    '%41',
  ]
  for (const name of names) {
    const header = disposition(name)
    assert.match(header, /^attachment; filename="[ !#-$&-.0-[\]-~]*"; filename\*=UTF-8''[\w!~.%-]*$/, header)
  }
})
