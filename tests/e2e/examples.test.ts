// The examples do what they say, at a real server: pages in Chromium, with the SDK as it is packed, and a bot in Node.

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { after, before, describe, it } from 'node:test'
import { connect, eventsOf, nextEvent } from '@parley/client'
import { type Served, serveExamples } from '../../examples/serve.ts'
import { buildForPages } from '../../setup/sdk/pack.ts'
import { openParley, type Parley } from '../parley-process.ts'
import { openBrowser, type TestBrowser } from './browser.ts'

const examples = join(import.meta.dirname, '../../examples')

describe('examples', () => {
  const folder = mkdtempSync(join(tmpdir(), 'parley-examples-'))
  let pages: Served
  let server: Parley
  let browser: TestBrowser

  before(async () => {
    await buildForPages(folder)
    pages = await serveExamples(folder)
    server = await openParley({
      settings: { 'http.allowedOrigins': [pages.origin], 'http.embedders': [pages.origin] },
    })
    browser = await openBrowser()
  })
  after(async () => {
    await browser?.[Symbol.asyncDispose]()
    await server?.[Symbol.asyncDispose]()
    await pages?.[Symbol.asyncDispose]()
    rmSync(folder, { recursive: true, force: true })
  })

  async function open(path: string) {
    const page = await browser.page()
    const complaints: string[] = []
    page.on('pageerror', (error) => complaints.push(String(error)))
    await page.goto(`${pages.origin}${path}`)
    return { page, complaints }
  }
  const wanted = (room: string, name: string) => `?${new URLSearchParams({ server: server.url, room, name })}`

  it('a page without a build step, and one in React: they see and read each other', async () => {
    const react = await open(`/react/${wanted('hall', 'Ben')}`)
    await react.page.getByText('joined: 1 here').waitFor()

    const plain = await open('/page/')
    await plain.page.getByLabel('Server').fill(server.url)
    await plain.page.getByLabel('Room').fill('hall')
    await plain.page.getByLabel('Your name').fill('Ada')
    await plain.page.getByRole('button', { name: 'Join' }).click()
    await plain.page.getByText('joined: 2 here').waitFor()
    await react.page.getByText('joined: 2 here').waitFor()

    for (const { page } of [plain, react]) {
      const picture = page.getByRole('figure').locator('video')
      await picture.waitFor()
      await page.waitForFunction(() => (document.querySelector<HTMLVideoElement>('figure video')?.videoWidth ?? 0) > 0)
    }
    await plain.page.getByLabel('Message', { exact: true }).fill('Do you see me?')
    await plain.page.getByRole('button', { name: 'Send' }).click()
    await react.page.getByText('Ada: Do you see me?').waitFor()
    await react.page.getByLabel('Message', { exact: true }).fill('I do')
    await react.page.getByRole('button', { name: 'Send' }).click()
    await plain.page.getByText('Ben: I do').waitFor()

    await plain.page.getByRole('button', { name: 'Leave' }).click()
    await react.page.getByText('joined: 1 here').waitFor()
    assert.equal(await react.page.getByRole('figure').count(), 0)
    assert.deepEqual([...plain.complaints, ...react.complaints], [])
    await plain.page.context().close()
    await react.page.context().close()
  })

  it('the web app in a page of another origin: straight in, seen by others, and out when the page asks', async () => {
    await using other = await connect(server.url, { name: 'Ben' })
    const room = await other.join('shop')
    const came = nextEvent(room, 'trackPublished')
    const { page } = await open(`/embed/${wanted('shop', 'Ada')}`)
    await page.getByText('inside shop').waitFor()
    assert.equal((await came).participant.name, 'Ada')
    const frame = page.frameLocator('iframe')
    await frame.getByRole('figure', { name: 'Ada (you)', exact: true }).waitFor()

    const left = nextEvent(room, 'participantLeft')
    await page.getByRole('button', { name: 'Leave' }).first().click()
    await page.getByText('outside').waitFor()
    await left
    await page.context().close()
  })

  it('the web app by one script of the server, in a page that has nothing else', async () => {
    const { page } = await open('/page/')
    await page.addScriptTag({ url: `${server.url}/parley-room.js` })
    await page.evaluate(() => {
      const element = document.createElement('parley-room')
      for (const [name, value] of [
        ['room', 'market'],
        ['name', 'Ada'],
      ] as const)
        element.setAttribute(name, value)
      element.addEventListener('joined', () => document.body.append('inside'))
      document.body.append(element)
    })
    await page.getByText('inside').waitFor()
    await page.context().close()
  })

  it('a page that the server does not know may not show it', async () => {
    await using stranger = await serveExamples(folder)
    const page = await browser.page()
    const refused = page.waitForEvent('console', (line) => /frame-ancestors/.test(line.text()))
    await page.goto(`${stranger.origin}/embed/${wanted('shop', 'Ada')}`)
    await refused
    assert.equal(await page.locator('#state').textContent(), 'outside')
    await page.context().close()
  })

  it('a bot in Node: greets, answers, moderates, and ends when it is told to', async () => {
    const bot = spawn(process.execPath, [join(examples, 'bot/bot.ts'), server.url, 'office'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const ended = new Promise((resolve) => bot.once('close', (code) => resolve(code)))
    try {
      const [line] = await Array.fromAsync(firstOf(createInterface({ input: bot.stdout })))
      assert.equal(line, 'in office, with 0 others')
      await using parley = await connect(server.url, { name: 'Ada' })
      const room = await parley.join('office')
      const messages = eventsOf(room, 'message', { signal: AbortSignal.timeout(20_000) })
      const reads = async (wanted: RegExp) => {
        for (;;) {
          const { value, done } = await messages.next()
          if (done === true) assert.fail(`waited in vain for ${wanted}`)
          if (wanted.test(value.message.text)) return
        }
      }
      // It came live, or with the history.
      if (!room.messages.some(({ text }) => text === 'Hello, Ada!')) await reads(/^Hello, Ada!$/)
      await room.send('!time')
      await reads(/^\d{4}-\d\d-\d\dT/)
      await room.send('!hush')
      await reads(/^Everybody is muted\.$/)
      bot.kill('SIGINT')
      assert.equal(await ended, 0)
    } finally {
      bot.kill('SIGKILL')
      await ended
    }
  })
})

/** The first line. */
async function* firstOf(lines: AsyncIterable<string>): AsyncGenerator<string> {
  for await (const line of lines) {
    yield line
    return
  }
}
