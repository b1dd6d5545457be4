// A long chat, in browsers: what was missed, finding what was said, several devices, notices, a phone.

/// <reference lib="dom" />

import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { openParley, type Parley } from '../parley-process.ts'
import { WireClient } from '../wire-client.ts'
import { mustBeAccessible } from './axe.ts'
import { openBrowser, type TestBrowser, Visitor } from './browser.ts'
import { button, closeChat, enter, log, message } from './chatting.ts'

const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, colorScheme: 'dark' } as const

describe('a long chat', () => {
  let parley: Parley
  let browser: TestBrowser
  let writer: WireClient
  let ada: Visitor
  const room = 'archive'

  before(async () => {
    parley = await openParley({ settings: { 'session.messageBurst': 10_000 } })
    browser = await openBrowser()
    writer = await WireClient.open(parley.wsUrl)
    await writer.hello({ name: 'Ben' })
    await writer.join(room)
    for (let from = 1; from <= 600; from += 20)
      await Promise.all(Array.from({ length: 20 }, (_, at) => said(lineOf(from + at))))
    ada = await browser.visitor('Ada')
    await enter(ada, `${parley.url}/r/${room}`)
  })
  after(async () => {
    await writer[Symbol.asyncDispose]()
    await browser[Symbol.asyncDispose]()
    await parley[Symbol.asyncDispose]()
  })

  it('shows the count of the server, and opens where one has stopped reading', async () => {
    await button(ada, 'Open chat, 600 unread messages').waitFor()
    await ada.openChat()
    await log(ada).getByText('New', { exact: true }).waitFor()
    await button(ada, '600 new messages').click()
    await log(ada).getByText('line 600').waitFor()
    await button(ada, '600 new messages').waitFor({ state: 'detached' })
    await button(ada, /unread/).waitFor({ state: 'detached' })
  })

  it('stays where one reads while others write, and says how many came', async () => {
    await scroll(ada, 600)
    await button(ada, 'To the newest').waitFor()
    const before = await topLine(ada)
    await said('something new')
    await said('and more')
    await button(ada, '2 new messages').waitFor()
    assert.equal(await topLine(ada), before)
    await button(ada, '2 new messages').click()
    await message(ada, 'and more').waitFor()
  })

  it('goes back page by page as one scrolls up, without losing the place', async () => {
    await scroll(ada, 250)
    const before = await topLine(ada)
    await log(ada).getByText('line 520').waitFor({ state: 'attached' })
    assert.equal(await topLine(ada), before)
    await scroll(ada, 0)
    await log(ada).getByText('line 470').waitFor({ state: 'attached' })
    const button = log(ada).getByRole('button', { name: 'Show older messages' })
    await button.click()
    await log(ada).getByText('line 420').waitFor({ state: 'attached' })
  })

  it('finds words in all messages, marks them, and brings one to where it was said', async () => {
    await button(ada, 'Search messages').click()
    const field = ada.page.getByRole('searchbox', { name: 'Search in all messages' })
    await field.fill('STRASSE')
    await ada.page.getByRole('status').getByText('1 message', { exact: true }).waitFor()
    const found = ada.page.getByRole('list', { name: 'Messages found' }).getByRole('button')
    assert.equal(await found.locator('mark').textContent(), 'Straße')
    await mustBeAccessible(ada.page, 'aside')
    await found.click()
    await message(ada, 'Straße').waitFor()
    await ada.page.waitForFunction(() => document.activeElement?.textContent?.includes('Straße') === true)
    assert.ok(await inSight(ada, 'Straße'))
  })

  it('shows more of what it found, and keeps the words for the next look', async () => {
    await button(ada, 'Search messages').click()
    const field = ada.page.getByRole('searchbox', { name: 'Search in all messages' })
    assert.equal(await field.inputValue(), 'STRASSE')
    await field.fill('line 5')
    await ada.page.getByRole('status').getByText('30+ messages').waitFor()
    await button(ada, 'Show more').click()
    await ada.page.getByRole('status').getByText('60+ messages').waitFor()
    const list = ada.page.getByRole('list', { name: 'Messages found' })
    assert.match((await list.getByRole('button').first().textContent()) ?? '', /line 5/)
  })

  it('says that nothing was found, that a search failed, and goes back with Escape', async () => {
    const field = ada.page.getByRole('searchbox', { name: 'Search in all messages' })
    await field.fill('unheard of')
    await ada.page.getByRole('status').getByText('No message contains “unheard of”.').waitFor()
    await field.press('Escape')
    await log(ada).waitFor()
    await ada.page.waitForFunction(() => document.activeElement?.getAttribute('aria-label') === 'Search messages')
  })

  it('what is read on one device is read on the other', async () => {
    const [desk, bob] = [await browser.visitor('Mia'), await browser.visitor('Bob')]
    // The same browser keeps the same guest: two sessions of one person.
    const sofa = new Visitor('Mia', await desk.page.context().newPage())
    await enter(desk, `${parley.url}/r/den`)
    await enter(sofa, `${parley.url}/r/den`)
    await enter(bob, `${parley.url}/r/den`)
    await bob.says('for both')
    await button(desk, 'Open chat, 1 unread message').waitFor()
    await button(sofa, 'Open chat, 1 unread message').waitFor()
    await sofa.openChat()
    await message(sofa, 'for both').waitFor()
    await button(desk, /unread/).waitFor({ state: 'detached' })
    for (const { page } of [desk, bob]) await page.context().close()
  })

  it('the browser tells of a mention while the page is hidden, once one has asked for it', async () => {
    const eve = await browser.visitor('Eve')
    await eve.page.addInitScript(noticesHeard)
    await enter(eve, `${parley.url}/r/${room}`)
    await eve.openChat()
    const self = await writer.heard('room.participantJoined', ({ participants }) =>
      participants.some(({ name }) => name === 'Eve'),
    )
    const person = self.participants.find(({ name }) => name === 'Eve')?.person ?? ''
    const mention = (text: string) =>
      writer.call('chat.send', { room, text, mentions: [{ start: 0, end: 4, person }], key: crypto.randomUUID() })
    await eve.page.evaluate(() => window.setHidden(true))
    await mention('@Eve one')
    await eve.reads('@Eve one')
    assert.deepEqual(await eve.page.evaluate(() => window.notices), [], 'nobody has asked for them')
    await eve.page.evaluate(() => window.setHidden(false))
    await button(eve, 'Notify me when I am mentioned').click()
    await eve.page.locator('[aria-label="Notify me when I am mentioned"][aria-pressed="true"]').waitFor()
    await mention('@Eve two')
    await eve.reads('@Eve two')
    await eve.page.evaluate(() => window.setHidden(true))
    await mention('@Eve three')
    await eve.page.waitForFunction(() => window.notices.length > 0)
    assert.deepEqual(await eve.page.evaluate(() => window.notices), ['Ben mentioned you in archive: @Eve three'])
    await eve.page.context().close()
  })

  it('on a phone it covers all, Enter is a new line, and a long press opens the menu', async () => {
    const zoe = await browser.visitor('Zoe', phone)
    await enter(zoe, `${parley.url}/r/${room}`)
    await zoe.openChat()
    const field = zoe.page.getByLabel('Message', { exact: true })
    await field.fill('first')
    await field.press('Enter')
    await field.pressSequentially('second')
    await button(zoe, 'Send message').click()
    await message(zoe, 'second').waitFor()
    assert.equal(await field.inputValue(), '')
    const box = await message(zoe, 'second').boundingBox()
    assert.ok(box)
    const devtools = await zoe.page.context().newCDPSession(zoe.page)
    const at = { x: box.x + box.width - 60, y: box.y + box.height / 2 }
    await devtools.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [at] })
    await zoe.page.getByRole('menuitem', { name: 'Edit' }).waitFor()
    await devtools.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
    await zoe.page.getByRole('menuitem', { name: 'Edit' }).click()
    await zoe.page.getByLabel('Edit message').waitFor()
    await mustBeAccessible(zoe.page, 'aside')
    const { width } = zoe.page.viewportSize() ?? { width: 0 }
    assert.ok((await zoe.page.evaluate(() => document.documentElement.scrollWidth)) <= width)
    assert.deepEqual(zoe.complaints, [])
    await zoe.page.context().close()
  })

  it('no page has complained', async () => {
    await closeChat(ada)
    assert.deepEqual(ada.complaints, [])
  })

  async function said(text: string): Promise<void> {
    await writer.call('chat.send', { room, text, key: crypto.randomUUID() })
  }
})

declare global {
  interface Window {
    notices: string[]
    setHidden(hidden: boolean): void
  }
}

function lineOf(number: number): string {
  return number === 137 ? `line ${number}: Straße` : `line ${number}`
}

async function scroll(visitor: Visitor, top: number): Promise<void> {
  await log(visitor).evaluate((element, to) => {
    element.scrollTop = to
    return new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
  }, top)
}

/** The number of the first line in sight. */
function topLine(visitor: Visitor): Promise<number> {
  return log(visitor).evaluate((element) => {
    const { top } = element.getBoundingClientRect()
    const first = [...element.querySelectorAll('article')].find((one) => one.getBoundingClientRect().bottom > top)
    return Number(/line (\d+)/.exec(first?.textContent ?? '')?.[1])
  })
}

function inSight(visitor: Visitor, text: string): Promise<boolean> {
  return log(visitor).evaluate((element, wanted) => {
    const frame = element.getBoundingClientRect()
    const one = [...element.querySelectorAll('article')].find(({ textContent }) => textContent?.includes(wanted))
    const box = one?.getBoundingClientRect()
    return box !== undefined && box.top >= frame.top && box.bottom <= frame.bottom
  }, text)
}

/** Runs in the page before its own scripts: notices are kept instead of shown, and the page can seem hidden. */
function noticesHeard(): void {
  window.notices = []
  let hidden = false
  window.setHidden = (next) => {
    hidden = next
    document.dispatchEvent(new Event('visibilitychange'))
  }
  Object.defineProperty(document, 'visibilityState', { get: () => (hidden ? 'hidden' : 'visible') })
  let permission = 'default'
  class HeardNotification {
    static get permission() {
      return permission
    }
    static async requestPermission() {
      permission = 'granted'
      return permission
    }
    constructor(title: string, { body }: { body: string }) {
      window.notices.push(`${title}: ${body}`)
    }
  }
  Object.defineProperty(window, 'Notification', { value: HeardNotification })
}
