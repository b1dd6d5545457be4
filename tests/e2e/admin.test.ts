// Running a server in the browser: /admin, and the link for a new password.

/// <reference lib="dom" />

import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Page } from 'playwright-core'
import { openParley, type Parley, runParley } from '../parley-process.ts'
import { WireClient } from '../wire-client.ts'
import { mustBeAccessible } from './axe.ts'
import { openBrowser, type TestBrowser, type Visitor } from './browser.ts'

const password = 'correct horse'
const sections = ['Overview', 'Rooms', 'People', 'Sessions', 'Bans', 'Invitations']

describe('the administration', () => {
  let server: Parley
  let browser: TestBrowser
  /** Runs the server too, by the protocol. */
  let root: WireClient
  before(async () => {
    server = await openParley({ settings: { 'media.workers': 2 } })
    browser = await openBrowser()
    const { stdout } = await runParley(['invite', '--admin', '--store', server.storeUrl, '--url', server.url])
    const invitation = stdout.trim().split('#invite=')[1] ?? ''
    root = await WireClient.open(server.wsUrl)
    const made = await root.call('account.create', { invitation, account: 'ada', password, name: 'Ada' })
    await root.hello({ token: made.token })
    const { secret } = await root.call('invitation.create', {})
    await root.call('account.create', { invitation: secret, account: 'eve', password, name: 'Eve' })
  })
  after(async () => {
    await root[Symbol.asyncDispose]()
    await browser[Symbol.asyncDispose]()
    await server[Symbol.asyncDispose]()
  })

  it('is entered with an account that runs the server, and shows how it does, live', async () => {
    const admin = await entered()
    await admin.page.getByText('Everything is fine').or(admin.page.getByRole('alert')).first().waitFor()
    await admin.page.getByRole('img', { name: /^People\. Now: In rooms 0/ }).waitFor()
    await using guest = await enters('Grace', 'observatory')
    await admin.page.getByRole('img', { name: /^People\. Now: In rooms 1/ }).waitFor()
    await admin.page.getByRole('table', { name: 'Media workers' }).getByText('Worker 1').waitFor()
    await guest.call('room.leave', { room: 'observatory' })
    await admin.page.getByRole('img', { name: /^People\. Now: In rooms 0/ }).waitFor()
    await mustBeAccessible(admin.page)
    assert.deepEqual(admin.complaints, [])
  })

  it('shows rooms with who is inside as they come and go', async () => {
    const admin = await entered('/admin/rooms')
    await using guest = await enters('Alan', 'bletchley')
    await admin.page.getByRole('link', { name: /Who is in bletchley/ }).click()
    assert.match(admin.page.url(), /\/admin\/sessions\?room=bletchley$/)
    await admin.page.getByRole('row', { name: /Alan.*bletchley/ }).waitFor()
    await admin.page.goBack()
    await admin.page.getByRole('row', { name: /bletchley.*1.*Alan/ }).waitFor()
    await choose(admin.page, 'bletchley', 'Remove all')
    await guest.heard('room.left', ({ reason }) => reason === 'closed')
    await admin.page.getByRole('status').getByText('bletchley: 1 person was removed.').waitFor()
    await admin.page.getByText('All', { exact: true }).click()
    await choose(admin.page, 'bletchley', 'Delete')
    await admin.page.getByRole('status').getByText('bletchley was deleted.').waitFor()
    await mustBeAccessible(admin.page)
    assert.deepEqual(admin.complaints, [])
  })

  it('puts a session out, who is told why', async () => {
    const bob = await browser.visitor('Bob')
    await bob.join(server.url, 'kitchen')
    const admin = await entered('/admin/sessions')
    await admin.page.getByLabel('Search sessions').fill('bob')
    await admin.page.getByRole('button', { name: 'End session of Bob' }).click()
    await admin.page.getByLabel('What they read').fill('We close for today')
    await mustBeAccessible(admin.page)
    await admin.page.keyboard.press('Enter')
    await admin.page.getByRole('status').getByText('Bob was removed.').waitFor()
    await bob.page.getByRole('status').getByText('Your session was ended').waitFor()
    await bob.page.getByText('We close for today').waitFor()
    await admin.page.getByText('Nothing found for “bob”').waitFor()
    assert.deepEqual([...admin.complaints, ...bob.complaints], [])
  })

  it('lifts a ban', async () => {
    const room = 'library'
    await root.join(room)
    await using guest = await enters('Mallory', room)
    const { participants } = await root.call('room.participants', { room })
    const participant = participants.find(({ name }) => name === 'Mallory')?.id ?? assert.fail('Mallory is not there')
    await root.call('ban.add', { room, participant, reason: 'Noise' })
    await guest.heard('room.left')
    const admin = await entered('/admin/bans')
    await admin.page.getByRole('row', { name: /Mallory.*library.*Noise/ }).waitFor()
    await mustBeAccessible(admin.page)
    await admin.page.getByRole('button', { name: 'Lift the ban of Mallory from library' }).click()
    await admin.page.getByRole('dialog').getByRole('button', { name: 'Lift' }).click()
    await admin.page.getByText('Nobody is banned').waitFor()
    await guest.join(room)
    assert.deepEqual(admin.complaints, [])
  })

  it('invites somebody, who makes an account by the link, and takes an invitation back', async () => {
    const admin = await entered('/admin/invitations')
    await admin.click('Invite somebody')
    await admin.page.getByLabel('How many people').selectOption({ label: 'Ten' })
    await admin.click('Make the link')
    const link = await admin.page.getByRole('textbox', { name: 'Invitation link' }).inputValue()
    await admin.click('Copy')
    await admin.page.getByRole('button', { name: 'Copied' }).waitFor()
    const secret = link.split('/#invite=')[1] ?? assert.fail(link)
    await using client = await WireClient.open(server.wsUrl)
    await client.call('account.create', { invitation: secret, account: 'grace', password, name: 'Grace' })
    await admin.page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click()
    await admin.page.getByRole('row', { name: /An ordinary account.*Good.*9/ }).waitFor()
    assert.ok(!(await admin.page.content()).includes(secret))
    await admin.click(/^Revoke the invitation/)
    await admin.page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click()
    await admin.page.getByRole('row', { name: /Revoked/ }).waitFor()
    await mustBeAccessible(admin.page)
    assert.deepEqual(admin.complaints, [])
  })

  it('lets somebody in again who forgot their password, makes them run the server, and removes them', async () => {
    const { secret } = await root.call('invitation.create', {})
    await using client = await WireClient.open(server.wsUrl)
    await client.call('account.create', { invitation: secret, account: 'zoe', password, name: 'Zoe' })
    const admin = await entered('/admin/people')
    await admin.page.getByLabel('Search people').fill('zoe')
    await admin.click('New password for Zoe')
    const link = await admin.page.getByRole('textbox', { name: 'Link', exact: true }).inputValue()
    const zoe = await browser.visitor('Zoe')
    await zoe.page.goto(link)
    await zoe.page.getByRole('textbox', { name: 'New password' }).fill('battery staple')
    assert.ok(!zoe.page.url().includes('secret='))
    await mustBeAccessible(zoe.page)
    await zoe.page.keyboard.press('Enter')
    await zoe.page.getByRole('status').getByText('Welcome back, Zoe').waitFor()
    await zoe.page.goto(`${server.url}/admin`)
    await zoe.page.getByText('Zoe does not run this server.').waitFor()
    await admin.page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click()
    await admin.page.getByRole('switch', { name: 'Zoe runs this server' }).focus()
    await admin.page.keyboard.press('Space')
    await admin.page.getByRole('status').getByText('Zoe runs this server now.').waitFor()
    await mustBeAccessible(admin.page)
    await zoe.page.reload()
    await zoe.page.getByRole('heading', { name: 'Overview' }).waitFor()
    await admin.click('Remove Zoe')
    await admin.page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
    await admin.page.getByRole('status').getByText('The account of Zoe was removed.').waitFor()
    await zoe.page.getByText('Your sign-in has run out').waitFor()
    assert.deepEqual([...admin.complaints, ...zoe.complaints], [])
  })

  it('shows nothing to who does not run the server', async () => {
    const eve = await browser.visitor('Eve')
    await eve.page.goto(`${server.url}/admin/sessions`)
    await eve.page.getByRole('heading', { name: 'Sign in to run this server' }).waitFor()
    await mustBeAccessible(eve.page)
    await signIn(eve.page, 'eve', 'wrong')
    await eve.page.getByRole('alert').getByText('Name or password is wrong.').waitFor()
    await signIn(eve.page, 'eve', password)
    await eve.page.getByRole('alert').getByText('Eve does not run this server.').waitFor()
    assert.equal(await eve.page.getByRole('navigation').count(), 0)
    assert.equal(await eve.page.getByRole('table').count(), 0)
    assert.deepEqual(eve.complaints, [])
  })

  it('fits a phone, in German and in the dark, and is used by keyboard', async () => {
    const admin = await entered('/admin', {
      viewport: { width: 390, height: 844 },
      locale: 'de-DE',
      colorScheme: 'dark',
    })
    await using _ = await enters('Linus', 'keller')
    for (const section of ['Überblick', 'Räume', 'Leute', 'Sitzungen', 'Sperren', 'Einladungen']) {
      const link = admin.page.getByRole('navigation').getByRole('link', { name: section })
      await link.focus()
      await admin.page.keyboard.press('Enter')
      await admin.page.getByRole('main').getByText('Laden …').waitFor({ state: 'hidden' })
      assert.equal(await link.getAttribute('aria-current'), 'page')
      const wide = await admin.page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)
      assert.ok(!wide, `${section} is wider than the screen`)
      await mustBeAccessible(admin.page)
    }
    await admin.page.getByRole('navigation').getByRole('link', { name: 'Sitzungen' }).click()
    await admin.page.getByRole('button', { name: 'Linus hinausschicken' }).waitFor()
    assert.deepEqual(admin.complaints, [])
  })

  /** Signed in as Ada, at this address. */
  async function entered(path = '/admin', options?: Parameters<TestBrowser['visitor']>[1]): Promise<Visitor> {
    const admin = await browser.visitor('Ada', options)
    await admin.page.goto(server.url + path)
    await signIn(admin.page, 'ada', password)
    const links = admin.page.getByRole('navigation').getByRole('link')
    await links.first().waitFor()
    assert.equal(await links.count(), sections.length)
    return admin
  }

  async function signIn(page: Page, account: string, secret: string): Promise<void> {
    await page.getByRole('textbox').first().fill(account)
    await page.locator('input[type=password]').fill(secret)
    await page.keyboard.press('Enter')
  }

  async function choose(page: Page, room: string, act: string): Promise<void> {
    await page.getByRole('button', { name: `Actions for ${room}` }).click()
    await page.getByRole('menuitem', { name: act }).click()
    await page.getByRole('dialog').getByRole('button', { name: act }).click()
  }

  async function enters(name: string, room: string): Promise<WireClient> {
    const client = await WireClient.open(server.wsUrl)
    await client.hello({ name })
    await client.join(room)
    return client
  }
})
