// The media of the load lab is real: a browser in the same room decodes and hears it, and the lab receives the browser's.

/// <reference lib="dom" />

import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { connect, type Parley, type Room } from '@parley/client'
import type { ClientMedia } from '../../packages/lab/src/rtc/client-media.ts'
import { type LabEngine, openEngine } from '../../packages/lab/src/rtc/engine.ts'
import { labPlatform } from '../../packages/lab/src/rtc/platform.ts'
import { openParley, type Parley as Server } from '../parley-process.ts'
import { openBrowser, type TestBrowser, type Visitor } from './browser.ts'

describe('a browser and the lab in one room', () => {
  let server: Server
  let browser: TestBrowser
  let engine: LabEngine
  let ada: Visitor
  let parley: Parley
  let room: Room
  let media: ClientMedia

  before(async () => {
    server = await openParley()
    browser = await openBrowser()
    engine = await openEngine({ seed: 1 })
    const platform = labPlatform({ engine, onError: (error) => assert.fail(error) })
    media = platform.media
    parley = await connect(server.wsUrl, { name: 'Lab', platform })
    room = await parley.join('lab')
    await room.publish(engine.microphone(), { source: 'microphone' })
    await room.publish(engine.camera('1080p'), { source: 'camera' })
    ada = await browser.visitor('Ada')
    await ada.join(server.url, 'lab')
  })
  after(async () => {
    await parley.close()
    await browser[Symbol.asyncDispose]()
    await server[Symbol.asyncDispose]()
  })

  it('the browser decodes the video of the lab and hears its voice', async () => {
    await ada.seesMoving('Lab')
    await ada.decodesVideoOf(1)
    await ada.hears(1)
  })

  it('the browser gets the simulcast layer that fits its window', async () => {
    await ada.page.setViewportSize({ width: 420, height: 420 })
    await pictureHeight(ada, (height) => height === 360)
    await ada.page.setViewportSize({ width: 1_900, height: 1_300 })
    await pictureHeight(ada, (height) => height > 360)
    await ada.page.setViewportSize({ width: 420, height: 420 })
    await pictureHeight(ada, (height) => height === 360)
    await ada.decodesVideoOf(1)
  })

  it('the lab receives the video and the voice of the browser', async () => {
    const tracks = [...room.participants.values()]
      .filter(({ isSelf }) => !isSelf)
      .flatMap((each) => [...each.tracks.values()])
    room.view(tracks.filter(({ kind }) => kind === 'video').map((track) => ({ track, width: 640, height: 360 })))
    const stream = (kind: 'audio' | 'video') => media.received.find((each) => each.kind === kind)
    await until('30 frames of the browser', () => (stream('video')?.framesDecoded ?? 0) >= 30)
    await until('its voice', () => (stream('audio')?.packetsReceived ?? 0) >= 20)
    assert.ok((stream('video')?.keyFramesReceived ?? 0) >= 1)
    // A browser sends no time of sending.
    assert.deepEqual([media.latencies.audio.count, media.latencies.video.count], [0, 0])
  })

  it('the page has not complained', () => {
    assert.deepEqual(ada.complaints, [])
  })
})

async function pictureHeight({ page }: Visitor, fits: (height: number) => boolean): Promise<void> {
  const video = page.getByRole('figure', { name: 'Lab', exact: true }).locator('video')
  await until('another size of picture', async () =>
    fits(await video.evaluate((element) => (element instanceof HTMLVideoElement ? element.videoHeight : 0))),
  )
}

/** Asks until it holds; long, because the machine may be busy. */
async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 30_000
  while (!(await holds())) {
    assert.ok(Date.now() < deadline, `waited 30 s in vain for ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
