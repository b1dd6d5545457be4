// Debian's Chromium with fake devices, and what a visitor of the web app does and perceives in it.

/// <reference lib="dom" />

import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { type BrowserContextOptions, chromium, type Locator, type Page } from 'playwright-core'
import { type InboundVideo, watchPeers } from './peers.ts'

const executablePath = '/usr/bin/chromium'

export interface TestBrowser extends AsyncDisposable {
  /** A new person: a fresh profile with camera and microphone. */
  visitor(name: string, options?: BrowserContextOptions): Promise<Visitor>
  /** A fresh profile with camera and microphone, as they come. */
  page(): Promise<Page>
}

export async function openBrowser(): Promise<TestBrowser> {
  assert.ok(existsSync(executablePath), 'Chromium is missing: apt-get install chromium')
  const browser = await chromium.launch({
    executablePath,
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      '--autoplay-policy=no-user-gesture-required',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  })
  return {
    async visitor(name, options = {}) {
      const context = await browser.newContext({ permissions: ['camera', 'microphone', 'clipboard-write'], ...options })
      await context.addInitScript(small360p)
      await context.addInitScript(watchPeers)
      return new Visitor(name, await context.newPage())
    },
    async page() {
      const context = await browser.newContext({ permissions: ['camera', 'microphone'] })
      await context.addInitScript(watchPeers)
      return await context.newPage()
    },
    [Symbol.asyncDispose]: () => browser.close(),
  }
}

/** Two cores encode and decode four cameras of 640 × 360, not of 1280 × 720. */
function small360p(): void {
  const devices = navigator.mediaDevices
  const original = devices.getUserMedia.bind(devices)
  devices.getUserMedia = (constraints = {}) => {
    if (typeof constraints.video !== 'object') return original(constraints)
    return original({ ...constraints, video: { ...constraints.video, width: 640, height: 360, frameRate: 20 } })
  }
}

export class Visitor {
  readonly name: string
  readonly page: Page
  /** What the page complained about: nothing, in a good test. */
  readonly complaints: string[] = []

  constructor(name: string, page: Page) {
    this.name = name
    this.page = page
    page.on('pageerror', (error) => this.complaints.push(String(error)))
    page.on('console', (line) => {
      if (line.type() === 'error' && !/net::ERR_|WebSocket connection to/.test(line.text()))
        this.complaints.push(line.text())
    })
  }

  /** As a person does it who follows a link: says the name at the door, clicks. */
  async join(origin: string, room: string): Promise<void> {
    await this.page.goto(`${origin}/r/${encodeURIComponent(room)}`)
    await this.page.getByLabel('Your name').fill(this.name)
    await this.page.getByRole('button', { name: /^Join/ }).click()
    await this.tile(`${this.name} (you)`).waitFor()
  }

  tile(name: string): Locator {
    return this.page.getByRole('figure', { name, exact: true })
  }

  async click(name: string | RegExp): Promise<void> {
    await this.page.getByRole('button', { name }).first().click()
  }

  /** The picture of this person in this page shows something and changes. */
  async seesMoving(name: string): Promise<void> {
    const video = this.tile(name).locator('video')
    await video.waitFor()
    const first = await this.#pixels(video)
    await this.#until(`the picture of ${name} to change in the page of ${this.name}`, async () => {
      const now = await this.#pixels(video)
      return new Set(now).size > 8 && now.some((value, at) => Math.abs(value - (first[at] ?? 0)) > 8)
    })
  }

  /** Video of so many others is decoded: each stream's frame count rises. */
  async decodesVideoOf(others: number): Promise<void> {
    const advancing = (before: InboundVideo[], now: InboundVideo[]) =>
      now.filter(
        ({ id, framesDecoded }) => framesDecoded > (before.find((stream) => stream.id === id)?.framesDecoded ?? 0) + 5,
      )
    const before = await this.inboundVideo()
    await this.#until(`${others} videos to advance in the page of ${this.name}`, async () => {
      return advancing(before, await this.inboundVideo()).length >= others
    })
  }

  /** Sound of so many others arrives with energy in it. */
  async hears(others: number): Promise<void> {
    await this.#until(`sound of ${others} in the page of ${this.name}`, async () => {
      const energies = await this.page.evaluate(() => window.peers.audioEnergies())
      return energies.filter((energy) => energy > 0).length >= others
    })
  }

  inboundVideo(): Promise<InboundVideo[]> {
    return this.page.evaluate(() => window.peers.inboundVideo())
  }

  /** Resolves when videos of so many others have been decoded over connections made after now. */
  async videoComesBack(others: number, connectionsBefore: number): Promise<void> {
    await this.#until(`the videos to come back in the page of ${this.name}`, async () => {
      const fresh = (await this.inboundVideo()).filter(
        ({ connection, framesDecoded }) => connection >= connectionsBefore && framesDecoded > 0,
      )
      return fresh.length >= others
    })
  }

  /** The moment, in ms since 1970, at which pictures have been decoded that had not been when this was asked. */
  videoAdvancesAt(): Promise<number> {
    return this.page.evaluate(async () => {
      const frames = async () =>
        (await window.peers.inboundVideo()).reduce((sum, { framesDecoded }) => sum + framesDecoded, 0)
      const before = await frames()
      for (;;) {
        if ((await frames()) > before) return Date.now()
        await new Promise((resolve) => setTimeout(resolve, 10))
      }
    })
  }

  /** The moment, in ms since 1970, at which this stands in the open chat. */
  readsAt(text: string): Promise<number> {
    return this.page.evaluate(async (wanted) => {
      const log = document.querySelector('[role=log][tabindex]')
      while (log?.textContent?.includes(wanted) !== true) await new Promise((resolve) => setTimeout(resolve, 10))
      return Date.now()
    }, text)
  }

  /** All in the chat that looks like this, in order. */
  async texts(pattern: RegExp): Promise<string[]> {
    const log = await this.page.getByRole('log', { name: 'Messages' }).textContent()
    return [...(log ?? '').matchAll(pattern)].map(([text]) => text)
  }

  connectionCount(): Promise<number> {
    return this.page.evaluate(() => window.peers.count())
  }

  async openChat(): Promise<void> {
    if (!(await this.page.getByRole('log', { name: 'Messages' }).isVisible())) await this.click(/^Open chat/)
  }

  async says(text: string): Promise<void> {
    await this.openChat()
    await this.page.getByLabel('Message', { exact: true }).fill(text)
    await this.page.getByLabel('Message', { exact: true }).press('Enter')
  }

  async reads(text: string): Promise<void> {
    await this.openChat()
    await this.page.getByRole('log', { name: 'Messages' }).getByText(text).first().waitFor()
  }

  async #pixels(video: Locator): Promise<number[]> {
    return await video.evaluate((element) => {
      const canvas = Object.assign(document.createElement('canvas'), { width: 32, height: 18 })
      const context = canvas.getContext('2d')
      if (!(element instanceof HTMLVideoElement) || context === null) throw new Error('no video or no canvas')
      context.drawImage(element, 0, 0, 32, 18)
      return [...context.getImageData(0, 0, 32, 18).data]
    })
  }

  /** Asks until the answer is yes; the deadline is long because the machine may be busy. */
  async #until(what: string, holds: () => Promise<boolean>): Promise<void> {
    const deadline = Date.now() + 20_000
    while (!(await holds())) assert.ok(Date.now() < deadline, `waited 20 s in vain for ${what}`)
  }
}
