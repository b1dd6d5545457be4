import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ClientAddresses } from './client-address.ts'

const addresses = new ClientAddresses(['127.0.0.1', '10.0.0.0/8', 'fd00::/8'])
const of = (remoteAddress: string, forwarded?: string) =>
  addresses.of({
    socket: { remoteAddress },
    headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
  })

test('a client that nobody stands before is where its connection comes from, whatever it says', () => {
  assert.equal(of('203.0.113.7'), '203.0.113.7')
  assert.equal(of('203.0.113.7', '198.51.100.1'), '203.0.113.7')
  assert.equal(of('::ffff:203.0.113.7', '198.51.100.1'), '203.0.113.7')
  assert.equal(
    new ClientAddresses([]).of({ socket: { remoteAddress: '127.0.0.1' }, headers: { 'x-forwarded-for': '1.2.3.4' } }),
    '127.0.0.1',
  )
})

test('behind trusted proxies it is the last that is none of them', () => {
  assert.equal(of('127.0.0.1', '203.0.113.7'), '203.0.113.7')
  assert.equal(of('::ffff:127.0.0.1', '203.0.113.7, 10.1.2.3'), '203.0.113.7')
  assert.equal(of('fd00::1', '2001:db8::1'), '2001:db8::1')
  assert.equal(of('127.0.0.1', '203.0.113.7:4711'), '203.0.113.7')
  assert.equal(of('127.0.0.1', '[2001:db8::1]:4711'), '2001:db8::1')
})

test('what a client writes before its proxy is not believed', () => {
  assert.equal(of('127.0.0.1', '198.51.100.1, 203.0.113.7'), '203.0.113.7')
  assert.equal(of('127.0.0.1', '10.0.0.1, 203.0.113.7'), '203.0.113.7')
})

test('a proxy that names nobody, or nonsense, is itself the client', () => {
  assert.equal(of('127.0.0.1'), '127.0.0.1')
  for (const nonsense of ['', 'unknown', '_hidden', '1.2.3', "'; drop table--", ','.repeat(1000)])
    assert.equal(of('127.0.0.1', nonsense), '127.0.0.1')
})

test('whether a proxy stands there is seen from the connection alone', () => {
  assert.equal(addresses.isProxy({ remoteAddress: '::ffff:10.9.9.9' }), true)
  assert.equal(addresses.isProxy({ remoteAddress: '203.0.113.7' }), false)
  assert.equal(addresses.isProxy({ remoteAddress: undefined }), false)
})
