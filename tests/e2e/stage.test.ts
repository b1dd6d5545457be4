// How one looks at the people of a room: the bar and its More menu, the grid and its pages, speakers, pins, keys, states.

import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { openParley, type Parley } from '../parley-process.ts'
import { mustBeAccessible } from './axe.ts'
import { openBrowser, type TestBrowser, type Visitor } from './browser.ts'

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }

describe('the bar', () => {
  let parley: Parley
  let browser: TestBrowser
  let ada: Visitor

  before(async () => {
    parley = await openParley()
    browser = await openBrowser()
    ada = await browser.visitor('Ada')
    await ada.join(parley.url, 'kitchen')
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
    await bob.join(parley.url, 'kitchen')
    await bob.page.getByRole('button', { name: 'More', exact: true }).tap()
    await bob.page.getByRole('menuitem', { name: 'Copy invite link' }).waitFor()
    await mustBeAccessible(bob.page)
    assert.deepEqual(bob.complaints, [])
  })
})
