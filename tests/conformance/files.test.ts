// Files: named, uploaded by one PUT, sent with a message, fetched by whoever has the address; and what nobody gets in this way.

import assert from 'node:assert/strict'
import { access, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { request as httpRequest } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { it } from 'node:test'
import { rpcErrors } from '@parley/protocol'
import type { Parley } from '../parley-process.ts'
import { failed, refused, type WireClient } from '../wire-client.ts'
import { eachStore, eventually, freshRoom, inEachEncoding, placeAt, withServer } from './place.ts'
import { RawSocket } from './raw-socket.ts'
import { assertUnharmed } from './unharmed.ts'

const origin = 'https://pages.example'

/** The path that an answer names, as a URL. */
const at = (parley: Parley, path: string) => new URL(path, parley.url)
const put = (url: URL, body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) =>
  fetch(url, { method: 'PUT', body, headers })

async function send(
  parley: Parley,
  client: WireClient,
  room: string,
  body = 'hello',
  name = 'a.txt',
  mediaType = 'text/plain',
) {
  const bytes = Buffer.byteLength(body)
  const { attachment, upload } = await client.call('chat.attach', { room, name, mediaType, bytes })
  assert.equal((await put(at(parley, upload), body)).status, 204)
  const { message } = await client.call('chat.send', { room, text: 'here', attachments: [attachment] })
  const [file] = message.attachments ?? []
  assert.ok(file !== undefined)
  return { message, file, url: at(parley, file.url), upload: at(parley, upload) }
}

withServer('files', { 'http.allowedOrigins': [origin] }, (server) => {
  inEachEncoding(
    () => server().wsUrl,
    (place) => {
      it('brings a file to all in the room, and to whoever has its address', async () => {
        await using ada = await place.guest('Ada')
        await using bob = await place.guest('Bob')
        const room = freshRoom()
        await ada.join(room)
        await bob.join(room)
        const { message, file, url } = await send(server(), ada, room, 'hello, world')
        assert.deepEqual(file, { id: file.id, name: 'a.txt', mediaType: 'text/plain', bytes: 12, url: file.url })
        assert.deepEqual((await bob.heard('chat.message')).message, message)
        const response = await fetch(url)
        assert.equal(await response.text(), 'hello, world')
        assert.deepEqual((await bob.call('chat.history', { room })).messages, [message])
      })

      it('takes a file away with its message', async () => {
        await using ada = await place.guest()
        const room = freshRoom()
        await ada.join(room)
        const { message, url } = await send(server(), ada, room)
        const { message: deleted } = await ada.call('chat.delete', { room, message: message.id })
        assert.equal(deleted.attachments, undefined)
        assert.equal((await fetch(url)).status, 404)
      })

      it('sends only what its author has uploaded for this room, once', async () => {
        await using ada = await place.guest()
        await using bob = await place.guest()
        const [room, elsewhere] = [freshRoom(), freshRoom()]
        for (const name of [room, elsewhere]) for (const one of [ada, bob]) await one.join(name)
        const spec = { room, name: 'a.txt', mediaType: 'text/plain', bytes: 5 }
        const { attachment, upload } = await ada.call('chat.attach', spec)
        const draft = { room, text: 'here', attachments: [attachment] }
        await assert.rejects(ada.call('chat.send', draft), refused('file.notFound'), 'it is not uploaded')
        await put(at(server(), upload), 'hello')
        await assert.rejects(bob.call('chat.send', draft), refused('file.notFound'))
        await assert.rejects(ada.call('chat.send', { ...draft, room: elsewhere }), refused('file.notFound'))
        for (const hostile of ['nothing', '../../etc/passwd', "'; drop table files; --", 'nul \u0000', '\r\n'])
          await assert.rejects(
            ada.call('chat.send', { ...draft, attachments: [attachment, hostile] }),
            refused('file.notFound'),
          )
        const { message } = await ada.call('chat.send', { ...draft, attachments: [attachment, attachment] })
        assert.equal(message.attachments?.length, 1)
        await assert.rejects(ada.call('chat.send', draft), refused('file.notFound'), 'it is sent already')
      })

      it('bounds names, types, sizes and how many wait to be sent', async () => {
        await using ada = await place.guest()
        const room = freshRoom()
        await ada.join(room)
        const good = { room, name: 'a.txt', mediaType: 'text/plain', bytes: 5 }
        const invalid = (path: string) => failed(rpcErrors.invalidParams.code, path)
        for (const name of ['', 'x'.repeat(256), '../a', 'a/b', 'a\\b', 'a\r\nb', 'a\u0000b', '\u001b[31m'])
          await assert.rejects(ada.call('chat.attach', { ...good, name }), invalid('/name'))
        for (const mediaType of ['', 'text', 'text/plain\r\nset-cookie: a=b', 'text/html; charset=x', 'x'.repeat(129)])
          await assert.rejects(ada.call('chat.attach', { ...good, mediaType }), invalid('/mediaType'))
        for (const bytes of [0, -1, 1.5])
          await assert.rejects(ada.call('chat.attach', { ...good, bytes }), invalid('/bytes'))
        await assert.rejects(ada.call('chat.attach', { ...good, bytes: 26_214_401 }), refused('file.tooLarge'))
        for (let count = 0; count < 10; count += 1) await ada.call('chat.attach', good)
        await assert.rejects(ada.call('chat.attach', good), refused('session.quota'))
        const attachments = Array.from({ length: 11 }, (_, index) => `file ${index}`)
        await assert.rejects(ada.call('chat.send', { room, text: 'x', attachments }), invalid('/attachments'))
      })
    },
  )

  it('serves a file so that no browser runs it, whatever it is called', async () => {
    await using ada = await placeAt(() => server().wsUrl).guest()
    const room = freshRoom()
    await ada.join(room)
    const page = '<script>alert(1)</script>'
    for (const [name, mediaType, served] of [
      ['page.html', 'text/html', 'application/octet-stream'],
      ['picture.svg', 'image/svg+xml', 'application/octet-stream'],
      ['"; filename="b.exe', 'image/png', 'image/png'],
      ["'; drop table files;--", 'text/plain', 'text/plain; charset=utf-8'],
      ['<img src=x onerror=alert(1)> €.jpg', 'image/jpeg', 'image/jpeg'],
    ] as const) {
      const { file, url } = await send(server(), ada, room, page, name, mediaType)
      assert.equal(file.name, name)
      const { headers } = await fetch(url)
      assert.equal(headers.get('content-type'), served)
      assert.equal(headers.get('x-content-type-options'), 'nosniff')
      assert.match(headers.get('content-security-policy') ?? '', /^sandbox; default-src 'none'/)
      const disposition = headers.get('content-disposition') ?? ''
      assert.match(disposition, /^attachment; filename="[^"\\]*"; filename\*=UTF-8''[\w!~.%-]*$/)
      assert.equal(decodeURIComponent(disposition.split("UTF-8''")[1] ?? ''), name)
    }
  })

  it('gives a part of a file, and nothing to whoever has it already', async () => {
    await using ada = await placeAt(() => server().wsUrl).guest()
    const room = freshRoom()
    await ada.join(room)
    const { url } = await send(server(), ada, room, '0123456789')
    const get = async (headers: Record<string, string>, method = 'GET') => {
      const response = await fetch(url, { method, headers })
      return [response.status, response.headers.get('content-range'), await response.text()]
    }
    const etag = (await fetch(url, { method: 'HEAD' })).headers.get('etag') ?? ''
    assert.deepEqual(await get({ range: 'bytes=2-4' }), [206, 'bytes 2-4/10', '234'])
    assert.deepEqual(await get({ range: 'bytes=-3', 'if-range': etag }), [206, 'bytes 7-9/10', '789'])
    assert.deepEqual(await get({ range: 'bytes=2-4', 'if-range': '"other"' }), [200, null, '0123456789'])
    assert.deepEqual(await get({ range: 'bytes=10-' }), [416, 'bytes */10', ''])
    assert.deepEqual(await get({ range: 'bytes=0-0,2-2' }), [200, null, '0123456789'])
    assert.deepEqual(await get({ 'if-none-match': `"a", W/${etag}` }), [304, null, ''])
    assert.deepEqual(await get({}, 'HEAD'), [200, null, ''])
  })

  it('opens nothing without the right key, and nothing outside the folder', async () => {
    await using ada = await placeAt(() => server().wsUrl).guest()
    const room = freshRoom()
    await ada.join(room)
    const { file, url, upload } = await send(server(), ada, room)
    const key = url.searchParams.get('key') ?? ''
    const paths = [
      `/files/${file.id}`,
      `/files/${file.id}?key=`,
      `/files/${file.id}?key=${key.slice(0, -1)}`,
      `/files/${file.id}?key=${upload.searchParams.get('key')}`,
      `/files/other?key=${key}`,
      `/files/?key=${key}`,
      `/files/..%2fparley.db?key=${key}`,
      `/files/../parley.db?key=${key}`,
      `/files/%2e%2e/%2e%2e/etc/passwd?key=${key}`,
      `/files//etc/passwd?key=${key}`,
      `/files/${file.id}/../../parley.db?key=${key}`,
      `/files/${file.id}%00?key=${key}`,
      `/files/${'x'.repeat(65)}?key=${key}`,
      `/files/'; drop table files; --?key=${key}`.replaceAll(' ', '%20'),
    ]
    for (const path of paths) {
      assert.ok([404, 400].includes(await rawStatus(server(), 'GET', path)), path)
      assert.ok([404, 400, 409].includes(await rawStatus(server(), 'PUT', path, 'hello')), path)
    }
    assert.equal((await fetch(url)).status, 200)
    await assertUnharmed(server())
  })

  it('takes exactly the bytes that were announced, once', async () => {
    await using ada = await placeAt(() => server().wsUrl).guest()
    const room = freshRoom()
    await ada.join(room)
    const spec = { room, name: 'a.txt', mediaType: 'text/plain', bytes: 5 }
    const { upload } = await ada.call('chat.attach', spec)
    const url = at(server(), upload)
    assert.equal((await put(url, 'hell')).status, 400)
    assert.equal((await put(url, 'hello!')).status, 400)
    const { pathname, search } = url
    assert.equal(await rawStatus(server(), 'PUT', pathname + search, 'hello, far too long', true), 400)
    assert.equal(await rawStatus(server(), 'PUT', pathname + search, 'hel', true), 400)
    assert.equal(await rawStatus(server(), 'PUT', pathname + search, 'hello', true), 204, 'chunked is well')
    assert.equal((await put(url, 'hello')).status, 409)
    for (const method of ['POST', 'DELETE', 'PATCH']) assert.equal((await fetch(url, { method })).status, 405)
  })

  it('answers pages of its own and of allowed origins, and no others', async () => {
    await using ada = await placeAt(() => server().wsUrl).guest()
    const room = freshRoom()
    await ada.join(room)
    const { attachment, upload } = await ada.call('chat.attach', { room, name: 'a', mediaType: 'a/b', bytes: 5 })
    assert.ok(attachment)
    const url = at(server(), upload)
    const options = { method: 'OPTIONS', headers: { 'access-control-request-method': 'PUT' } }
    for (const [from, status] of [
      [origin, 204],
      ['https://evil.example', 403],
      ['null', 403],
    ] as const) {
      const asked = await fetch(url, { ...options, headers: { ...options.headers, origin: from } })
      assert.equal(asked.status, status)
      assert.equal(asked.headers.get('access-control-allow-origin'), status === 204 ? from : null)
      assert.equal(asked.headers.get('access-control-allow-methods')?.includes('PUT') ?? false, status === 204)
      const sent = await put(url, 'hello', { origin: from })
      assert.equal(sent.status, status)
    }
    const own = await fetch(url, { method: 'OPTIONS', headers: { origin: server().url } })
    assert.equal(own.status, 204)
  })
})

eachStore('files that go wrong', (store) => {
  it('leaves nothing of an upload that was broken off, and takes it up again', async () => {
    await using folder = await temporaryFolder()
    await using parley = await store.open({ settings: { 'files.folder': folder.path } })
    await using ada = await placeAt(() => parley.wsUrl).guest()
    const room = freshRoom()
    await ada.join(room)
    const { upload } = await ada.call('chat.attach', { room, name: 'a', mediaType: 'a/b', bytes: 100_000 })
    const raw = await RawSocket.open(parley.port)
    raw.write(`PUT ${upload} HTTP/1.1\r\nhost: localhost\r\ncontent-length: 100000\r\n\r\n${'x'.repeat(50_000)}`)
    await eventually('the upload to begin', async () => (await readdir(folder.path)).length === 1)
    raw.socket.destroy()
    await eventually('nothing to be left', async () => (await readdir(folder.path)).length === 0)
    assert.equal((await put(at(parley, upload), 'x'.repeat(100_000))).status, 204)
    await assertUnharmed(parley)
  })

  it('keeps what was sent through kill -9, and clears away what was only begun', async () => {
    await using folder = await temporaryFolder()
    await using parley = await store.open({ settings: { 'files.folder': folder.path } })
    const place = placeAt(() => parley.wsUrl)
    const room = freshRoom()
    const ada = await place.guest()
    await ada.join(room)
    const { file } = await send(parley, ada, room, 'kept')
    const { upload } = await ada.call('chat.attach', { room, name: 'a', mediaType: 'a/b', bytes: 100_000 })
    const raw = await RawSocket.open(parley.port)
    raw.write(`PUT ${upload} HTTP/1.1\r\nhost: localhost\r\ncontent-length: 100000\r\n\r\n${'x'.repeat(50_000)}`)
    await eventually('the upload to begin', async () => (await readdir(folder.path)).length === 2)
    await parley.kill('SIGKILL')
    await parley.restart()
    assert.deepEqual(await readdir(folder.path), [file.id])
    assert.equal(await (await fetch(at(parley, file.url))).text(), 'kept', 'its address is the same')
    assert.equal((await put(at(parley, upload), 'x'.repeat(100_000))).status, 204)
  })

  it('removes the bytes of a deleted room', async () => {
    await using folder = await temporaryFolder()
    await using parley = await store.open({ settings: { 'files.folder': folder.path } })
    await using ada = await placeAt(() => parley.wsUrl).guest()
    const room = freshRoom()
    await ada.join(room)
    const { url } = await send(parley, ada, room)
    await ada.call('room.delete', { room })
    assert.equal((await fetch(url)).status, 404)
    await eventually('the bytes to be removed', async () => (await readdir(folder.path)).length === 0)
  })

  it('removes the bytes of a deleted message', async () => {
    await using folder = await temporaryFolder()
    await using parley = await store.open({ settings: { 'files.folder': folder.path } })
    await using ada = await placeAt(() => parley.wsUrl).guest()
    const room = freshRoom()
    await ada.join(room)
    const { message, url } = await send(parley, ada, room)
    assert.equal((await readdir(folder.path)).length, 1)
    await ada.call('chat.delete', { room, message: message.id })
    assert.equal((await fetch(url)).status, 404)
    await eventually('the bytes to be removed', async () => (await readdir(folder.path)).length === 0)
  })

  it('takes none where none is wanted, and no more than a room may hold', async () => {
    const settings = { 'files.maxBytes': 0 }
    await using parley = await store.open({ settings })
    const room = freshRoom()
    const spec = { room, name: 'a', mediaType: 'a/b', bytes: 60 }
    await using ada = await placeAt(() => parley.wsUrl).guest()
    await ada.join(room)
    await assert.rejects(ada.call('chat.attach', spec), refused('file.refused'))
    await using small = await store.open({ settings: { 'files.roomBytes': 100 } })
    await using bob = await placeAt(() => small.wsUrl).guest()
    await bob.join(room)
    await bob.call('chat.attach', spec)
    await assert.rejects(bob.call('chat.attach', spec), refused('session.quota'))
  })

  it('bounds what all rooms hold together', async () => {
    await using small = await store.open({ settings: { 'files.totalBytes': 100 } })
    const attach = async () => {
      const room = freshRoom()
      await using bob = await placeAt(() => small.wsUrl).guest()
      await bob.join(room)
      await bob.call('chat.attach', { room, name: 'a', mediaType: 'a/b', bytes: 60 })
    }
    await attach()
    await assert.rejects(attach(), refused('session.quota'))
  })

  it('bounds what one address does at once and in a while', async () => {
    const settings = { 'files.transfers': 2, 'files.transfersPerSecond': 1 }
    await using parley = await store.open({ settings })
    await using ada = await placeAt(() => parley.wsUrl).guest()
    const room = freshRoom()
    await ada.join(room)
    const slow = await Promise.all(
      [1, 2].map(async () => {
        const { upload } = await ada.call('chat.attach', { room, name: 'a', mediaType: 'a/b', bytes: 10 })
        const raw = await RawSocket.open(parley.port)
        raw.write(`PUT ${upload} HTTP/1.1\r\nhost: localhost\r\ncontent-length: 10\r\n\r\nx`)
        return raw
      }),
    )
    const status = async () => (await fetch(at(parley, '/files/x?key=y'))).status
    await eventually('the address to be full', async () => (await status()) === 429)
    for (const raw of slow) raw.socket.destroy()
    await eventually('the uploads to be over', async () => (await status()) === 404)
    const all = await Promise.all(Array.from({ length: 250 }, status))
    assert.ok(all.includes(429))
    assert.equal((await fetch(`${parley.url}/health`)).status, 200)
  })

  it('does not start where its folder cannot be used', async () => {
    await using folder = await temporaryFolder()
    const file = join(folder.path, 'a-file')
    await writeFile(file, '')
    await access(file)
    await assert.rejects(
      store.open({ settings: { 'files.folder': join(file, 'files') } }),
      /folder for files cannot be used/,
    )
  })
})

async function temporaryFolder() {
  const path = await mkdtemp(join(tmpdir(), 'parley-files-'))
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) }
}

/** The status that a path gets as it is written, without a client that tidies it. */
function rawStatus(parley: Parley, method: string, path: string, body = '', chunked = false): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  const headers = chunked ? { 'transfer-encoding': 'chunked' } : { 'content-length': Buffer.byteLength(body) }
  const request = httpRequest({ host: '127.0.0.1', port: parley.port, method, path, headers }, (response) => {
    response.resume()
    resolve(response.statusCode ?? 0)
  })
  request.once('error', reject)
  request.end(method === 'GET' ? '' : body)
  return promise
}
