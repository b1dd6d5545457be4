// Keeping order in a room, in browsers: what a moderator does, and what the one concerned is told.

import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { openParley, type Parley } from '../parley-process.ts'
import { mustBeAccessible } from './axe.ts'
import { openBrowser, type TestBrowser, type Visitor } from './browser.ts'

describe('a moderator', () => {
  let server: Parley
  let browser: TestBrowser
  let ada: Visitor
  let bob: Visitor
  before(async () => {
    server = await openParley({ settings: {} })
    browser = await openBrowser()
    ada = await browser.visitor('Ada')
    bob = await browser.visitor('Bob')
    for (const one of [ada, bob]) await comesIn(one)
    await ada.click(/^Show people/)
  })
  after(async () => {
    await browser[Symbol.asyncDispose]()
    await server[Symbol.asyncDispose]()
  })

  it('mutes somebody, who is told by whom and may unmute', async () => {
    await does('Mute')
    await hears('Ada has muted you')
    await ada.tile('Bob').getByText('muted').waitFor()
    await bob.click('Unmute microphone')
    await ada.tile('Bob').getByText('muted').waitFor({ state: 'detached' })
  })

  it('mutes all others at once', async () => {
    await ada.click('Mute all others')
    await hears('Ada has muted you')
    await bob.page.getByRole('button', { name: 'Unmute microphone' }).waitFor()
    await bob.click('Unmute microphone')
  })

  it('stops the video of somebody, whose camera is off then', async () => {
    await does('Stop video')
    await hears('Ada has stopped your video')
    await bob.page.getByRole('button', { name: 'Turn camera on' }).waitFor()
    await ada.tile('Bob').locator('video').waitFor({ state: 'detached' })
  })

  it('moderates the room: whoever may not speak is told, asks with a raised hand, and is let', async () => {
    await ada.page.getByRole('button', { name: 'Room settings' }).click()
    const dialog = ada.page.getByRole('dialog')
    await dialog.getByRole('switch', { name: 'Moderated' }).press('Space')
    await dialog.getByText('Saved').waitFor()
    await ada.page.keyboard.press('Escape')
    await hears('A moderator says who may speak here')
    assert.equal(await bob.page.getByRole('button', { name: /microphone/ }).count(), 0)
    await mustBeAccessible(bob.page)
    await bob.click('Raise hand')
    await hears('Your hand is raised')
    await ada.page.getByRole('status').filter({ hasText: 'Bob raised a hand' }).waitFor()
    await does('Let speak')
    await hears('Ada lets you speak')
    // Nobody hears a word before one wishes it.
    await ada.tile('Bob').getByText('muted').waitFor()
    await bob.click('Unmute microphone')
    await ada.tile('Bob').getByText('muted').waitFor({ state: 'detached' })
    await does('Take the right to speak')
    await hears('Ada has taken the right to speak from you')
    await ada.page.getByText('may not speak').waitFor()
  })

  it('gives a role, and the new moderator has what belongs to it', async () => {
    await does('Make moderator')
    await hears('Ada has made you a moderator')
    await bob.click(/^Show people/)
    await bob.page.getByRole('button', { name: 'Room settings' }).waitFor()
    await does('Take the role away')
    await hears('Ada has taken your role away')
    await bob.page.getByRole('button', { name: 'Room settings' }).waitFor({ state: 'detached' })
    await bob.click('Hide people')
  })

  it('makes nobody an owner without a question', async () => {
    await does('Make owner')
    const question = ada.page.getByRole('dialog', { name: 'Make Bob an owner?' })
    await question.getByText('An owner may do everything here').waitFor()
    await ada.page.keyboard.press('Escape')
    await question.waitFor({ state: 'detached' })
    await ada.click('What to do with Bob')
    await ada.page.getByRole('menuitem', { name: 'Make owner' }).waitFor()
    await ada.page.keyboard.press('Escape')
  })

  it('puts somebody out after a question, who is told by whom and may come back', async () => {
    await does('Remove from the room')
    const question = ada.page.getByRole('dialog', { name: 'Remove Bob from the room?' })
    await mustBeAccessible(ada.page)
    await question.getByRole('button', { name: 'Cancel' }).click()
    await question.waitFor({ state: 'detached' })
    await bob.tile('Ada').waitFor()
    await does('Remove from the room')
    await question.getByRole('button', { name: 'Remove' }).click()
    await ada.page.getByRole('status').filter({ hasText: 'Bob is removed from the room' }).waitFor()
    await bob.page.getByText('Ada has removed you from the room').waitFor()
    await bob.click('Join again')
    await bob.tile('Bob (you)').waitFor()
  })

  it('bans somebody for a time, who reads why; lifts the ban', async () => {
    await does('Ban…')
    const dialog = ada.page.getByRole('dialog')
    await dialog.getByLabel('For how long').selectOption('One hour')
    await dialog.getByLabel('Reason').fill('Noise')
    await mustBeAccessible(ada.page)
    await dialog.getByRole('button', { name: 'Ban', exact: true }).click()
    await bob.page.getByText(/Ada has banned you from this room until .* The reason given: Noise/).waitFor()
    await mustBeAccessible(bob.page)
    await ada.page.getByRole('button', { name: 'Room settings' }).click()
    await dialog.getByRole('tab', { name: 'Bans' }).click()
    await dialog.getByText('“Noise”').waitFor()
    await mustBeAccessible(ada.page)
    await dialog.getByRole('button', { name: 'Lift the ban of Bob' }).click()
    await dialog.getByText('Nobody is banned.').waitFor()
    await comesIn(bob)
    assert.deepEqual([...ada.complaints, ...bob.complaints], [])
  })

  async function does(what: string): Promise<void> {
    await ada.click('What to do with Bob')
    await ada.page.getByRole('menuitem', { name: what, exact: true }).click()
  }

  async function hears(words: string): Promise<void> {
    await bob.page.getByRole('status').filter({ hasText: words }).first().waitFor()
  }

  async function comesIn({ name, page }: Visitor): Promise<void> {
    await page.goto(`${server.url}/r/kitchen`)
    await page.getByLabel('Your name').fill(name)
    await page.getByRole('button', { name: /^Join/ }).click()
    await page.getByRole('figure', { name: `${name} (you)` }).waitFor()
  }
})
