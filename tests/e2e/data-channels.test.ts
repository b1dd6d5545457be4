// Two real browsers, on two workers, exchange data of the application over data channels.

/// <reference lib="dom" />

import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { openParley, type Parley } from '../parley-process.ts'
import { openBrowser, type TestBrowser } from './browser.ts'
import { openSdkPages, type SdkPage, type SdkPages, until } from './sdk-page.ts'

interface Heard {
  readonly from: string
  readonly data: string
  readonly topic: string | undefined
  readonly lossy: boolean
}

declare global {
  interface Window {
    heard: Heard[]
  }
}

describe('data channels', () => {
  let pages: SdkPages
  let server: Parley
  let browser: TestBrowser
  let ada: SdkPage
  let bob: SdkPage

  before(async () => {
    pages = await openSdkPages()
    const settings = { 'http.allowedOrigins': [pages.origin], 'media.workers': 2, 'media.spreadAbove': 0 }
    server = await openParley({ settings })
    browser = await openBrowser()
    ada = await pages.join(browser, server.wsUrl, 'data')
    bob = await pages.join(browser, server.wsUrl, 'data')
    for (const { page } of [ada, bob]) await page.evaluate(listen)
  })
  after(async () => {
    await browser[Symbol.asyncDispose]()
    await server[Symbol.asyncDispose]()
    await pages[Symbol.asyncDispose]()
  })

  /** One after the other. */
  const say = async ({ page }: SdkPage, data: readonly string[], options: { lossy?: boolean; topic?: string } = {}) => {
    await page.evaluate(
      async ([texts, how]) => {
        for (const text of texts) await window.room.sendData(text, how)
      },
      [data, options] as const,
    )
  }
  const heardBy = ({ page }: SdkPage) => page.evaluate(() => window.heard)
  const messages = async () => await metric(server, 'parley_data_messages_total')
  /** Both have channels of this kind: the first messages may still have come over the sockets. */
  const bothOpen = async (lossy: boolean) => {
    await until('both channels', async () => {
      const before = await messages()
      for (const page of [ada, bob]) await say(page, ['are you there?'], { lossy })
      return (await messages()) === before + 2
    })
  }
  const forget = async () => {
    for (const { page } of [ada, bob]) await page.evaluate(() => window.heard.splice(0))
  }

  it('carry what must arrive: all of it, in order, and nothing over the sockets', async () => {
    await bothOpen(false)
    await until('what is under way', async () => (await heardBy(bob)).length > 0 && (await heardBy(ada)).length > 0)
    await forget()
    const before = await socketsHeard(server)
    const texts = Array.from({ length: 150 }, (_, index) => `${index} ${'ä'.repeat(1_000)}`)
    await say(ada, texts, { topic: 'story' })
    await until('all of it', async () => (await heardBy(bob)).length >= texts.length)
    const heard = await heardBy(bob)
    assert.deepEqual(
      heard.map(({ data }) => data),
      texts,
    )
    const self = await ada.page.evaluate(() => window.room.self.id)
    assert.deepEqual([heard[0]?.from, heard[0]?.topic, heard[0]?.lossy], [self, 'story', false])
    assert.deepEqual(await heardBy(ada), [], 'nobody hears itself')
    assert.equal(await socketsHeard(server), before)
  })

  it('carry what may be lost', async () => {
    await bothOpen(true)
    await forget()
    const before = await socketsHeard(server)
    await until('one of them', async () => {
      await say(bob, ['1,2'], { lossy: true })
      return (await heardBy(ada)).some(({ data, lossy }) => data === '1,2' && lossy)
    })
    assert.equal(await socketsHeard(server), before)
  })

  it('are opened again when a worker has died', async () => {
    const [worker] = (await server.stats()).workers
    assert.ok(worker?.pid)
    await forget()
    process.kill(worker.pid, 'SIGKILL')
    await until('new transports', async () => await server.log.some(({ message }) => /media moves/.test(message)))
    await until('channels again', async () => {
      const before = await messages()
      for (const page of [ada, bob]) await say(page, ['again'])
      return (await messages()) === before + 2
    })
    for (const page of [ada, bob])
      await until('a word', async () => (await heardBy(page)).some(({ data }) => data === 'again'))
  })
})

/** In the page. */
function listen(): void {
  window.heard = []
  window.room.on('data', ({ participant, data, topic, lossy }) => {
    window.heard.push({ from: participant.id, data, topic, lossy })
  })
}

/** Data that the server has told over sockets. */
async function socketsHeard(server: Parley): Promise<number> {
  const samples = await server.metrics()
  return samples
    .filter(({ name, labels }) => name === 'parley_notifications_total' && /ataReceived$/.test(labels['method'] ?? ''))
    .reduce((sum, { value }) => sum + value, 0)
}

async function metric(server: Parley, wanted: string): Promise<number> {
  return (await server.metrics()).find(({ name }) => name === wanted)?.value ?? Number.NaN
}
