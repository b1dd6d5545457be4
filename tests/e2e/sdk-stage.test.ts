// The stage of the SDK in Chromium: what is received follows what is on screen, and nothing is left in an element.

/// <reference lib="dom" />

import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Stage } from '@parley/client'
import { openParley, type Parley } from '../parley-process.ts'
import { openBrowser, type TestBrowser } from './browser.ts'
import { openSdkPages, type SdkPages, until } from './sdk-page.ts'

declare global {
  interface Window {
    stage: Stage
    hide: () => void
  }
}

describe('a stage', () => {
  let pages: SdkPages
  let server: Parley
  let browser: TestBrowser

  before(async () => {
    pages = await openSdkPages()
    server = await openParley({ settings: { 'http.allowedOrigins': [pages.origin] } })
    browser = await openBrowser()
  })
  after(async () => {
    await browser?.[Symbol.asyncDispose]()
    await server?.[Symbol.asyncDispose]()
    await pages?.[Symbol.asyncDispose]()
  })

  it('receives a video in the size of its element and not out of sight, tells what is blocked, and empties the element in the end', async () => {
    const ada = await pages.join(browser, server.wsUrl, 'hall')
    const ben = await pages.join(browser, server.wsUrl, 'hall')
    const camera = await ada.publishCamera(720)
    const { page } = ben
    await page.waitForFunction(
      (id) => [...window.room.participants.values()].some(({ tracks }) => tracks.has(id)),
      camera,
    )
    await page.evaluate((id) => {
      const tracks = [...window.room.participants.values()].flatMap((each) => [...each.tracks.values()])
      const track = tracks.find((each) => each.id === id)
      const video = document.body.appendChild(document.createElement('video'))
      Object.assign(video.style, { position: 'absolute', top: '0', width: '1280px', height: '720px' })
      if (!track) throw new Error('there is no such track')
      window.stage = window.parleySdk.openStage(window.room)
      window.hide = window.stage.show(track, video)
    }, camera)
    await ben.receives('the whole picture', ({ height, frames }) => height === 720 && frames > 0)
    const style = (change: Record<string, string>) =>
      page.evaluate((wanted) => Object.assign(document.querySelector('video')?.style ?? {}, wanted), change)

    await style({ width: '480px', height: '270px' })
    await ben.receives('a smaller picture', ({ height }) => height > 0 && height <= 360)

    await style({ top: '100000px' })
    await until('nothing of what is out of sight', async () => (await ben.framesIn(500)) === 0)
    await style({ top: '0' })
    await until('pictures again', async () => (await ben.framesIn(500)) > 0)

    assert.equal(await page.evaluate(() => document.querySelector('video')?.srcObject !== null), true)
    await page.evaluate(() => window.hide())
    assert.equal(await page.evaluate(() => document.querySelector('video')?.srcObject), null)
    await until('nothing of what is not shown', async () => (await ben.framesIn(500)) === 0)

    const blocked = await page.evaluate(async (id) => {
      const tracks = [...window.room.participants.values()].flatMap((each) => [...each.tracks.values()])
      const track = tracks.find((each) => each.id === id)
      const video = document.querySelector('video')
      if (!track || !video) throw new Error('there is no such track')
      const told = Promise.withResolvers<boolean>()
      const stage = window.parleySdk.openStage(window.room, { onBlocked: () => told.resolve(stage.blocked) })
      video.play = () => Promise.reject(new DOMException('nobody has clicked', 'NotAllowedError'))
      stage.show(track, video)
      const before = await told.promise
      video.play = () => Promise.resolve()
      await stage.resume()
      const after = stage.blocked
      stage.close()
      return { before, after, emptied: video.srcObject === null }
    }, camera)
    assert.deepEqual(blocked, { before: true, after: false, emptied: true })
    await ada.close()
    await ben.close()
  })
})
