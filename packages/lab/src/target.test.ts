import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { LabError } from './exit-codes.ts'
import { checkTarget, isLoopback, resolveByDns } from './target.ts'

const resolvesTo =
  (...addresses: string[]) =>
  () =>
    Promise.resolve(addresses)
const isRefusal = (error: unknown) => error instanceof LabError && error.ending === 'target'

describe('target', () => {
  it('is let through on this machine, by name and by address', async () => {
    const target = await checkTarget('ws://localhost:8080/ws', false, resolvesTo('127.0.0.1', '::1'))
    assert.deepEqual(target, {
      url: 'ws://localhost:8080/ws',
      httpUrl: 'http://localhost:8080',
      port: 8080,
      isLocal: true,
    })
    const secure = await checkTarget('https://[::1]/ws', false, resolveByDns)
    assert.deepEqual([secure.url, secure.httpUrl, secure.port], ['wss://[::1]/ws', 'https://[::1]', 443])
  })

  it('is refused when a single one of its addresses is another machine', async () => {
    await assert.rejects(checkTarget('ws://a.example/ws', false, resolvesTo('127.0.0.1', '192.0.2.7')), isRefusal)
    await assert.rejects(checkTarget('ws://a.example/ws', false, resolvesTo('2001:db8::1')), isRefusal)
    await assert.rejects(checkTarget('ws://0.0.0.0/ws', false, resolvesTo('0.0.0.0')), isRefusal)
  })

  it('is let through anywhere when its owner says so', async () => {
    const { isLocal } = await checkTarget('ws://a.example/ws', true, resolvesTo('192.0.2.7'))
    assert.equal(isLocal, false)
  })

  it('is refused when its name has no address', async () => {
    const failing = () => Promise.reject(new Error('ENOTFOUND'))
    await assert.rejects(checkTarget('ws://nosuch.invalid/ws', true, failing), isRefusal)
  })

  it('knows loopback in all its forms', () => {
    for (const address of ['127.0.0.1', '127.8.9.1', '::1', '::ffff:127.0.0.1']) assert.ok(isLoopback(address), address)
    for (const address of ['128.0.0.1', '10.0.0.1', '::2', '::ffff:10.0.0.1', '::']) {
      assert.ok(!isLoopback(address), address)
    }
  })
})
