// How one looks at the people of a room: the bar and its More menu, the grid and its pages, speakers, pins, keys.

/// <reference lib="dom" />

import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { openParley, type Parley } from '../parley-process.ts'
import { mustBeAccessible } from './axe.ts'
import { openBrowser, type TestBrowser, type Visitor } from './browser.ts'
import { type Crowd, names, openCrowd } from './crowd.ts'
import {
  choose,
  cornerBecomes,
  drag,
  enter,
  isLarge,
  nothingIsLarge,
  subscribedTo,
  swipeLeft,
  tileNames,
  tilesBecome,
} from './stage-acts.ts'

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }

describe('the bar', () => {
  let parley: Parley
  let browser: TestBrowser
  let ada: Visitor

  before(async () => {
    parley = await openParley()
    browser = await openBrowser()
    ada = await browser.visitor('Ada')
    await enter(ada, `${parley.url}/r/kitchen`)
  })
  after(async () => {
    await browser[Symbol.asyncDispose]()
    await parley[Symbol.asyncDispose]()
  })

  it('has a menu for the rest, by keyboard alone', async () => {
    const { page } = ada
    const more = page.getByRole('button', { name: 'More', exact: true })
    await more.focus()
    await page.keyboard.press('Enter')
    await page.getByRole('menuitem', { name: 'Choose devices' }).waitFor()
    await mustBeAccessible(page)
    await page.keyboard.press('Escape')
    await page.getByRole('menu').waitFor({ state: 'detached' })
    assert.ok(await more.evaluate((button) => button === document.activeElement))
  })

  it('on a phone holds what one needs in a call, and the rest is in the menu', async () => {
    const bob = await browser.visitor('Bob', phone)
    await enter(bob, `${parley.url}/r/kitchen`)
    await bob.page.getByRole('button', { name: 'More', exact: true }).tap()
    await bob.page.getByRole('menuitem', { name: 'Copy invite link' }).waitFor()
    await mustBeAccessible(bob.page)
    await bob.page.keyboard.press('Escape')
    await bob.page.getByRole('menu').waitFor({ state: 'detached' })
    assert.deepEqual(bob.complaints, [])
  })

  it('on a phone Back closes what is open before it leads out of the room', async () => {
    const eve = await browser.visitor('Eve', phone)
    const { page } = eve
    await enter(eve, `${parley.url}/r/kitchen`)
    const button = (name: string | RegExp) => page.getByRole('button', { name })
    await button('Open chat').tap()
    await button('Hide messages').waitFor()
    await page.goBack()
    await button('Hide messages').waitFor({ state: 'detached' })
    await button(/^Show people/).tap()
    await button('Hide people').tap()
    await button('More').tap()
    await page.getByRole('menuitem', { name: /quality/i }).tap()
    const quality = page.getByRole('complementary')
    await quality.waitFor()
    await page.goBack()
    await quality.waitFor({ state: 'detached' })
    await eve.tile('Eve (you)').waitFor()
    await button('More').tap()
    await page.getByRole('menu').waitFor()
    await page.goBack()
    await page.getByRole('menu').waitFor({ state: 'detached' })
    await eve.tile('Eve (you)').waitFor()
    // Not `goBack`, which waits for a page to be loaded.
    await page.evaluate(() => history.back())
    await button('Rejoin').waitFor()
    assert.deepEqual(eve.complaints, [])
  })
})

describe('a room of sixty', () => {
  let parley: Parley
  let browser: TestBrowser
  let crowd: Crowd
  let ada: Visitor
  const others = names(60).slice(1) // without Ada

  before(async () => {
    parley = await openParley()
    browser = await openBrowser()
    crowd = await openCrowd(
      parley.wsUrl,
      'hall',
      others.map((name, at) => ({ name, camera: at === 0 || at === 57, microphone: false })),
    )
    ada = await browser.visitor('Ada', { viewport: { width: 1280, height: 800 } })
    await enter(ada, `${parley.url}/r/hall`)
  })
  after(async () => {
    await crowd[Symbol.asyncDispose]()
    await browser[Symbol.asyncDispose]()
    await parley[Symbol.asyncDispose]()
  })

  it('shows forty-nine on a desktop and the rest on the next page', async () => {
    await tilesBecome(ada, 49)
    await ada.page.getByText('Page 1 of 2').waitFor({ state: 'attached' })
    await mustBeAccessible(ada.page)
    await ada.click('Next page')
    await tilesBecome(ada, 11)
    await ada.click('Previous page')
    await tilesBecome(ada, 49)
  })

  it('turns pages by keys, by number too', async () => {
    const { page } = ada
    await page.keyboard.press('ArrowRight')
    await page.getByText('Page 2 of 2').waitFor({ state: 'attached' })
    await page.keyboard.press('1')
    await page.getByText('Page 1 of 2').waitFor({ state: 'attached' })
  })

  it('receives only the pictures of the page that is shown', async () => {
    await ada.seesMoving(others[0] ?? '')
    await ada.click('Next page')
    await ada.seesMoving(others[57] ?? '')
    await subscribedTo(ada, 1)
    await ada.click('Previous page')
    await ada.seesMoving(others[0] ?? '')
    await subscribedTo(ada, 1)
  })

  it('brings whoever speaks to the first page, in exchange for one, and moves nobody else', async () => {
    const before = await tileNames(ada)
    const { room, engine } = crowd.person(others[58] ?? '')
    await room.publish(engine.microphone(-20), { source: 'microphone' })
    await ada.tile(others[58] ?? '').waitFor()
    const after = await tileNames(ada)
    assert.equal(after.length, before.length)
    assert.equal(after.filter((name, place) => name !== before[place]).length, 1)
  })

  it('on a phone shows fewer, and a swipe turns the page', async () => {
    const bob = await browser.visitor('Phone', phone)
    await enter(bob, `${parley.url}/r/hall`)
    await bob.page.getByText(/^Page 1 of/).waitFor({ state: 'attached' })
    const count = (await tileNames(bob)).length
    assert.ok(count >= 6 && count <= 16, `${count} tiles`)
    await mustBeAccessible(bob.page)
    await swipeLeft(bob)
    await bob.page.getByText(/^Page 2 of/).waitFor({ state: 'attached' })
    assert.deepEqual(bob.complaints, [])
  })
})

describe('three in a room', () => {
  let parley: Parley
  let browser: TestBrowser
  let crowd: Crowd
  let ada: Visitor

  before(async () => {
    parley = await openParley()
    browser = await openBrowser()
    crowd = await openCrowd(parley.wsUrl, 'kitchen', [
      { name: 'Bob', camera: true, microphone: true },
      { name: 'Cleo', camera: true },
    ])
    ada = await browser.visitor('Ada', { viewport: { width: 1280, height: 800 } })
    await enter(ada, `${parley.url}/r/kitchen`)
  })
  after(async () => {
    await crowd[Symbol.asyncDispose]()
    await browser[Symbol.asyncDispose]()
    await parley[Symbol.asyncDispose]()
  })

  it('the speaker view shows whoever speaks large, and is left by the same item', async () => {
    await choose(ada, 'menuitemcheckbox', 'Speaker view')
    await isLarge(ada, 'Bob')
    await mustBeAccessible(ada.page)
    await choose(ada, 'menuitemcheckbox', 'Speaker view')
    await nothingIsLarge(ada)
  })

  it('a person is pinned by the button on the tile, and by the menu of the tile, by keyboard too', async () => {
    const { page } = ada
    await ada.tile('Cleo').hover()
    await page.getByRole('button', { name: 'Pin Cleo' }).click()
    await isLarge(ada, 'Cleo')
    await mustBeAccessible(page)
    await page.getByRole('button', { name: 'Options for Cleo' }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('menuitem', { name: 'Unpin' }).waitFor()
    // The focus follows when the menu stands.
    await page.waitForFunction(() => document.activeElement?.textContent?.includes('Unpin'))
    await page.keyboard.press('Enter')
    await nothingIsLarge(ada)
  })

  it('a shared screen is large by itself, until one wants the grid', async () => {
    await crowd.join([{ name: 'Dan', screen: true }])
    await isLarge(ada, 'Screen of Dan')
    await ada.seesMoving('Screen of Dan')
    await ada.page.keyboard.press('g')
    await nothingIsLarge(ada)
    await ada.tile('Screen of Dan').waitFor()
    await crowd.leave('Dan')
    await ada.tile('Screen of Dan').waitFor({ state: 'detached' })
  })

  it('one sees oneself small in a corner, moves it there, or not at all; the next visit begins so', async () => {
    const { page } = ada
    await choose(ada, 'menuitemcheckbox', 'Your tile: floating')
    const small = page.getByRole('group', { name: /^Your own picture/ })
    await small.focus()
    await page.keyboard.press('ArrowLeft')
    await page.keyboard.press('ArrowUp')
    await cornerBecomes(ada, 'left', 'top')
    await drag(ada, small, { x: 1200, y: 600 })
    await cornerBecomes(ada, 'right', 'bottom')
    await mustBeAccessible(page)
    await choose(ada, 'menuitemcheckbox', 'Your tile: hidden')
    await ada.tile('Ada (you)').waitFor({ state: 'detached' })
    await page.reload()
    await ada.tile('Bob').waitFor()
    await ada.tile('Ada (you)').waitFor({ state: 'detached' })
    await choose(ada, 'menuitemcheckbox', 'Your tile: in the grid')
    await ada.tile('Ada (you)').waitFor()
  })

  it('single keys do what the buttons do, and are listed on a sheet', async () => {
    const { page } = ada
    await page.keyboard.press('m')
    await page.getByRole('button', { name: 'Unmute microphone' }).waitFor()
    await page.keyboard.press('v')
    await page.getByRole('button', { name: 'Turn camera on' }).waitFor()
    await page.keyboard.press('v')
    await page.getByRole('button', { name: 'Turn camera off' }).waitFor()
    await page.getByRole('button', { name: 'Open chat' }).focus()
    await page.keyboard.press('?')
    const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
    await sheet.getByText('Full screen').waitFor()
    await mustBeAccessible(page)
    await page.keyboard.press('m') // not while it is read
    await page.keyboard.press('Escape')
    await sheet.waitFor({ state: 'detached' })
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label'))
    assert.equal(await focused(), 'Open chat')
    await page.getByRole('button', { name: 'Unmute microphone' }).waitFor()
  })

  it('do nothing while one types', async () => {
    const { page } = ada
    await ada.openChat()
    await page.getByLabel('Message', { exact: true }).fill('')
    await page.getByLabel('Message', { exact: true }).pressSequentially('mv')
    await page.getByRole('button', { name: 'Unmute microphone' }).waitFor()
    await page.getByRole('button', { name: 'Turn camera off' }).waitFor()
    await page.getByLabel('Message', { exact: true }).fill('')
    await page.keyboard.press('Escape')
  })

  it('whoever is muted talks as long as they hold the space bar, also after a click on a button', async () => {
    const { page } = ada
    await page.getByRole('button', { name: 'Unmute microphone' }).click()
    await page.getByRole('button', { name: 'Mute microphone', exact: true }).click()
    await page.keyboard.down('Space')
    await page.getByRole('button', { name: 'Mute microphone', exact: true }).waitFor()
    await page.keyboard.up('Space')
    await page.getByRole('button', { name: 'Unmute microphone' }).waitFor()
    await page.getByRole('button', { name: 'Unmute microphone' }).click()
  })

  it('fills the screen and gives it back', async () => {
    const { page } = ada
    await choose(ada, 'menuitemcheckbox', 'Full screen')
    await page.waitForFunction(() => document.fullscreenElement !== null)
    await page.keyboard.press('f')
    await page.waitForFunction(() => document.fullscreenElement === null)
  })

  it('shows whoever speaks in a small window, which ends with the room', async () => {
    const { page } = ada
    const opened = page.context().waitForEvent('page')
    await choose(ada, 'menuitemcheckbox', 'Picture in picture')
    const small = await opened
    await small.getByText('Bob').waitFor()
    await small.getByRole('button', { name: 'Mute microphone', exact: true }).click()
    await page.getByRole('button', { name: 'Unmute microphone' }).waitFor()
    const closed = small.waitForEvent('close')
    await ada.click('Leave')
    await closed
  })

  it('the page has not complained', () => {
    assert.deepEqual(ada.complaints, [])
  })
})
