// A line that becomes narrow: a real browser gets a smaller picture within seconds, and the large one back when it can.

import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { connect, type Parley } from '@parley/client'
import { openEngine } from '../../packages/lab/src/rtc/engine.ts'
import { labPlatform } from '../../packages/lab/src/rtc/platform.ts'
import { openParley, type Parley as Server } from '../parley-process.ts'
import { BadNetwork } from './bad-network.ts'
import { openBrowser, type TestBrowser } from './browser.ts'
import { openSdkPages, type SdkPage, type SdkPages, until } from './sdk-page.ts'

const narrow = { rateBps: 300_000, queueBytes: 12_000 }
const adaptsWithinMs = 3_000
const upNoOftenerThanMs = 10_000

describe('a receiver whose line becomes narrow', () => {
  let pages: SdkPages
  let server: Server
  let network: BadNetwork
  let browser: TestBrowser
  let speaker: Parley
  let bob: SdkPage
  let track: string

  before(async () => {
    pages = await openSdkPages()
    server = await openParley({ settings: { 'http.allowedOrigins': [pages.origin] } })
    network = await BadNetwork.open(server)
    browser = await openBrowser()
    const engine = await openEngine({ seed: 1 })
    const platform = labPlatform({ engine, onError: (error) => assert.fail(error) })
    speaker = await connect(server.wsUrl, { name: 'Lab', platform })
    const room = await speaker.join('narrow')
    await room.publish(engine.microphone(), { source: 'microphone' })
    track = (await room.publish(engine.camera('720p'), { source: 'camera' })).id
    bob = await pages.join(browser, server.wsUrl, 'narrow', network)
    await bob.view(track, 720)
    // mediasoup takes a step down of a stream that has been there for less than 8 s for no step.
    await bob.receives('the large picture for nine seconds', ({ height, frames }) => height === 720 && frames > 270)
  })
  after(async () => {
    await speaker.close()
    await browser[Symbol.asyncDispose]()
    await network[Symbol.asyncDispose]()
    await server[Symbol.asyncDispose]()
    await pages[Symbol.asyncDispose]()
  })

  it('knows that all are connected well', async () => {
    await until('the quality of all', async () => {
      const qualities = await bob.page.evaluate(() =>
        [...window.room.participants.values()].map(({ quality }) => quality),
      )
      return qualities.length === 2 && qualities.every((quality) => (quality ?? 0) >= 8)
    })
  })

  it('gets the small picture within 3 s, and the voice all the time', async (test) => {
    const before = await bob.voice()
    network.udp.impair(narrow, 'down')
    const startedAtMs = await bob.nowMs()
    const adapted = await until('a smaller layer', async () =>
      (await bob.layerChanges()).find(({ atMs, spatialLayer }) => atMs > startedAtMs && spatialLayer === 0),
    )
    const shownAt = performance.now()
    await bob.receives('the small picture', ({ height }) => height === 360)
    test.diagnostic(`the layer changed after ${Math.round(adapted.atMs - startedAtMs)} ms`)
    test.diagnostic(`and was shown ${Math.round(performance.now() - shownAt)} ms later`)
    assert.ok(adapted.atMs - startedAtMs <= adaptsWithinMs)
    const { packets, lost, concealed } = await until('five seconds of voice', async () => {
      const now = await bob.voice()
      return now.packets > before.packets + 250 && now
    })
    const lostShare = (lost - before.lost) / (packets - before.packets)
    test.diagnostic(
      `of the voice ${(100 * lostShare).toFixed(1)} % was lost, ${(100 * concealed).toFixed(1)} % invented`,
    )
    assert.ok(lostShare < 0.1)
  })

  it('gets the large one back, without going up and down', async (test) => {
    network.udp.impair({}, 'down')
    const widenedAtMs = await bob.nowMs()
    await bob.receives('the large picture', ({ height }) => height === 720, 90_000)
    test.diagnostic(`it was back after ${Math.round((await bob.nowMs()) - widenedAtMs)} ms`)
    const ups = rises(await bob.layerChanges()).filter((atMs) => atMs > widenedAtMs - 10_000)
    test.diagnostic(`ups at ${ups.map((atMs) => Math.round(atMs - widenedAtMs))} ms`)
    for (const [index, atMs] of ups.entries())
      assert.ok(atMs - (ups[index - 1] ?? Number.NEGATIVE_INFINITY) >= upNoOftenerThanMs)
  })
})

/** When a larger size followed a smaller one. */
function rises(changes: Awaited<ReturnType<SdkPage['layerChanges']>>): number[] {
  return changes.flatMap(({ atMs, spatialLayer }, index) => {
    const before = changes[index - 1]?.spatialLayer ?? null
    return before !== null && spatialLayer !== null && spatialLayer > before ? [atMs] : []
  })
}
