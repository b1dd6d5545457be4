import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { hostAllowed, originAllowed } from './origin.ts'

const listed = ['https://app.example', 'https://b.example:8443']
const allowed = (origin: string | undefined, host: string | undefined = 'parley.example') =>
  originAllowed(origin, host, listed)

describe('origin', () => {
  it('is not asked of programs, which send none', () => {
    assert.equal(allowed(undefined), true)
  })

  it('is welcome when it is the server’s own, with or without TLS before it', () => {
    assert.equal(allowed('https://parley.example'), true)
    assert.equal(allowed('http://parley.example'), true)
    assert.equal(allowed('http://localhost:8080', 'localhost:8080'), true)
  })

  it('is welcome when it stands in the list exactly so', () => {
    assert.equal(allowed('https://app.example'), true)
    assert.equal(allowed('https://b.example:8443'), true)
    for (const near of [
      'http://app.example',
      'https://b.example',
      'https://app.example.evil.example',
      'https://app.exampl',
    ])
      assert.equal(allowed(near), false, near)
  })

  it('is refused when it is another’s, none at all, or cannot be compared', () => {
    for (const foreign of [
      'https://evil.example',
      'null',
      '',
      'file://',
      'parley.example',
      'https://parley.example:81',
    ])
      assert.equal(allowed(foreign), false, foreign)
    assert.equal(originAllowed('https://parley.example', undefined, []), false)
    assert.equal(allowed('https://parley.example@evil.example'), false)
  })

  it('does not matter where all are let in', () => {
    assert.equal(originAllowed('https://evil.example', 'parley.example', ['*']), true)
  })
})

describe('the host of a request', () => {
  it('must be a loopback name where everybody on the machine may enter', () => {
    for (const host of ['localhost', 'localhost:8080', '127.0.0.1:8080', '127.1.2.3', '[::1]:8080'])
      assert.ok(hostAllowed(host, true), host)
    for (const host of ['evil.example:8080', '127.evil.example', 'localhost.evil.example', '', undefined])
      assert.ok(!hostAllowed(host, true), host)
  })

  it('may be any where people must show who they are', () => {
    assert.ok(hostAllowed('meet.example.org', false))
  })
})
