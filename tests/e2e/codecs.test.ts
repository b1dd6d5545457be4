// The codecs that an app may choose: real browsers send them, and each receiver gets the size that it looks at.

import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { openParley, type Parley } from '../parley-process.ts'
import { openBrowser, type TestBrowser } from './browser.ts'
import { openSdkPages, type SdkPage, type SdkPages, until } from './sdk-page.ts'

describe('codecs', () => {
  let pages: SdkPages
  let server: Parley
  let browser: TestBrowser
  let ada: SdkPage
  let bob: SdkPage

  before(async () => {
    pages = await openSdkPages()
    server = await openParley({ settings: { 'http.allowedOrigins': [pages.origin] } })
    browser = await openBrowser()
    ada = await pages.join(browser, server.wsUrl, 'codecs')
    bob = await pages.join(browser, server.wsUrl, 'codecs')
  })
  after(async () => {
    await browser[Symbol.asyncDispose]()
    await server[Symbol.asyncDispose]()
    await pages[Symbol.asyncDispose]()
  })

  it('vp9: one stream of several sizes, of which a receiver gets the one that fits its tile', async () => {
    const track = await ada.publishCamera(720, { codec: 'vp9' })
    for (const height of [180, 720, 360]) await shows(track, height, height, 'VP9')
    assert.equal((await ada.sent()).length, 1)
    await comesBack(track, 360)
    await ada.unpublish(track)
  })

  it('av1: one size', async () => {
    const track = await ada.publishCamera(360, { codec: 'av1' })
    await shows(track, 180, 360, 'AV1')
    await comesBack(track, 180)
    await ada.unpublish(track)
  })

  it('h264: several streams, as of VP8', async () => {
    const track = await ada.publishCamera(720, { codec: 'h264' })
    for (const height of [360, 720]) await shows(track, height, height, 'H264')
    assert.equal((await ada.sent()).length, 2)
    await comesBack(track, 360)
    await ada.unpublish(track)
  })

  it('a screen: at full size, sharp, and with its sound', async () => {
    const { video, audio } = await ada.publishScreen()
    assert.ok(audio)
    await bob.view(video, 720)
    // The size of a picture is told a moment after its frame.
    const got = await bob.receives('the screen', ({ frames, height }) => frames > 0 && height > 0)
    const [sent] = await ada.sent()
    assert.equal(got.height, sent?.height)
    await ada.unpublish(video)
    await ada.unpublish(audio)
  })

  async function shows(track: string, tile: number, height: number, codec: string): Promise<void> {
    await bob.view(track, tile)
    const got = await bob.receives(`${height} lines`, (stream) => stream.height === height && stream.frames > 0)
    assert.equal(got.codec, `video/${codec}`)
  }

  /** After a moment in which nobody looked, but not so long that the publisher was told. */
  async function comesBack(track: string, tile: number): Promise<void> {
    await bob.view(track, 0)
    await until('the end of it', async () => (await bob.framesIn(300)) === 0)
    await bob.view(track, tile)
    await until('it to come back', async () => (await bob.framesIn(300)) > 0)
  }
})
