// What becomes of a visit to a room when the page is loaded again, another device takes over, or the server goes away.

import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { makeToken, openParley, type Parley } from '../parley-process.ts'
import { mustBeAccessible } from './axe.ts'
import { openBrowser, type TestBrowser, type Visitor } from './browser.ts'
import { enter, look } from './stage-acts.ts'

describe('what becomes of a visit', () => {
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

  it('after an accidental reload one is straight back, with the same devices on or off', async () => {
    await ada.click('Mute microphone')
    await ada.page.reload()
    await ada.tile('Ada (you)').waitFor()
    await ada.page.getByRole('button', { name: 'Unmute microphone' }).waitFor()
    await ada.page.getByRole('button', { name: 'Turn camera off' }).waitFor()
    await ada.click('Unmute microphone')
  })

  it('a link that is opened anew leads to the door, in the same tab too', async () => {
    await ada.page.goto(`${parley.url}/r/kitchen`)
    await ada.page.getByRole('button', { name: /^Join/ }).waitFor()
    await ada.page.getByRole('button', { name: /^Join/ }).click()
    await ada.tile('Ada (you)').waitFor()
  })

  it('whoever has left stays outside after a reload', async () => {
    await ada.click('Leave')
    await ada.page.getByRole('button', { name: 'Rejoin' }).waitFor()
    await ada.page.reload()
    await ada.page.getByRole('button', { name: /^Join/ }).click()
    await ada.tile('Ada (you)').waitFor()
  })

  it('taken over by another tab, the room can be taken back', async () => {
    const key = `dev=${'k'.repeat(32)}`
    await using locked = await openParley({ settings: { 'auth.keys': key } })
    const link = `${locked.url}/r/kitchen#token=${await makeToken(key, '--person', 'eve', '--name', 'Eve')}`
    const [eve, other] = [await browser.visitor('Eve'), await browser.visitor('Eve')]
    for (const { page } of [eve, other]) {
      await page.goto(link)
      await page.getByRole('button', { name: /^Join/ }).click()
      await page.getByRole('figure', { name: 'Eve (you)' }).waitFor()
    }
    await eve.page.getByText('You joined from somewhere else').waitFor()
    await mustBeAccessible(eve.page)
    await eve.click('Take it back here')
    await eve.tile('Eve (you)').waitFor()
    await other.page.getByText('You joined from somewhere else').waitFor()
  })

  it('while the server is away, says what goes on and what not, marks old pictures, and says when one is back', async () => {
    const bob = await browser.visitor('Bob', { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })
    await enter(bob, `${parley.url}/r/kitchen`)
    await ada.seesMoving('Bob')
    await bob.openChat()
    await parley.kill('SIGKILL')
    const panel = bob.page.getByRole('complementary', { name: 'Chat' })
    const told = bob.page.getByRole('status').filter({ hasText: 'pictures stand still' }).last()
    await told.waitFor()
    const [above, below] = [await told.boundingBox(), await panel.boundingBox()]
    assert.ok(above && below && above.y + above.height <= below.y, 'on a phone it stands above the open panel')
    await ada.page.getByText('pictures stand still, and nobody hears or sees you').waitFor()
    assert.match(await look(ada, 'Bob'), /grayscale/)
    assert.equal(await look(ada, 'Ada (you)'), 'none')
    await mustBeAccessible(ada.page)
    await parley.restart()
    await ada.page.getByText('You are back.').waitFor()
    await ada.seesMoving('Bob')
    assert.equal(await look(ada, 'Bob'), 'none')
    await bob.click(/^(Hide messages|Close chat)/)
    await bob.click('Leave')
  })

  it('no page has complained', () => {
    assert.deepEqual(ada.complaints, [])
  })
})
