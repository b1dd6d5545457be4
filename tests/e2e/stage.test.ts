// How one looks at the people of a room: the bar and its More menu, the grid and its pages, speakers, pins, keys, states.

import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { openParley, type Parley } from '../parley-process.ts'
import { mustBeAccessible } from './axe.ts'
import { openBrowser, type TestBrowser, type Visitor } from './browser.ts'
import { type Crowd, names, openCrowd } from './crowd.ts'

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
    assert.deepEqual(bob.complaints, [])
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

/** By the link of the room. */
async function enter({ name, page }: Visitor, link: string): Promise<void> {
  await page.goto(link)
  await page.getByLabel('Your name').fill(name)
  await page.getByRole('button', { name: /^Join/ }).click()
  await page.getByRole('figure', { name: `${name} (you)`, exact: true }).waitFor()
}

function tileNames({ page }: Visitor): Promise<string[]> {
  return page.getByRole('figure').evaluateAll((tiles) => tiles.map((tile) => tile.getAttribute('aria-label') ?? ''))
}

async function tilesBecome(visitor: Visitor, count: number): Promise<void> {
  await visitor.page.waitForFunction((wanted) => document.querySelectorAll('main figure').length === wanted, count)
}

/** So many videos advance, and no more. */
async function subscribedTo(visitor: Visitor, count: number): Promise<void> {
  await visitor.page.waitForFunction(async (wanted) => {
    const frames = async () =>
      new Map((await window.peers.inboundVideo()).map(({ id, framesDecoded }) => [id, framesDecoded]))
    const before = await frames()
    await new Promise((resolve) => setTimeout(resolve, 1_000))
    const advancing = [...(await frames())].filter(([id, decoded]) => decoded > (before.get(id) ?? 0))
    return advancing.length === wanted
  }, count)
}

/** As a finger does it; Playwright has no swipe of its own. */
async function swipeLeft({ page }: Visitor): Promise<void> {
  const debug = await page.context().newCDPSession(page)
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', x: number) =>
    debug.send('Input.dispatchTouchEvent', { type, touchPoints: type === 'touchEnd' ? [] : [{ x, y: 300 }] })
  await touch('touchStart', 320)
  for (const x of [260, 200, 140, 80]) await touch('touchMove', x)
  await touch('touchEnd', 80)
}
