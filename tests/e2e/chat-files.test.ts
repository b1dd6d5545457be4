// Files in the chat, in browsers: how they come in, how far they are, what is refused, what the others get.

/// <reference lib="dom" />

import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, before, describe, it } from 'node:test'
import type { Locator } from 'playwright-core'
import { openParley, type Parley } from '../parley-process.ts'
import { mustBeAccessible } from './axe.ts'
import { openBrowser, type TestBrowser, type Visitor } from './browser.ts'
import { act, button, enter, log, message } from './chatting.ts'

const limits = { 'files.maxBytes': 1_000_000, 'files.roomBytes': 4_000_000 }

describe('files in the chat', () => {
  let parley: Parley
  let browser: TestBrowser
  let ada: Visitor
  let bob: Visitor

  before(async () => {
    parley = await openParley({ settings: limits })
    browser = await openBrowser()
    ada = await browser.visitor('Ada')
    bob = await browser.visitor('Bob')
    await enter(ada, `${parley.url}/r/den`)
    await enter(bob, `${parley.url}/r/den`)
    await ada.openChat()
    await bob.openChat()
  })
  after(async () => {
    await browser[Symbol.asyncDispose]()
    await parley[Symbol.asyncDispose]()
  })

  it('a file goes up with a bar that says how far it is, and comes down as it was', async () => {
    const slow = await throttled(ada, 400_000)
    await chooses(ada, text('notes.txt', 'n'.repeat(900_000)))
    const bar = ada.page.getByRole('progressbar', { name: 'Upload of notes.txt' })
    await bar.waitFor()
    const seen = new Set<number>()
    while (await bar.isVisible()) {
      const value = await bar.getAttribute('aria-valuenow', { timeout: 1_000 }).catch(() => null) // it has just gone
      if (value !== null) seen.add(Number(value))
    }
    assert.ok(
      [...seen].some((percent) => percent > 0 && percent < 100),
      `it went ${[...seen].join(', ')}`,
    )
    await slow.end()
    await ada.says('my notes')
    const link = message(bob, 'my notes').getByRole('link', { name: 'Download notes.txt, 900 kB' })
    const [download] = await Promise.all([bob.page.waitForEvent('download'), link.click()])
    assert.equal(download.suggestedFilename(), 'notes.txt')
    assert.equal((await readFile(await download.path(), 'utf8')).length, 900_000)
  })

  it('several at once; one is cancelled under way, and the rest goes without a word beside it', async () => {
    const slow = await throttled(ada, 200_000)
    await chooses(ada, text('a.txt', 'a'), text('b.txt', 'b'), text('c.txt', 'c'.repeat(900_000)))
    await button(ada, 'Cancel the upload of c.txt').click()
    await slow.end()
    await button(ada, 'Remove b.txt').waitFor()
    await button(ada, 'Remove a.txt').waitFor()
    await ada.page.getByLabel('Message', { exact: true }).press('Enter')
    await log(bob).getByRole('link', { name: 'Download b.txt, 1 byte' }).waitFor()
    assert.equal(await log(bob).getByText('a.txt, b.txt').count(), 0, 'the names stand on the files alone')
    assert.equal(await log(bob).getByText('c.txt').count(), 0)
  })

  it('pictures that are dropped or pasted are shown small, and large on a click', async () => {
    await drops(ada, 'sea.png', 'steelblue')
    await button(ada, 'Remove sea.png').waitFor()
    await pastes(ada, 'sand.png', 'khaki')
    await button(ada, 'Remove sand.png').waitFor()
    await ada.says('two pictures')
    const small = message(bob, 'two pictures').getByRole('button', { name: 'Open picture sea.png' })
    await loaded(small.locator('img'))
    await small.click()
    const box = bob.page.getByRole('dialog')
    await loaded(box.getByRole('img', { name: 'sea.png' }))
    await mustBeAccessible(bob.page, 'dialog')
    await bob.page.keyboard.press('ArrowRight')
    await loaded(box.getByRole('img', { name: 'sand.png' }))
    await box.getByText('2 of 2').waitFor()
    await bob.page.keyboard.press('Escape')
    await box.waitFor({ state: 'detached' })
    await bob.page.waitForFunction(() => document.activeElement?.getAttribute('aria-label') === 'Open picture sea.png')
    assert.ok(await log(bob).isVisible(), 'the chat stays open')
  })

  it('files go with their message when it is deleted', async () => {
    await act(ada, 'two pictures', 'Delete')
    await ada.page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
    await log(bob).getByRole('button', { name: 'Open picture sea.png' }).waitFor({ state: 'detached' })
  })

  it('what the server refuses is said in words, with the limit', async () => {
    await chooses(ada, text('huge.bin', 'x'.repeat(1_000_001)))
    await says(ada, 'This file is too large: this server takes up to 1 MB.')
    await button(ada, 'Remove huge.bin').click()
    await chooses(ada, text('empty.txt', ''))
    await says(ada, 'This file is empty.')
    await button(ada, 'Remove empty.txt').click()
    await chooses(ada, ...Array.from({ length: 11 }, (_, at) => text(`${at}.txt`, 'x')))
    await says(ada, 'One message holds 10 files at most. The others were left out.')
    for (let at = 0; at < 10; at++) await button(ada, `Remove ${at}.txt`).click()
  })

  it('what comes back over HTTP is said in words, and can be tried again', async () => {
    const answers: readonly [status: number, words: string][] = [
      [429, 'That was too fast. Wait a moment.'],
      [503, 'The server cannot store anything right now. Try again in a moment.'],
      [507, 'The server failed.'],
      [404, 'The file has expired. Attach it again.'],
    ]
    const eve = await browser.visitor('Eve')
    await enter(eve, `${parley.url}/r/den`)
    await eve.openChat()
    await eve.page.route('**/files/**', (route) => route.abort())
    await chooses(eve, text('plan.txt', 'plan'))
    await says(eve, 'The connection was lost.')
    for (const [status, words] of answers) {
      await eve.page.unrouteAll()
      await eve.page.route('**/files/**', (route) => route.fulfill({ status }))
      await button(eve, 'Try again').click()
      await says(eve, words)
    }
    await eve.page.unrouteAll()
    await button(eve, 'Try again').click()
    await button(eve, 'Remove plan.txt').waitFor()
    await eve.page.getByText('4 bytes').waitFor()
    await eve.says('the plan')
    await message(bob, 'the plan').getByRole('link', { name: 'Download plan.txt, 4 bytes' }).waitFor()
    await eve.page.close()
  })

  it('a server that takes one file at a time says so to the next', async () => {
    await using narrow = await openParley({ settings: { 'files.transfers': 1 } })
    const mia = await browser.visitor('Mia')
    await enter(mia, `${narrow.url}/r/den`)
    await mia.openChat()
    const slow = await throttled(mia, 100_000)
    await chooses(mia, ...['x', 'y'].map((name) => text(`${name}.txt`, name.repeat(300_000))))
    await says(mia, 'That was too fast. Wait a moment.')
    await slow.end()
    await mia.page.close()
  })

  it('a room that is full of files takes no more', async () => {
    const zoe = await browser.visitor('Zoe')
    await enter(zoe, `${parley.url}/r/den`)
    await zoe.openChat()
    await chooses(zoe, ...[1, 2, 3, 4].map((at) => text(`${at}.bin`, 'x'.repeat(999_999))))
    await says(zoe, 'There is no room for more files here')
    await zoe.page.close()
  })

  it('a server that takes no files says so', async () => {
    await using closed = await openParley({ settings: { 'files.maxBytes': 0 } })
    const eve = await browser.visitor('Eve')
    await enter(eve, `${closed.url}/r/den`)
    await eve.openChat()
    await chooses(eve, text('a.txt', 'a'))
    await says(eve, 'This server takes no files.')
    await eve.page.close()
  })

  it('no page has complained', () => {
    assert.deepEqual([...ada.complaints, ...bob.complaints], [])
  })
})

interface ChosenFile {
  readonly name: string
  readonly mimeType: string
  readonly buffer: Buffer
}

function text(name: string, content: string): ChosenFile {
  return { name, mimeType: 'text/plain', buffer: Buffer.from(content) }
}

async function chooses(visitor: Visitor, ...files: ChosenFile[]): Promise<void> {
  const [chooser] = await Promise.all([
    visitor.page.waitForEvent('filechooser'),
    button(visitor, 'Attach files').click(),
  ])
  await chooser.setFiles(files)
}

async function says({ page }: Visitor, words: string): Promise<void> {
  await page.getByRole('alert').filter({ hasText: words }).first().waitFor()
}

async function loaded(picture: Locator): Promise<void> {
  await picture.waitFor()
  await picture.evaluate(async (element) => {
    if (element instanceof HTMLImageElement) await element.decode()
  })
}

/** Uploads go out at so many bytes per second until it is ended. */
async function throttled({ page }: Visitor, uploadThroughput: number): Promise<{ end(): Promise<void> }> {
  const devtools = await page.context().newCDPSession(page)
  const conditions = { offline: false, latency: 0, downloadThroughput: -1 }
  await devtools.send('Network.emulateNetworkConditions', { ...conditions, uploadThroughput })
  return {
    async end() {
      await devtools.send('Network.emulateNetworkConditions', { ...conditions, uploadThroughput: -1 })
      await devtools.detach()
    },
  }
}

/** A picture of one colour, dragged in over the people. */
async function drops({ page }: Visitor, name: string, color: string): Promise<void> {
  const files = await page.evaluateHandle(pictureIn, { name, color })
  await page.getByRole('main').dispatchEvent('dragenter', { dataTransfer: files })
  await page.getByText('Drop files here to share them in the chat').waitFor()
  await page.getByRole('main').dispatchEvent('drop', { dataTransfer: files })
  await page.getByText('Drop files here to share them in the chat').waitFor({ state: 'detached' })
}

async function pastes({ page }: Visitor, name: string, color: string): Promise<void> {
  const files = await page.evaluateHandle(pictureIn, { name, color })
  await page.evaluate((clipboardData) => {
    const field = document.querySelector('textarea')
    field?.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
  }, files)
}

async function pictureIn({ name, color }: { name: string; color: string }): Promise<DataTransfer> {
  const canvas = Object.assign(document.createElement('canvas'), { width: 640, height: 400 })
  const context = canvas.getContext('2d')
  if (context === null) throw new Error('no canvas')
  context.fillStyle = color
  context.fillRect(0, 0, 640, 400)
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve))
  if (blob === null) throw new Error('no picture')
  const files = new DataTransfer()
  files.items.add(new File([blob], name, { type: 'image/png' }))
  return files
}
