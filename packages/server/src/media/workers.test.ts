import assert from 'node:assert/strict'
import { once } from 'node:events'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import type { RefusalReason } from '@parley/protocol'
import { observer, workerBin } from 'mediasoup'
import type { Facts, Log } from '../log/log.ts'
import { type Media, type MediaOptions, openMedia, type RouterEvents } from './media.ts'

type Line = Facts & { readonly text: string }

const silent: RouterEvents = { lost() {}, speaking() {} }
const refused = (reason: RefusalReason) => ({ name: 'Refusal', reason })

/** Media that ends with its test, and the errors that it logged. */
async function open(t: TestContext, options: Partial<MediaOptions>): Promise<{ media: Media; errors: Line[] }> {
  const errors: Line[] = []
  const log: Log = {
    debug() {},
    info() {},
    warn() {},
    error: (text, facts) => void errors.push({ ...facts, text }),
    with: () => log,
  }
  const defaults = {
    workers: 1,
    listenAddress: '127.0.0.1',
    firstPort: 0,
    spreadAbove: 400,
    outgoingBitrate: { initialBps: 1_000_000, maxBps: 0 },
    log,
    now: () => Date.now(),
    random: () => 0.5,
  }
  const media = await openMedia({ ...defaults, ...options })
  t.after(() => media.close())
  return { media, errors }
}

/** An executable that runs `script` in sh. */
async function program(t: TestContext, script: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-worker-'))
  t.after(() => rm(folder, { recursive: true }))
  const path = join(folder, 'worker')
  await writeFile(path, `#!/bin/sh\n${script}\n`)
  await chmod(path, 0o755)
  return path
}

/** mediasoup swallows what its listeners throw, so losses are counted. */
async function openWithLoss(media: Media) {
  const { promise: lost, resolve } = Promise.withResolvers<void>()
  const losses = { count: 0 }
  const router = await media.openRouter({
    ...silent,
    lost: () => {
      losses.count++
      resolve()
    },
  })
  const pid = (await media.stats()).findLast(({ routers }) => routers > 0)?.pid
  assert.ok(pid !== undefined)
  return { router, lost, losses, pid }
}

describe('workers', () => {
  it('that die are replaced within a second on the same port, and their routers are told at once', async (t) => {
    const { media, errors } = await open(t, {})
    const [before] = await media.stats()
    const { router, lost, pid } = await openWithLoss(media)
    process.kill(pid, 'SIGKILL')
    const killedAt = performance.now()
    await lost
    assert.ok(performance.now() - killedAt < 200)
    assert.equal(media.available, false)
    assert.equal(router.closed, true)
    await media.untilAvailable(t.signal)
    assert.ok(performance.now() - killedAt < 1000)
    const [now] = await media.stats()
    assert.equal(now?.port, before?.port)
    assert.deepEqual([now?.restarts, now?.routers, errors.length], [1, 0, 1])
    const offer = (await (await media.openRouter(silent)).openTransport()).offer
    assert.ok(offer.iceCandidates.every(({ port }) => port === before?.port))
  })

  it('that die take no room of another worker with them', async (t) => {
    const { media } = await open(t, { workers: 2 })
    const one = await openWithLoss(media)
    const other = await openWithLoss(media)
    assert.notEqual(one.pid, other.pid)
    process.kill(one.pid, 'SIGKILL')
    await one.lost
    assert.equal(media.available, true)
    await other.router.openTransport()
    await media.close()
    assert.deepEqual([one.losses.count, other.losses.count], [1, 0])
  })

  it('that die while a router is placed on them leave it to another', async (t) => {
    const { media } = await open(t, { workers: 2 })
    const { pid } = await openWithLoss(media)
    await (await media.openRouter(silent)).openTransport()
    // The first worker has fewer transports now, so the next router is for it.
    process.kill(pid, 'SIGSTOP')
    const placed = media.openRouter(silent)
    process.kill(pid, 'SIGKILL')
    await (await placed).openTransport()
  })

  it('that die refuse what was asked before, while and after they died', async (t) => {
    const { media } = await open(t, {})
    const { router, lost, pid } = await openWithLoss(media)
    const transport = await router.openTransport()
    const codec = { mimeType: 'audio/opus', payloadType: 111, clockRate: 48_000, channels: 2 }
    const rtpParameters = { codecs: [codec], encodings: [{ ssrc: 1 }] }
    const producer = await transport.produce({ kind: 'audio', rtpParameters, muted: false })
    const consumer = await transport.consume({ producer, rtpCapabilities: media.rtpCapabilities })
    const dtlsParameters = { fingerprints: [{ algorithm: 'sha-256' as const, value: 'AB:CD' }] }
    const calls = () => [
      router.openTransport(),
      transport.connect(dtlsParameters),
      transport.produce({ kind: 'audio', rtpParameters: { ...rtpParameters, encodings: [{ ssrc: 2 }] }, muted: false }),
      transport.consume({ producer, rtpCapabilities: media.rtpCapabilities }),
      producer.pause(),
      consumer.resume(),
      consumer.preferLayers(0),
    ]
    const assertRefused = (asked: Promise<unknown>[]) =>
      Promise.all(asked.map((call) => assert.rejects(call, refused('media.unavailable'))))
    process.kill(pid, 'SIGSTOP')
    const during = assertRefused(calls())
    process.kill(pid, 'SIGKILL')
    await lost
    await Promise.all([during, assertRefused(calls())])
    for (const object of [consumer, producer, transport, router]) object.close()
  })

  it('say nothing of a loss when they are closed, and are gone then', async (t) => {
    const { media } = await open(t, { workers: 2 })
    const { router, losses } = await openWithLoss(media)
    const pids = (await media.stats()).map(({ pid }) => pid)
    await Promise.all([media.close(), media.close()])
    for (const pid of pids) assert.throws(() => process.kill(pid ?? 0, 0), { code: 'ESRCH' })
    assert.deepEqual([media.available, router.closed, losses.count], [false, true, 0])
    await assert.rejects(media.openRouter(silent), refused('media.unavailable'))
    await assert.rejects(media.untilAvailable(t.signal), refused('media.unavailable'))
  })

  it('that are closed let those go who waited for them', async (t) => {
    const { media } = await open(t, { workers: 0 })
    const waiting = media.untilAvailable(t.signal)
    await Promise.all([assert.rejects(waiting, refused('media.unavailable')), media.close()])
  })

  it('that hang do not hold up the statistics', async (t) => {
    const { media } = await open(t, {})
    const [before] = await media.stats()
    assert.ok(before?.pid !== undefined)
    process.kill(before.pid, 'SIGSTOP')
    assert.deepEqual(await media.stats(), [before])
    process.kill(before.pid, 'SIGKILL')
  })

  it('that hang are replaced like those that died', async (t) => {
    const { media, errors } = await open(t, { workers: 2, hungAfterMs: 240 })
    const { router, lost, pid } = await openWithLoss(media)
    process.kill(pid, 'SIGSTOP')
    await lost
    assert.equal(router.closed, true)
    assert.throws(() => process.kill(pid, 0), { code: 'ESRCH' })
    await t.waitFor(async () => assert.ok((await media.stats()).every(({ alive }) => alive)), { timeout: 5_000 })
    assert.deepEqual(
      errors.map(({ text }) => text),
      ['a media worker hangs and is killed', 'a media worker died'],
    )
  })

  it('forget the transports of a router when it is closed', async (t) => {
    const held = new Set<string>()
    observer.once('newworker', (worker) =>
      worker.observer.once('newwebrtcserver', (server) => {
        server.observer.on('webrtctransporthandled', ({ id }) => held.add(id))
        server.observer.on('webrtctransportunhandled', ({ id }) => held.delete(id))
      }),
    )
    const { media } = await open(t, {})
    const router = await media.openRouter(silent)
    await Promise.all([router.openTransport(), router.openTransport()])
    assert.equal(held.size, 2)
    router.close()
    assert.equal(held.size, 0)
  })

  it('that never come up leave the media unavailable, say what to do, and are tried ever more rarely', async (t) => {
    const { media, errors } = await open(t, { workerBinary: await program(t, 'exit 1') })
    assert.equal(media.available, false)
    await assert.rejects(media.openRouter(silent), refused('media.unavailable'))
    await t.waitFor(() => assert.ok(errors.length >= 4), { timeout: 10_000 })
    assert.match(String(errors[0]?.['advice']), /MEDIASOUP_WORKER_BIN/)
    assert.deepEqual(
      errors.slice(0, 4).map((line) => line['retryInMs']),
      [0, 200, 400, 800],
    )
  })

  it('are not waited for when their binary is missing', async (t) => {
    const { media, errors } = await open(t, { workerBinary: '/nonexistent/mediasoup-worker' })
    assert.equal(media.available, false)
    assert.match(String(errors[0]?.['advice']), /MEDIASOUP_WORKER_BIN/)
    assert.deepEqual(
      (await media.stats()).map(({ alive, pid }) => [alive, pid]),
      [[false, undefined]],
    )
  })

  it('that die again and again back off, and wake who waits when one lives', async (t) => {
    const marker = join(await mkdtemp(join(tmpdir(), 'parley-marker-')), 'works')
    t.after(() => rm(join(marker, '..'), { recursive: true }))
    const binary = await program(t, `test -e ${marker} && exec ${workerBin} "$@"\nexit 1`)
    const { media, errors } = await open(t, { workerBinary: binary })
    const waiting = media.untilAvailable(t.signal)
    await t.waitFor(() => assert.ok(errors.length >= 2))
    await writeFile(marker, '')
    await waiting
    await (await media.openRouter(silent)).openTransport()
    const before = errors.length
    const { lost, pid } = await openWithLoss(media)
    process.kill(pid, 'SIGKILL')
    await lost
    await t.waitFor(() => assert.equal(errors.length, before + 1))
    assert.ok(Number(errors.at(-1)?.['retryInMs']) > Number(errors[1]?.['retryInMs']))
  })

  it('start when a port that was taken gets free', async (t) => {
    const squatter = createServer().listen(0, '127.0.0.1')
    await once(squatter, 'listening')
    const address = squatter.address()
    assert.ok(address !== null && typeof address === 'object')
    const { media, errors } = await open(t, { firstPort: address.port })
    assert.equal(media.available, false)
    assert.match(String(errors[0]?.text), /cannot listen/)
    squatter.close()
    await media.untilAvailable(t.signal)
    assert.equal((await media.stats())[0]?.port, address.port)
  })

  it('let a waiter go when it gives up', async (t) => {
    const { media } = await open(t, { workers: 0 })
    const patience = new AbortController()
    const waiting = media.untilAvailable(patience.signal)
    const reason = new Error('enough')
    patience.abort(reason)
    await assert.rejects(waiting, reason)
    await assert.rejects(media.untilAvailable(patience.signal), reason)
  })

  it('need not be there for the capabilities to be the same', async (t) => {
    const { media: none } = await open(t, { workers: 0 })
    const { media: one } = await open(t, {})
    assert.equal(none.available, false)
    assert.deepEqual(await none.stats(), [])
    assert.deepEqual(none.rtpCapabilities, one.rtpCapabilities)
    await assert.rejects(none.openRouter(silent), refused('media.unavailable'))
  })
})
