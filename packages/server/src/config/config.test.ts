import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { ConfigError, readConfig, settings } from './config.ts'

const folder = mkdtempSync(join(tmpdir(), 'parley-config-'))
after(() => rmSync(folder, { recursive: true }))

describe('configuration', () => {
  it('is complete without any source', () => {
    const { http, media, store } = readConfig({ environment: {} })
    assert.equal(http.port, 8080)
    assert.equal(http.host, '127.0.0.1')
    assert.equal(media.workers, 'auto')
    assert.equal(store.url, 'sqlite:data/parley.db')
  })

  it('lets the command line win over the environment, and both over the file', () => {
    const file = write('http: { port: 1, host: a }\nrooms: { capacity: 7 }')
    const environment = { PARLEY_HTTP_PORT: '2', PARLEY_HTTP_HOST: 'b' }
    const config = readConfig({ file, environment, flags: new Map([['http.port', '3']]) })
    assert.deepEqual([config.http.port, config.http.host, config.rooms.capacity], [3, 'b', 7])
  })

  it('refuses keys, sections and variables that it does not know', () => {
    assert.throws(() => readConfig({ file: write('http: { prot: 1 }'), environment: {} }), /no setting http\.prot/)
    assert.throws(() => readConfig({ file: write('htpp: {}'), environment: {} }), /no section htpp/)
    assert.throws(() => readConfig({ environment: { PARLEY_HTTP_PROT: '1' } }), /PARLEY_HTTP_PROT/)
  })

  it('names the setting, its flag and its variable when a value does not fit', () => {
    assert.throws(
      () => readConfig({ environment: { PARLEY_HTTP_PORT: 'eighty' } }),
      (error) => {
        assert.ok(error instanceof ConfigError)
        assert.match(error.message, /http\.port .*--port, PARLEY_HTTP_PORT/)
        return true
      },
    )
  })

  it('reads keys as name=secret, with = allowed in the secret', () => {
    const secret = 'a=b=c'.padEnd(32, 'x')
    const { auth } = readConfig({ environment: { PARLEY_AUTH_KEYS: `dev=${secret}` } })
    assert.deepEqual(auth.keys, { dev: secret })
  })

  it('reads DATABASE_URL, and does not stumble over what Kubernetes sets for a service of this name', () => {
    const environment = {
      DATABASE_URL: 'postgres://db/parley',
      PARLEY_SERVICE_HOST: '10.0.0.1',
      PARLEY_PORT_8080_TCP: 'tcp://x',
    }
    assert.equal(readConfig({ environment }).store.url, 'postgres://db/parley')
    assert.equal(readConfig({ environment: { ...environment, PARLEY_STORE_URL: 'sqlite:a' } }).store.url, 'sqlite:a')
  })

  it('takes STUN servers as text and TURN servers with credentials from a file', () => {
    const stun = { PARLEY_MEDIA_ICE_SERVERS: 'stun:a.example, stun:b.example' }
    assert.deepEqual(
      readConfig({ environment: stun }).media.iceServers.map(({ urls }) => urls[0]),
      ['stun:a.example', 'stun:b.example'],
    )
    assert.throws(
      () => readConfig({ environment: { PARLEY_MEDIA_ICE_SERVERS: 'turn:a.example' } }),
      /username and credential/,
    )
    const file = write('media: { iceServers: [{ urls: ["turn:a.example"], username: u, credential: c }] }')
    assert.equal(readConfig({ file, environment: {} }).media.iceServers[0]?.credential, 'c')
  })

  it('takes addresses and subnets of trusted proxies, and nothing else', () => {
    const proxies = (text: string) =>
      readConfig({ environment: { PARLEY_HTTP_TRUSTED_PROXIES: text } }).http.trustedProxies
    assert.deepEqual(proxies('127.0.0.1, 10.0.0.0/8,fd00::/8'), ['127.0.0.1', '10.0.0.0/8', 'fd00::/8'])
    for (const wrong of ['proxy.example', '10.0.0.0/33', '10.0.0.0/', '10.0.0.0/8/8', '::1/129', 'all'])
      assert.throws(() => proxies(wrong), /http\.trustedProxies/, wrong)
  })

  it('gives every setting a flag and a variable of its own', () => {
    const all = settings()
    assert.equal(new Set(all.map(({ flag }) => flag)).size, all.length)
    assert.equal(new Set(all.map(({ variable }) => variable)).size, all.length)
    assert.deepEqual(
      all.filter(({ description }) => description === ''),
      [],
    )
  })
})

function write(text: string): string {
  const file = join(folder, `${crypto.randomUUID()}.yaml`)
  writeFileSync(file, text)
  return file
}
