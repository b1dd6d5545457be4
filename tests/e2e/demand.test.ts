// What nobody looks at is not sent: a real browser publishes, another one looks, looks away and looks again.

import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { openParley, type Parley } from '../parley-process.ts'
import { openBrowser, type TestBrowser } from './browser.ts'
import { openSdkPages, type SdkPage, type SdkPages, type Stream, until } from './sdk-page.ts'

describe('a camera in a browser', () => {
  let pages: SdkPages
  let server: Parley
  let browser: TestBrowser
  let ada: SdkPage
  let bob: SdkPage
  let track: string

  before(async () => {
    pages = await openSdkPages()
    server = await openParley({ settings: { 'http.allowedOrigins': [pages.origin] } })
    browser = await openBrowser()
    ada = await pages.join(browser, server.wsUrl, 'demand')
    bob = await pages.join(browser, server.wsUrl, 'demand')
    track = await ada.publishCamera(720)
  })
  after(async () => {
    await browser[Symbol.asyncDispose]()
    await server[Symbol.asyncDispose]()
    await pages[Symbol.asyncDispose]()
  })

  it('sends nothing as long as nobody looks', async (test) => {
    await until('the end of sending in vain', async () => (await ada.sendsIn(500)) === 0)
    const bytes = await ada.sendsIn(2_000)
    test.diagnostic(`${bytes} bytes in 2 s`)
    assert.equal(bytes, 0)
  })

  it('sends only the small size to a small tile, and the large one when a tile is large', async () => {
    await bob.view(track, 180)
    await bob.receives('the small picture', ({ height, frames }) => height === 360 && frames > 5)
    // The one that is left keeps its size.
    const { frames: framesThen } = await bob.receives('the small picture', () => true)
    await bob.receives('two seconds of it', ({ frames }) => frames > framesThen + 40)
    assert.equal((await bob.received())[0]?.height, 360)
    const large = (streams: Stream[]) => streams.find(({ rid }) => rid === 'r1')?.bytes ?? 0
    const before = large(await ada.sent())
    assert.ok((await ada.sendsIn(1_000)) > 0)
    assert.equal(large(await ada.sent()), before)
    await bob.view(track, 720)
    await bob.receives('the large picture', ({ height }) => height === 720)
  })

  it('stops when nobody looks any more, and is back soon when somebody does', async (test) => {
    await bob.view(track, 0)
    const stoppingAt = performance.now()
    await until('the end of sending', async () => (await ada.sendsIn(200)) === 0)
    test.diagnostic(`nothing was sent any more after ${Math.round(performance.now() - stoppingAt)} ms`)
    assert.equal(await ada.sendsIn(1_000), 0)
    const [before] = await bob.received()
    const startingAt = performance.now()
    await bob.view(track, 360)
    await bob.receives('another frame', ({ frames }) => frames > (before?.frames ?? 0))
    test.diagnostic(`a frame came ${Math.round(performance.now() - startingAt)} ms after looking again`)
  })
})
