// The chat of a room, in browsers: unread, edits, files, names, search, drafts.

/// <reference lib="dom" />

import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { openParley, type Parley } from '../parley-process.ts'
import { mustBeAccessible } from './axe.ts'
import { openBrowser, type TestBrowser, type Visitor } from './browser.ts'
import { act, button, closeChat, comeBack, enter, log, menuItems, message, openMenu } from './chatting.ts'

describe('the chat', () => {
  let parley: Parley
  let browser: TestBrowser
  let ada: Visitor
  let bob: Visitor

  before(async () => {
    parley = await openParley()
    browser = await openBrowser()
    ada = await browser.visitor('Ada')
    bob = await browser.visitor('Bob')
    await enter(ada, `${parley.url}/r/den`)
    await enter(bob, `${parley.url}/r/den`)
  })
  after(async () => {
    await browser[Symbol.asyncDispose]()
    await parley[Symbol.asyncDispose]()
  })

  it('counts what is unread on the button and in the title of the tab, until it is read', async () => {
    await ada.says('one')
    await ada.says('two')
    await button(bob, 'Open chat, 2 unread messages').waitFor()
    await bob.page.waitForFunction(() => document.title.startsWith('(2) den'))
    await bob.openChat()
    await log(bob).getByText('New', { exact: true }).waitFor()
    await bob.page.waitForFunction(() => document.title.startsWith('den'))
    await button(bob, 'Close chat').waitFor()
    assert.deepEqual(await bob.texts(/New|one|two/g), ['New', 'one', 'two'])
  })

  it('an own message is edited from its menu, and all see that it was', async () => {
    await act(ada, 'two', 'Edit')
    const editor = ada.page.getByLabel('Edit message')
    await editor.fill('two and a half')
    await editor.press('Enter')
    await message(bob, 'two and a half').getByText('edited').waitFor()
    await ada.page.getByLabel('Edit message').waitFor({ state: 'detached' })
  })

  it('arrow up in an empty field edits the last own message, Escape leaves it as it was', async () => {
    const field = ada.page.getByLabel('Message', { exact: true })
    await field.press('ArrowUp')
    const editor = ada.page.getByLabel('Edit message')
    assert.equal(await editor.inputValue(), 'two and a half')
    await editor.fill('never said')
    await editor.press('Escape')
    await editor.waitFor({ state: 'detached' })
    await log(ada).getByText('two and a half').waitFor()
    await ada.page.waitForFunction(() => document.activeElement?.getAttribute('aria-label') === 'Message')
  })

  it('a message is deleted after a question, for everyone, and leaves a note', async () => {
    await ada.says('oops')
    await act(ada, 'oops', 'Delete')
    const question = ada.page.getByRole('dialog', { name: 'Delete this message?' })
    await mustBeAccessible(ada.page, 'dialog')
    await ada.page.keyboard.press('Escape')
    await question.waitFor({ state: 'detached' })
    await log(ada).getByText('oops').waitFor()
    await act(ada, 'oops', 'Delete')
    await question.getByRole('button', { name: 'Delete' }).click()
    await log(bob).getByText('This message was deleted.').waitFor()
    assert.equal(await log(bob).getByText('oops').count(), 0)
  })

  it('the menu offers others no more than to copy; moderators may delete', async () => {
    await bob.says('from bob')
    await openMenu(ada, 'from bob')
    assert.deepEqual(await menuItems(ada), ['Copy text', 'Delete'], 'Ada came first and owns the room')
    await ada.page.keyboard.press('Escape')
    await openMenu(bob, 'one')
    assert.deepEqual(await menuItems(bob), ['Copy text'])
    await bob.page.keyboard.press('Escape')
    await act(ada, 'from bob', 'Delete')
    await ada.page
      .getByRole('dialog', { name: 'Delete this message of Bob?' })
      .getByRole('button', { name: 'Delete' })
      .click()
    await log(bob).getByText('from bob').waitFor({ state: 'detached' })
  })

  it('links, code and large emoji are shown as such, and nothing of a message is HTML', async () => {
    await ada.says('see https://example.org/a_(b). `npm start` <b>not bold</b>')
    await ada.says('🎉🎉')
    await bob.reads('<b>not bold</b>')
    assert.equal(
      await log(bob).getByRole('link', { name: 'https://example.org/a_(b)' }).getAttribute('href'),
      'https://example.org/a_(b)',
    )
    assert.equal(await log(bob).locator('code').textContent(), 'npm start')
    const sizes = await log(bob).evaluate((element) =>
      ['not bold', '🎉🎉'].map((text) => {
        const found = [...element.querySelectorAll('p')].find((one) => one.textContent?.includes(text))
        return found === undefined ? 0 : Number.parseFloat(getComputedStyle(found).fontSize)
      }),
    )
    assert.ok((sizes[1] ?? 0) > 2 * (sizes[0] ?? 0), String(sizes))
  })

  it('an @ offers the people in the room; who is named is told, even with a closed chat', async () => {
    await closeChat(bob)
    const field = ada.page.getByLabel('Message', { exact: true })
    await field.fill('')
    await field.pressSequentially('Well done, @b')
    const people = ada.page.getByRole('listbox', { name: 'People to mention' })
    await people.getByRole('option', { name: 'Bob', selected: true }).waitFor()
    await field.press('Enter')
    assert.equal(await field.inputValue(), 'Well done, @Bob ')
    await people.waitFor({ state: 'detached' })
    await field.pressSequentially('and thanks')
    await field.press('Enter')
    await bob.page.getByRole('status').getByText('Ada mentioned you: Well done, @Bob and thanks').waitFor()
    await bob.openChat()
    const weight = (visitor: Visitor) =>
      log(visitor)
        .getByText('@Bob', { exact: true })
        .evaluate((element) => Number(getComputedStyle(element).fontWeight))
    assert.ok((await weight(bob)) >= 600)
    assert.ok((await weight(ada)) <= 400)
  })

  it('Escape closes the list of people, and the chat stays open', async () => {
    const field = ada.page.getByLabel('Message', { exact: true })
    await field.pressSequentially('@')
    const people = ada.page.getByRole('listbox', { name: 'People to mention' })
    await people.waitFor()
    await field.press('Escape')
    await people.waitFor({ state: 'detached' })
    assert.ok(await field.isVisible())
    await field.fill('')
  })

  it('Shift+Enter makes a new line, and Enter while a word is composed sends nothing', async () => {
    const field = ada.page.getByLabel('Message', { exact: true })
    await field.fill('first line')
    await field.press('Shift+Enter')
    await field.pressSequentially('second line')
    await field.dispatchEvent('keydown', { key: 'Enter', isComposing: true })
    assert.equal(await field.inputValue(), 'first line\nsecond line')
    await field.press('Enter')
    await bob.reads('second line')
    assert.equal(await field.inputValue(), '')
  })

  it('tells how long a message may be', async () => {
    const field = ada.page.getByLabel('Message', { exact: true })
    await field.fill('x'.repeat(4000))
    await ada.page.getByRole('status').getByText('96 characters left').waitFor()
    await field.fill('x'.repeat(4100))
    await ada.page.getByRole('status').getByText('4 characters too long').waitFor()
    assert.ok(await button(ada, 'Send message').isDisabled())
    await field.fill('')
  })

  it('all of it is reached by keyboard: from the field to the last message, and up to the ones before', async () => {
    const { keyboard } = ada.page
    const focused = (start: string) =>
      ada.page.waitForFunction(
        (wanted) => document.activeElement?.getAttribute('aria-label')?.startsWith(wanted) === true,
        start,
      )
    await ada.says('by keyboard alone')
    await message(ada, 'by keyboard alone').waitFor()
    await ada.page.getByLabel('Message', { exact: true }).focus()
    await keyboard.press('Shift+Tab')
    await focused('Attach files')
    await keyboard.press('Shift+Tab')
    await focused('Actions: You')
    await keyboard.press('ArrowUp')
    await keyboard.press('ArrowDown')
    await keyboard.press('Enter')
    await ada.page.getByRole('menuitem', { name: 'Edit' }).waitFor()
    await keyboard.press('ArrowUp')
    await keyboard.press('Enter')
    await ada.page.getByRole('dialog', { name: 'Delete this message?' }).waitFor()
    await keyboard.press('Tab')
    await keyboard.press('Enter')
    await log(bob).getByText('by keyboard alone').waitFor({ state: 'detached' })
    await focused('You, ')
  })

  it('is accessible, with its menu and its questions', async () => {
    await mustBeAccessible(ada.page, 'aside')
    await openMenu(ada, 'one')
    await mustBeAccessible(ada.page, 'aside')
    await ada.page.keyboard.press('Escape')
  })

  it('no page has complained', () => {
    assert.deepEqual([...ada.complaints, ...bob.complaints], [])
  })

  it('what is not sent says why, and can be tried again or discarded', async () => {
    const draft = { text: 'hello @Nobody', mentions: [{ start: 6, end: 13, person: 'nobody' }] }
    const eve = await browser.visitor('Eve')
    await eve.page.addInitScript((kept) => sessionStorage.setItem('parley.draft.den', kept), JSON.stringify(draft))
    await enter(eve, `${parley.url}/r/den`)
    await eve.openChat()
    await eve.page.getByLabel('Message', { exact: true }).press('Enter')
    const failed = log(eve).getByRole('alert').getByText('Not sent. Somebody you mentioned is not known in this room.')
    await failed.waitFor()
    await button(eve, 'Try again').click()
    await failed.waitFor()
    await button(eve, 'Discard').click()
    await failed.waitFor({ state: 'detached' })
    await eve.page.context().close()
  })

  it('a draft outlives the closing of the chat and a reload', async () => {
    const field = ada.page.getByLabel('Message', { exact: true })
    await field.fill('not yet sent')
    await closeChat(ada)
    await ada.openChat()
    assert.equal(await field.inputValue(), 'not yet sent')
    await ada.page.reload()
    await comeBack(ada)
    await ada.openChat()
    assert.equal(await field.inputValue(), 'not yet sent')
    await field.press('Enter')
    await bob.reads('not yet sent')
  })
})
