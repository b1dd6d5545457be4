// People with an account, in a browser: made by an invitation, signed in and out, with another password, renewed, ended.

import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Page } from 'playwright-core'
import { openParley, type Parley, runParley } from '../parley-process.ts'
import { WireClient } from '../wire-client.ts'
import { mustBeAccessible } from './axe.ts'
import { openBrowser, type TestBrowser, type Visitor } from './browser.ts'

describe('people with an account', () => {
  let server: Parley
  let browser: TestBrowser
  let ada: Visitor
  before(async () => {
    // Nobody comes in without a token.
    server = await openParley({ settings: { 'auth.keys': `dev=${'k'.repeat(32)}` } })
    browser = await openBrowser()
    ada = await browser.visitor('Ada')
  })
  after(async () => {
    await browser[Symbol.asyncDispose]()
    await server[Symbol.asyncDispose]()
  })

  const corner = (page: Page) => page.getByRole('button', { name: /your account$/ })

  async function signIn(page: Page, account: string, password: string): Promise<void> {
    await page.getByRole('button', { name: 'Sign in' }).first().click()
    const dialog = page.getByRole('dialog', { name: 'Sign in' })
    await dialog.getByLabel('Account name').fill(account)
    await dialog.getByLabel('Password').fill(password)
    await dialog.getByLabel('Password').press('Enter')
  }

  async function signOut(page: Page): Promise<void> {
    await corner(page).click()
    await page.getByRole('button', { name: 'Sign out' }).click()
    await corner(page).waitFor({ state: 'detached' })
  }

  it('without one, the page says what is needed', async () => {
    const { page } = ada
    await page.goto(server.url)
    await page.getByText('This server lets in people with an account or an invitation').waitFor()
    await mustBeAccessible(page)
    await page.goto(`${server.url}/r/kitchen`)
    await page.getByText('This server lets in people with an account or an invitation').waitFor()
  })

  it('an invitation link makes an account, and what cannot be is said while one fills it in', async () => {
    const { page } = ada
    await page.goto(await invitation(server))
    await page.getByRole('heading', { name: 'Create your account' }).waitFor()
    await mustBeAccessible(page)
    await page.getByLabel('Your name').fill('Ada Lovelace')
    await page.getByLabel('Account name').fill('.ada')
    await page.getByLabel('Password').fill('short')
    await page.getByRole('button', { name: 'Create account' }).click()
    await page.getByText('Begin with a letter or digit').waitFor()
    await page.getByText('At least 8 characters, please').waitFor()
    await page.getByLabel('Account name').fill('ada')
    await page.getByLabel('Password').fill('correct horse')
    await page.getByLabel('Password').press('Enter')
    await corner(page).waitFor()
    assert.equal(new URL(page.url()).hash, '')
    await page.getByText('No rooms here yet').waitFor()
    await corner(page).click()
    await page.getByText('Signed in as').waitFor()
    await mustBeAccessible(page)
  })

  it('stays signed in over loads of the page, and in the room has the name of the account', async () => {
    const { page } = ada
    await page.goto(`${server.url}/r/kitchen`)
    await page.getByText('This is the name of your account').waitFor()
    await page.getByRole('button', { name: 'Join kitchen' }).click()
    await ada.tile('Ada Lovelace (you)').waitFor()
    await ada.click('Leave')
    await page.getByRole('link', { name: 'Parley, start page' }).click()
    await page.getByRole('region', { name: 'My rooms' }).getByRole('link', { name: 'kitchen' }).waitFor()
  })

  it('a used invitation and a name that is taken are said', async () => {
    const { page } = await browser.visitor('Bob')
    const link = await invitation(server)
    await page.goto(link)
    const make = async (account: string) => {
      await page.getByLabel('Account name').fill(account)
      await page.getByLabel('Password').fill('correct horse')
      await page.getByRole('button', { name: 'Create account' }).click()
    }
    await make('ADA')
    await page.getByText('This name is taken').waitFor()
    await make('bob')
    await corner(page).waitFor()
    await signOut(page)
    await page.goto('about:blank')
    await page.goto(link)
    await make('carol')
    await page.getByRole('alert').filter({ hasText: 'This invitation is used up' }).waitFor()
    await page.getByRole('button', { name: 'I have an account already' }).click()
    await mustBeAccessible(page)
    await page.getByRole('dialog').getByLabel('Account name').fill('bob')
    await page.getByRole('dialog').getByLabel('Password').fill('correct horse')
    await page.keyboard.press('Enter')
    await corner(page).waitFor()
    await page.context().close()
  })

  it('one signs out and in again, in all tabs at once', async () => {
    const { page } = ada
    await page.goto(server.url)
    const other = await page.context().newPage()
    await other.goto(server.url)
    await corner(other).waitFor()
    await signOut(page)
    await corner(other).waitFor({ state: 'detached' })
    await signIn(page, 'ada', 'correct horse')
    await corner(page).waitFor()
    await corner(other).waitFor()
    await other.close()
  })

  it('another password ends the sign-ins elsewhere, and this one stays', async () => {
    const { page } = ada
    const elsewhere = await browser.visitor('Ada')
    await elsewhere.page.goto(server.url)
    await signIn(elsewhere.page, 'ada', 'correct horse')
    await corner(elsewhere.page).waitFor()
    await corner(page).click()
    await page.getByRole('button', { name: 'Change password' }).click()
    const dialog = page.getByRole('dialog', { name: 'Change password' })
    await mustBeAccessible(page)
    await dialog.getByLabel('Present password').fill('wrong')
    await dialog.getByLabel('New password').fill('battery staple')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await dialog.getByText('This is not your present password').waitFor()
    await dialog.getByLabel('Present password').fill('correct horse')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await dialog.getByText('Your password is changed').waitFor()
    await dialog.getByRole('button', { name: 'Close' }).last().click()
    await page.reload()
    await corner(page).waitFor()
    await page.getByRole('link', { name: 'kitchen' }).waitFor()
    await elsewhere.page.getByText('You have been signed out').waitFor()
    await signIn(elsewhere.page, 'ada', 'correct horse')
    await elsewhere.page.getByText('The name or the password is wrong').waitFor()
    await elsewhere.page.context().close()
  })

  it('whoever tries too often is told to wait', async () => {
    const { page } = await browser.visitor('Eve')
    await page.goto(server.url)
    await signIn(page, 'mallory', 'guess')
    const dialog = page.getByRole('dialog', { name: 'Sign in' })
    await dialog.getByText('The name or the password is wrong').waitFor()
    await using guesser = await WireClient.open(server.wsUrl)
    for (let times = 0; times < 9; times++)
      await guesser.call('account.signIn', { account: 'mallory', password: 'guess' }).catch(() => undefined)
    await dialog.getByRole('button', { name: 'Sign in' }).click()
    await dialog.getByText('Too many attempts. Wait a minute').waitFor()
    await page.context().close()
  })

  it('an invitation into a room needs no account', async () => {
    const { page } = await browser.visitor('Gus')
    await page.goto(await invitation(server, '--room', 'hall'))
    await page.getByLabel('Your name').fill('Gus')
    assert.equal(await page.getByText('This server lets in people with').count(), 0)
    await page.getByRole('button', { name: 'Join hall' }).click()
    await page.getByRole('figure', { name: 'Gus (you)' }).waitFor()
    await page.context().close()
  })

  it('who runs the server finds all rooms, and the way to the administration', async () => {
    const { page } = await browser.visitor('Ann')
    await page.goto(await invitation(server, '--admin'))
    await page.getByLabel('Account name').fill('ann')
    await page.getByLabel('Password').fill('correct horse')
    await page.getByRole('button', { name: 'Create account' }).click()
    await page.getByRole('region', { name: 'All rooms' }).getByRole('link', { name: 'kitchen' }).waitFor()
    await corner(page).click()
    await page.getByRole('link', { name: 'Administration' }).waitFor()
    await page.context().close()
  })

  it('no page has complained', () => {
    assert.deepEqual(ada.complaints, [])
  })
})

describe('the token of an account', () => {
  it('is renewed while the page is open, and forgotten when it has run out', async () => {
    // The server warns half a minute before the end.
    await using server = await openParley({ settings: { 'auth.accountTokenMs': 33_000 } })
    await using browser = await openBrowser()
    const { page } = await browser.visitor('Ada')
    await page.goto(await invitation(server))
    await page.getByLabel('Account name').fill('ada')
    await page.getByLabel('Password').fill('correct horse')
    await page.getByRole('button', { name: 'Create account' }).click()
    const corner = page.getByRole('button', { name: /your account$/ })
    await corner.waitFor()
    const until = () =>
      page.evaluate(() => {
        const [name] = Object.keys(localStorage).filter((key) => key.startsWith('parley.account.'))
        const account: unknown = JSON.parse(localStorage.getItem(name ?? '') ?? '{}')
        return typeof account === 'object' && account !== null && 'expiresAt' in account ? account.expiresAt : undefined
      })
    const first = await until()
    assert.ok(first)
    await page.waitForFunction(
      (before) =>
        Object.entries(localStorage).some(([key, value]) => key.includes('.account.') && !value.includes(before)),
      String(first),
    )
    await corner.waitFor()
    await page.evaluate(() => {
      for (const [key, value] of Object.entries(localStorage))
        if (key.includes('.account.')) localStorage.setItem(key, value.replace(/"expiresAt":"\d+/, '"expiresAt":"2001'))
    })
    await page.goto(server.url)
    await page.getByRole('button', { name: 'Sign in' }).waitFor()
    assert.equal(await corner.count(), 0)
  })
})

/** A link, as who runs the server makes it. */
async function invitation({ storeUrl, url }: Parley, ...args: readonly string[]): Promise<string> {
  const { stdout, stderr } = await runParley(['invite', '--store', storeUrl, '--url', url, ...args])
  const [link] = /\S+#invite=\S+/.exec(stdout) ?? []
  assert.ok(link, stderr)
  return link
}
