// HTTPS and wss on the same port, with the certificate that the settings name.

import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { get } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { WebSocket } from 'ws'
import { makeCertificate } from '../../packages/lab/src/rtc/certificate.ts'
import { openParley, runParley } from '../parley-process.ts'

const folder = await mkdtemp(join(tmpdir(), 'parley-tls-'))
after(() => rm(folder, { recursive: true }))

describe('TLS', () => {
  it('serves pages and sockets with the given certificate, and nothing in the clear', async () => {
    const { certificatePem, keyPem } = makeCertificate(Date.now())
    const cert = join(folder, 'cert.pem')
    const key = join(folder, 'key.pem')
    await Promise.all([writeFile(cert, certificatePem), writeFile(key, keyPem)])
    await using parley = await openParley({ settings: { 'http.tlsCert': cert, 'http.tlsKey': key } })
    assert.match(parley.url, /^https:/)
    assert.equal(await statusOf(`${parley.url}/health`), 200)
    const socket = new WebSocket(parley.wsUrl, { rejectUnauthorized: false })
    const answered = Promise.withResolvers<string>()
    socket.on('open', () => {
      const params = { protocol: 1, client: { name: 'test', version: '1' }, capabilities: [] }
      socket.send(JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'session.hello', params }))
    })
    socket.on('message', (data) => answered.resolve(String(data)))
    socket.on('error', answered.reject)
    assert.match(await answered.promise, /"result"/)
    socket.close()
    await assert.rejects(fetch(`http://127.0.0.1:${parley.port}/health`))
  })

  it('names the file that cannot be read', async () => {
    const args = ['serve', '--tls-cert', join(folder, 'none.pem'), '--tls-key', join(folder, 'none.pem')]
    const { code, stderr } = await runParley(args, {
      PARLEY_HTTP_PORT: '0',
      PARLEY_MEDIA_PORT: '0',
      PARLEY_STORE_URL: 'sqlite::memory:',
    })
    assert.equal(code, 1)
    assert.match(stderr, /none\.pem/)
  })
})

function statusOf(url: string): Promise<number | undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<number | undefined>()
  get(url, { rejectUnauthorized: false }, (response) => {
    response.resume()
    resolve(response.statusCode)
  }).on('error', reject)
  return promise
}
