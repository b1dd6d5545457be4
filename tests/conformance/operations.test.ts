// What whoever runs the server sees: health, figures, headers, refusals to start, and how it stops.

import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { closeCodes, methods, notifications } from '@parley/protocol'
import { makeToken, openParley, type Parley, runParley } from '../parley-process.ts'
import { refused, WireClient } from '../wire-client.ts'
import { eachStore, eventually, freshRoom, guests, placeAt, withAnyServer, withServer } from './place.ts'
import { RawSocket } from './raw-socket.ts'

withServer('operations', {}, (server) => {
  const place = placeAt(() => server().wsUrl)
  const get = (path: string, init: RequestInit = {}) => fetch(`${server().url}${path}`, init)

  it('say that the server is alive and ready', async () => {
    assert.deepEqual(await (await get('/health')).json(), { status: 'ok' })
    const ready = await get('/ready')
    assert.deepEqual([ready.status, await ready.json()], [200, { ready: true, reasons: [] }])
  })

  it('count what is there', async () => {
    const { totalConnections } = await server().stats()
    await using opened = await guests(place, 3)
    const room = freshRoom()
    for (const client of opened.all) await client.join(room)
    const stats = await server().stats()
    assert.equal(stats.connections, 3)
    assert.equal(stats.totalConnections, totalConnections + 3)
    assert.deepEqual([stats.sessions, stats.participants], [3, 3])
    assert.ok(stats.rooms >= 1)
  })

  it('count down again what is gone', async () => {
    await eventually('all to be gone', async () => {
      const { connections, sessions, participants, tracks } = await server().stats()
      return [connections, sessions, participants, tracks].every((count) => count === 0)
    })
  })

  it('measure with labels of finite tables only, however many rooms and people there are', async () => {
    await using opened = await guests(place, 10)
    for (const client of opened.all) {
      const room = freshRoom()
      await client.join(room)
      await client.call('chat.send', { room, text: 'hello' })
      await client.request(`method.${crypto.randomUUID()}`)
    }
    const samples = await server().metrics()
    const tables: Record<string, (value: string) => boolean> = {
      method: (value) => Object.hasOwn(methods, value) || Object.hasOwn(notifications, value),
      outcome: (value) => ['ok', 'refused', 'invalid', 'malformed', 'fault'].includes(value),
      reason: (value) => value in closeCodes || ['client', 'drain'].includes(value),
      kind: (value) => ['audio', 'video', 'major', 'minor', 'incremental', 'weakcb'].includes(value),
      le: () => true,
      worker: (value) => /^\d{1,3}$/.test(value),
      version: () => true,
    }
    for (const { name, labels } of samples.filter((sample) => sample.name.startsWith('parley_'))) {
      for (const [label, value] of Object.entries(labels))
        assert.ok(tables[label]?.(value), `${name}{${label}="${value}"} is of no finite table`)
    }
    assert.ok(samples.length < 1000, `${samples.length} samples`)
    const calls = samples.find(
      ({ name, labels }) => name === 'parley_call_duration_seconds_count' && labels['method'] === 'chat.send',
    )
    assert.ok((calls?.value ?? 0) >= 10)
  })

  it('send headers that keep pages safe, on every answer', async () => {
    for (const path of ['/', '/health', '/metrics', '/nowhere', '/r/kitchen']) {
      const { headers } = await get(path)
      assert.equal(headers.get('x-content-type-options'), 'nosniff', path)
      assert.equal(headers.get('referrer-policy'), 'no-referrer', path)
      assert.match(headers.get('content-security-policy') ?? '', /default-src 'self'/, path)
      assert.doesNotMatch(headers.get('content-security-policy') ?? '', /script-src[^;]*unsafe/, path)
      assert.match(headers.get('content-security-policy') ?? '', /; frame-ancestors 'self';/, path)
      assert.match(headers.get('permissions-policy') ?? '', /camera=\(self\)/, path)
      assert.equal(headers.get('x-powered-by'), null, path)
    }
  })

  it('answer only what reads', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'])
      assert.equal((await get('/health', { method })).status, 405)
    assert.equal((await get('/ws', { method: 'POST', body: 'x' })).status, 405)
    const head = await get('/health', { method: 'HEAD' })
    assert.deepEqual([head.status, await head.text()], [200, ''])
  })

  it('give no file that is not of the web app', async () => {
    const climbs = [
      '/../package.json',
      '/../../../../etc/passwd',
      '/%2e%2e/%2e%2e/package.json',
      '/..%2f..%2fpackage.json',
    ]
    climbs.push(
      '/assets/../../package.json',
      '/..\\..\\package.json',
      '/%5c..%5cpackage.json',
      '/r/../../package.json',
      '/package.json',
    )
    climbs.push('/.env', '/assets/%00', '//etc/passwd', '/src/main.ts')
    for (const path of climbs) {
      await using raw = await RawSocket.open(server().port)
      raw.request(`GET ${path} HTTP/1.1`, 'Connection: close')
      await raw.ended
      const [head = '', body = ''] = raw.text.split('\r\n\r\n')
      assert.match(head, /^HTTP\/1.1 (200|400|404) /, path)
      if (head.startsWith('HTTP/1.1 200')) assert.match(body, /<!doctype html>/i, path)
      assert.doesNotMatch(body, /root:|"workspaces"|"name"/, path)
    }
  })

  it('upgrade at /ws only', async () => {
    for (const path of ['/', '/wss', '/ws/', '/health', '//ws', '/WS']) {
      await assert.rejects(WireClient.open(`${server().url.replace('http', 'ws')}${path}`), /404/, path)
    }
    await using client = await WireClient.open(`${server().wsUrl}?room=kitchen`)
    await client.hello()
  })
})

withAnyServer(
  'pages of others',
  { 'http.embedders': ['https://shop.example', 'https://*.school.example'] },
  (server) => {
    it('may show the web app in a frame where the server knows them', async () => {
      const { headers } = await fetch(`${server().url}/r/kitchen`)
      const policy = headers.get('content-security-policy') ?? ''
      assert.match(policy, /; frame-ancestors 'self' https:\/\/shop\.example https:\/\/\*\.school\.example;/)
    })

    it('may not show the pages where accounts and the server are governed', async () => {
      for (const path of ['/admin', '/admin/rooms', '/reset']) {
        const { status, headers } = await fetch(`${server().url}${path}`)
        assert.equal(status, 200, path)
        assert.match(headers.get('content-security-policy') ?? '', /; frame-ancestors 'none';/, path)
      }
    })

    it('are origins and nothing else, so that no setting adds to the policy', async () => {
      const { code, stderr } = await runParley([
        'serve',
        '--http-embedders',
        "https://a.example; script-src 'unsafe-inline'",
      ])
      assert.notEqual(code, 0)
      assert.match(stderr, /http\.embedders/)
    })
  },
)

withAnyServer('origins', { 'http.allowedOrigins': ['https://app.example', 'https://b.example:8443'] }, (server) => {
  const place = placeAt(() => server().wsUrl)

  it('of other sites are refused', async () => {
    const foreign = [
      'https://evil.example',
      'https://app.example.evil.example',
      'http://app.example',
      'null',
      'https://b.example',
      '',
    ]
    foreign.push(`http://127.0.0.1:${server().port + 1}`, 'file://', 'https://APP.example@evil.example')
    for (const origin of foreign) {
      if (origin === '') continue
      await using client = await place.socket({ headers: { origin } })
      assert.equal((await client.closed).code, closeCodes.originRefused.code, origin)
    }
  })

  it('of the server itself and of the list are welcome, and so are programs that send none', async () => {
    for (const origin of [server().url, 'https://app.example', 'https://b.example:8443', undefined]) {
      await using client = await place.socket(origin === undefined ? {} : { headers: { origin } })
      await client.hello()
    }
  })

  it('that were refused do not hold up the end of the server', async () => {
    await using raw = await RawSocket.open(server().port, true)
    await raw.upgrade('/ws', 'Origin: https://evil.example')
    assert.equal(await raw.closeCode(), closeCodes.originRefused.code)
    // It never answers the closing handshake.
    assert.deepEqual(await server().kill('SIGTERM'), { code: 0, signal: null })
  })
})

withAnyServer('figures behind a token', { 'operations.metricsToken': 'a token' }, (server) => {
  it('are given to its bearer only', async () => {
    for (const path of ['/metrics', '/stats']) {
      for (const authorization of ['', 'Bearer', 'Bearer a toke', 'Bearer a token ', 'Basic a token', 'a token']) {
        const response = await fetch(`${server().url}${path}`, { headers: { authorization } })
        assert.equal(response.status, authorization === 'Bearer a token ' ? 200 : 401, authorization)
        if (response.status === 401) assert.equal(response.headers.get('www-authenticate'), 'Bearer')
      }
    }
    assert.ok((await server().metrics()).length > 0)
    for (const path of ['/health', '/ready']) assert.equal((await fetch(`${server().url}${path}`)).status, 200)
  })
})

eachStore('stopping', (store) => {
  it('tells the sessions, takes nobody new, closes with 1001 and ends well, with all its processes', async () => {
    await using parley = await store.open({ settings: { 'operations.drainMs': 1500 } })
    const place = placeAt(() => parley.wsUrl)
    await using client = await place.guest()
    const room = freshRoom()
    await client.join(room, { rtpCapabilities: client.greeting?.rtpCapabilities ?? assert.fail() })
    const pids = await workersOf(parley)
    const ending = parley.kill('SIGTERM')
    const { withinMs } = await client.heard('session.draining')
    assert.equal(withinMs, 1500)
    const ready = await fetch(`${parley.url}/ready`)
    assert.deepEqual([ready.status, (await ready.json()).reasons], [503, ['draining']])
    assert.equal((await fetch(`${parley.url}/health`)).status, 200)
    await assert.rejects(place.socket(), /503/)
    await client.call('chat.send', { room, text: 'a last word' })
    assert.equal((await client.closed).code, 1001)
    assert.deepEqual(await ending, { code: 0, signal: null })
    assert.deepEqual(pids.filter(alive), [])
    assert.deepEqual(
      parley.log.filter(({ level }) => level === 'error'),
      [],
    )
    await parley.restart()
    await using again = await place.guest()
    const { messages } = await again.join(room)
    assert.deepEqual(
      messages.map(({ text }) => text),
      ['a last word'],
    )
  })

  it('at a second signal is immediate, and leaves no process behind', async () => {
    await using parley = await store.open({ settings: { 'operations.drainMs': 60_000 } })
    await using client = await placeAt(() => parley.wsUrl).guest()
    const pids = await workersOf(parley)
    const ending = parley.kill('SIGTERM')
    await client.heard('session.draining')
    process.kill(parley.pid, 'SIGTERM')
    assert.deepEqual(await ending, { code: 1, signal: null })
    await eventually('the workers to be gone', () => !pids.some(alive))
  })

  it('by kill -9 leaves no process behind either', async () => {
    await using parley = await store.open()
    const pids = await workersOf(parley)
    await parley.kill('SIGKILL')
    await eventually('the workers to be gone', () => !pids.some(alive))
  })

  it('does not wait for those who do not answer', async () => {
    await using parley = await store.open()
    await using raw = await RawSocket.open(parley.port, true)
    await raw.upgrade()
    await using idle = await RawSocket.open(parley.port, true)
    await using slow = await RawSocket.open(parley.port, true)
    slow.write('GET / HTTP/1.1\r\nHost')
    await using elsewhere = await RawSocket.open(parley.port, true)
    elsewhere.request('GET /elsewhere HTTP/1.1', 'Connection: Upgrade', 'Upgrade: websocket')
    await elsewhere.ended
    assert.ok(!idle.socket.destroyed)
    assert.deepEqual(await parley.kill('SIGTERM'), { code: 0, signal: null })
    assert.equal(await raw.closeCode(), 1001)
  })
})

describe('starting', () => {
  let folder = ''
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'parley-starting-'))
  })
  after(() => rm(folder, { recursive: true }))
  const key = `dev=${'k'.repeat(32)}`
  const quick = ['--port', '0', '--media-workers', '0']
  const serve = (...flags: string[]) =>
    runParley(['serve', ...quick, '--store', `sqlite:${join(folder, 'x.db')}`, ...flags])

  it('beyond loopback without a key is refused, with what to do', async () => {
    for (const host of ['0.0.0.0', '::', '192.0.2.1']) {
      const { code, stderr } = await serve('--host', host)
      assert.equal(code, 1, host)
      assert.match(stderr, /--auth-keys/)
      assert.match(stderr, /--open/)
    }
  })

  it('beyond loopback with a key lets nobody in without a token; with --open it says at each start what that means', async () => {
    await using keyed = await openParley({ flags: ['--host', '0.0.0.0', '--auth-keys', key, '--media-workers', '0'] })
    await using stranger = await WireClient.open(onLoopback(keyed))
    await assert.rejects(stranger.hello(), refused('session.tokenRequired'))
    await stranger.hello({ token: await makeToken(key, '--person', 'ada') })
    await using open = await openParley({ flags: ['--host', '0.0.0.0', '--open', '--media-workers', '0'] })
    await using guest = await WireClient.open(onLoopback(open))
    await guest.hello()
    assert.ok(open.log.some(({ level, message }) => level === 'warn' && message.includes('--open')))
  })

  it('is refused with a flag, a variable, a key or a section that it does not know', async () => {
    const file = async (text: string) => {
      const path = join(folder, `${crypto.randomUUID()}.yaml`)
      await writeFile(path, text)
      return path
    }
    const mistakes: [Promise<{ code: number | null; stderr: string }>, RegExp][] = [
      [serve('--prot', '1'), /--prot/],
      [serve('--config', await file('http: { prot: 1 }')), /http\.prot/],
      [serve('--config', await file('htpp: {}')), /htpp/],
      [serve('--config', join(folder, 'missing.yaml')), /missing\.yaml/],
      [runParley(['serve', ...quick], { PARLEY_HTTP_PROT: '1' }), /PARLEY_HTTP_PROT/],
      [serve('--rooms-capacity', 'many'), /rooms\.capacity/],
      [serve('--auth-keys', 'dev=short'), /auth\.keys/],
      [serve('--tls-cert', 'cert.pem'), /--tls-key/],
      [serve('--store', 'mysql://localhost/x'), /database URL/],
    ]
    for (const [ending, expected] of mistakes) {
      const { code, stderr } = await ending
      assert.equal(code, 1, stderr)
      assert.match(stderr, expected)
      assert.doesNotMatch(stderr, /\n\s+at /, 'a stack is no message')
    }
  })

  it('on a port that is taken ends with a message', async () => {
    await using parley = await openParley({ settings: { 'media.workers': 0 } })
    const { code, stderr } = await serve('--port', String(parley.port))
    assert.equal(code, 1)
    assert.match(stderr, new RegExp(`${parley.port}`))
  })

  it('without media workers is ready', async () => {
    await using parley = await openParley({ settings: { 'media.workers': 0 } })
    const ready = await fetch(`${parley.url}/ready`)
    assert.deepEqual([ready.status, await ready.json()], [200, { ready: true, reasons: [] }])
  })
})

/** The address with which a server that listens everywhere is reached here. */
function onLoopback({ wsUrl }: Parley): string {
  const url = new URL(wsUrl)
  url.hostname = '127.0.0.1'
  return url.href
}

async function workersOf(parley: Parley): Promise<number[]> {
  const pids = (await parley.stats()).workers.flatMap(({ pid }) => (pid === undefined ? [] : [pid]))
  assert.ok(pids.length > 0 && pids.every(alive))
  return pids
}

function alive(pid: number): boolean {
  return existsSync(`/proc/${pid}`)
}
