// The SDK in a page of its own: for what an app can do with it and the web app does not offer.

/// <reference lib="dom" />

import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Parley, PublishOptions, Room, StatsEntry } from '@parley/client'
import type { Page } from 'playwright-core'
import { rolldown } from 'rolldown'
import type { BadNetwork } from './bad-network.ts'
import type { TestBrowser } from './browser.ts'

const entry = join(import.meta.dirname, '../../packages/client/src/index.ts')

declare global {
  interface Window {
    parleySdk: typeof import('@parley/client')
    parley: Parley
    room: Room
    layers: LayerChange[]
  }
}

/** `subscription.layersChanged`, and when it came on the page's clock. */
export interface LayerChange {
  readonly atMs: number
  readonly spatialLayer: number | null
  readonly temporalLayer: number | null
}

export interface SdkPages extends AsyncDisposable {
  /** To be allowed by the server (`http.allowedOrigins`). */
  readonly origin: string
  /** @param network carries the media of this page, where its network is bad */
  join(browser: TestBrowser, wsUrl: string, room: string, network?: BadNetwork): Promise<SdkPage>
}

export async function openSdkPages(): Promise<SdkPages> {
  const bundle = await rolldown({ input: entry, platform: 'browser', logLevel: 'silent' })
  const { output } = await bundle.generate({ format: 'iife', name: 'parleySdk', codeSplitting: false })
  await bundle.close()
  const [{ code }] = output
  const server = createServer(({ url }, response) => {
    const isScript = url === '/sdk.js'
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html')
    response.end(isScript ? code : '<!doctype html><title>SDK</title><script src="/sdk.js"></script>')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    origin,
    async join(browser, wsUrl, room, network) {
      const page = await browser.page()
      await network?.carryMediaOf(page)
      await page.goto(origin)
      await page.evaluate(
        async ([url, name]) => {
          window.parley = await window.parleySdk.connect(url, { name: 'Page' })
          window.room = await window.parley.join(name)
          window.layers = []
          window.room.on('layersChanged', ({ spatialLayer, temporalLayer }) =>
            window.layers.push({ atMs: performance.now(), spatialLayer, temporalLayer }),
          )
        },
        [wsUrl, room] as const,
      )
      return new SdkPage(page)
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** One stream that leaves or arrives (W3C webrtc-stats: outbound-rtp, inbound-rtp). */
export interface Stream {
  readonly rid: string
  readonly bytes: number
  readonly frames: number
  readonly height: number
  readonly codec: string
}

export class SdkPage {
  readonly page: Page

  constructor(page: Page) {
    this.page = page
  }

  /** Opens a camera of this height and publishes it; answers with the id of the track. */
  publishCamera(height: number, options: Partial<PublishOptions> = {}): Promise<string> {
    return this.page.evaluate(
      async ([pixels, wishes]) => {
        const constraints = { width: (pixels * 16) / 9, height: pixels, frameRate: 20 }
        return (await window.room.publishCamera(constraints, wishes)).id
      },
      [height, options] as const,
    )
  }

  /** What the browser takes by itself (`--auto-select-desktop-capture-source`); answers with the ids of the tracks. */
  publishScreen(): Promise<{ video: string; audio: string | undefined }> {
    return this.page.evaluate(async () => {
      const { video, audio } = await window.room.publishScreen({ audio: true, video: true })
      return { video: video.id, audio: audio?.id }
    })
  }

  async unpublish(track: string): Promise<void> {
    await this.page.evaluate((id) => window.room.localTracks.find((own) => own.id === id)?.unpublish(), track)
  }

  /** Looks at a track in a tile of this height; 0: at nothing. */
  async view(track: string, height: number): Promise<void> {
    await this.page.evaluate(
      ([id, pixels]) => window.room.view(pixels === 0 ? [] : [{ track: id, width: (pixels * 16) / 9, height: pixels }]),
      [track, height] as const,
    )
  }

  sent(): Promise<Stream[]> {
    return this.#streams('local', 'outbound-rtp')
  }

  received(): Promise<Stream[]> {
    return this.#streams('remote', 'inbound-rtp')
  }

  /** Resolves when a stream of that kind arrives, and to it. */
  async receives(what: string, fits: (stream: Stream) => boolean, patienceMs?: number): Promise<Stream> {
    let last: Stream[] = []
    return await until(
      () => `${what}; last: ${JSON.stringify(last)}`,
      async () => {
        last = await this.received()
        return last.find(fits)
      },
      patienceMs,
    )
  }

  layerChanges(): Promise<LayerChange[]> {
    return this.page.evaluate(() => window.layers)
  }

  nowMs(): Promise<number> {
    return this.page.evaluate(() => performance.now())
  }

  /** Of its only voice: packets, and the share of sound that had to be invented. */
  voice(): Promise<{ packets: number; lost: number; concealed: number }> {
    return this.page.evaluate(async () => {
      const stats = await window.room.getStats()
      const entries = [...stats.remote.values()].filter(({ track }) => track.kind === 'audio')
      const inbound = entries.flatMap((each) => each.entries).find(({ type }) => type === 'inbound-rtp') ?? {}
      const read = (name: string) => Number(Reflect.get(inbound, name) ?? 0)
      const concealed = read('concealedSamples') - read('silentConcealedSamples')
      return {
        packets: read('packetsReceived'),
        lost: read('packetsLost'),
        concealed: concealed / Math.max(1, read('totalSamplesReceived')),
      }
    })
  }

  /** Bytes of video that leave in so many milliseconds. */
  async sendsIn(durationMs: number): Promise<number> {
    const total = async () => (await this.sent()).reduce((sum, { bytes }) => sum + bytes, 0)
    const before = await total()
    await new Promise((resolve) => setTimeout(resolve, durationMs))
    return (await total()) - before
  }

  /** Frames of video that are shown in so many milliseconds. */
  async framesIn(durationMs: number): Promise<number> {
    const total = async () => (await this.received()).reduce((sum, { frames }) => sum + frames, 0)
    const before = await total()
    await new Promise((resolve) => setTimeout(resolve, durationMs))
    return (await total()) - before
  }

  async close(): Promise<void> {
    await this.page.evaluate(() => window.parley.close())
    await this.page.context().close()
  }

  async #streams(side: 'local' | 'remote', type: string): Promise<Stream[]> {
    const entries = await this.page.evaluate(async (from) => {
      const stats = await window.room.getStats()
      return [...stats[from].values()].filter(({ track }) => track.kind === 'video').map((each) => each.entries)
    }, side)
    return entries.flatMap((ofTrack) => {
      const codecs = new Map(ofTrack.map((each) => [each.id, String(each['mimeType'] ?? '')]))
      return ofTrack.filter((each) => each.type === type).map((each) => streamOf(each, codecs))
    })
  }
}

function streamOf(stats: StatsEntry, codecs: ReadonlyMap<string, string>): Stream {
  return {
    rid: String(stats['rid'] ?? ''),
    bytes: Number(stats['bytesSent'] ?? stats['bytesReceived'] ?? 0),
    frames: Number(stats['framesSent'] ?? stats['framesDecoded'] ?? 0),
    height: Number(stats['frameHeight'] ?? 0),
    codec: codecs.get(String(stats['codecId'])) ?? '',
  }
}

/** Asks until there is something; long, because the machine may be busy. */
export async function until<T>(
  what: string | (() => string),
  look: () => Promise<T | undefined | false>,
  patienceMs = 30_000,
): Promise<T> {
  const deadline = Date.now() + patienceMs
  for (;;) {
    const found = await look()
    if (found !== undefined && found !== false) return found
    assert.ok(Date.now() < deadline, `waited ${patienceMs} ms in vain for ${typeof what === 'string' ? what : what()}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
