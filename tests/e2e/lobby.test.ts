// Outside the rooms, in a browser: the start page with its rooms, making one, the door, the device check, the language.

import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import type { Locator } from 'playwright-core'
import { openParley, type Parley } from '../parley-process.ts'
import { WireClient } from '../wire-client.ts'
import { mustBeAccessible } from './axe.ts'
import { openBrowser, type TestBrowser, type Visitor } from './browser.ts'

const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true }

describe('outside the rooms', () => {
  let server: Parley
  let browser: TestBrowser
  let owner: WireClient
  let ada: Visitor
  before(async () => {
    server = await openParley()
    browser = await openBrowser()
    owner = await WireClient.open(server.wsUrl)
    await owner.hello({ name: 'Grace' })
  })
  beforeEach(async () => {
    ada = await browser.visitor('Ada')
  })
  after(async () => {
    await owner[Symbol.asyncDispose]()
    await browser[Symbol.asyncDispose]()
    await server[Symbol.asyncDispose]()
  })

  const card = (title: string): Locator => ada.page.getByRole('link', { name: title })
  const button = (name: string | RegExp): Locator => ada.page.getByRole('button', { name })
  const openStart = () => ada.page.goto(server.url)
  const calm = () => assert.deepEqual(ada.complaints, [])

  it('one may join within a second of coming', async (test) => {
    await openStart() // browsers have most of it from the last time
    const tookMs: number[] = []
    for (const path of ['/', '/r/kitchen', '/', '/r/kitchen']) {
      const page = await ada.page.context().newPage()
      const from = performance.now()
      await page.goto(server.url + path, { waitUntil: 'commit' })
      await page.getByRole('button', { name: /^Join/ }).click({ trial: true })
      tookMs.push(Math.round(performance.now() - from))
      await page.close()
    }
    test.diagnostic(`enabled after ${tookMs.join(', ')} ms`)
    assert.ok(Math.min(...tookMs) <= 1_000, `it took ${tookMs} ms`)
  })

  it('a public room shows who is inside, as they come and go, and leads to its door', async () => {
    const room = 'terrace'
    await owner.call('room.create', { room, settings: { title: 'Terrace', topic: 'Sun and shade', listed: true } })
    await openStart()
    await card('Terrace').getByText('Nobody inside').waitFor()
    await owner.join(room)
    await card('Terrace').getByText('Inside: Grace').waitFor()
    await mustBeAccessible(ada.page)
    await card('Terrace').click()
    await ada.page.getByRole('heading', { name: 'Terrace', level: 1 }).waitFor()
    await ada.page.getByText('Sun and shade').waitFor()
    await ada.page.getByText('Grace is inside.').waitFor()
    await mustBeAccessible(ada.page)
    await ada.page.getByLabel('Your name').fill('Ada')
    await button('Join Terrace').click()
    await ada.tile('Grace').waitFor()
    await owner.call('room.leave', { room })
    await ada.page.goBack()
    await ada.page.getByRole('heading', { name: 'You left Terrace' }).waitFor()
    await ada.page.getByRole('link', { name: 'Parley, start page' }).click()
    await card('Terrace').getByText('Nobody inside').waitFor()
    calm()
  })

  it('the names of those inside a room with a password stay inside', async () => {
    const room = 'vault'
    await owner.call('room.create', { room, settings: { title: 'Vault', listed: true }, password: 'secret' })
    await owner.join(room)
    await openStart()
    await card('Vault').getByText('1 person inside').waitFor()
    await card('Vault').click()
    await ada.page.getByText('1 person is inside.').waitFor()
    await ada.page.getByLabel('Your name').fill('Ada')
    await ada.page.getByLabel('Password of the room').fill('secret')
    await mustBeAccessible(ada.page)
    await ada.page.keyboard.press('Enter')
    await ada.tile('Grace').waitFor()
    await owner.call('room.leave', { room })
    calm()
  })

  it('a name or a pasted link leads to the door, and what leads nowhere is said', async () => {
    await openStart()
    const field = ada.page.getByLabel('Room name or link')
    await field.press('Enter')
    await ada.page.getByText('Type the name of a room, or paste its link').waitFor()
    await field.fill('https://other.example/r/kitchen')
    await field.press('Enter')
    await ada.page.getByText('This link belongs to another server, other.example').waitFor()
    await field.fill(`${server.url}/r/Caf%C3%A9?from=mail`)
    await field.press('Enter')
    await ada.page.getByRole('heading', { name: 'Café', level: 1 }).waitFor()
    await ada.page.getByText('Nobody has been here yet').waitFor()
    await ada.page.goBack()
    await field.fill('kitchen')
    await button('Join').click()
    await button('Join kitchen').waitFor()
    assert.equal(new URL(ada.page.url()).pathname, '/r/kitchen')
    calm()
  })

  it('a room is created with its settings, by keyboard alone, and is then mine', async () => {
    await openStart()
    await button('Create room').focus()
    await ada.page.keyboard.press('Enter')
    const dialog = ada.page.getByRole('dialog', { name: 'Create a room' })
    const name = dialog.getByLabel('Name of the room')
    await name.waitFor()
    assert.match(await name.inputValue(), /^[a-z]{4}-[a-z]{4}-[a-z]{4}$/)
    await ada.page.keyboard.type('Reading circle')
    await dialog.getByRole('button', { name: 'More settings' }).focus()
    await ada.page.keyboard.press('Space')
    await dialog.getByRole('textbox', { name: 'Title' }).focus()
    await ada.page.keyboard.type('Our reading circle')
    await ada.page.keyboard.press('Tab')
    await ada.page.keyboard.type('Chapter four')
    await ada.page.keyboard.press('Tab')
    await ada.page.keyboard.type('page 4')
    for (const label of ['Public', 'Voices only', 'Guests']) {
      await dialog.getByRole('switch', { name: label }).focus()
      await ada.page.keyboard.press('Space')
    }
    await mustBeAccessible(ada.page)
    await name.press('Enter')
    await ada.page.getByRole('heading', { name: 'Our reading circle' }).waitFor()
    await ada.page.getByText('no pictures').waitFor()
    const { settings, hasPassword } = await owner.call('room.get', { room: 'Reading circle' })
    const { listed, audioOnly, guests, lobby, moderated, topic } = settings
    assert.deepEqual(
      { listed, audioOnly, guests, lobby, moderated, topic, hasPassword },
      {
        listed: true,
        audioOnly: true,
        guests: false,
        lobby: false,
        moderated: false,
        topic: 'Chapter four',
        hasPassword: true,
      },
    )
    await ada.page.getByRole('link', { name: 'Parley, start page' }).click()
    await ada.page.getByRole('region', { name: 'My rooms' }).getByRole('link', { name: 'Our reading circle' }).waitFor()
    calm()
  })

  it('a name that is taken is said, and another one is suggested', async () => {
    await owner.call('room.create', { room: 'cellar' })
    await openStart()
    await button('Create room').click()
    const dialog = ada.page.getByRole('dialog', { name: 'Create a room' })
    await dialog.getByLabel('Name of the room').fill('cellar')
    await dialog.getByRole('button', { name: 'Create room' }).click()
    await dialog.getByText('There is a room of this name already').waitFor()
    await dialog.getByRole('button', { name: 'Suggest another name' }).click()
    await dialog.getByText('There is a room of this name already').waitFor({ state: 'detached' })
    await ada.page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    calm()
  })

  it('of many rooms one finds some by their words, and reads on where a page ends', async () => {
    const numbers = Array.from({ length: 60 }, (_, at) => String(at).padStart(2, '0'))
    const settings = { listed: true }
    for (const number of numbers) {
      const topic = number === '42' ? 'The answer' : ''
      await owner.call('room.create', { room: `hall ${number}`, settings: { ...settings, topic } })
    }
    await openStart()
    const halls = ada.page.getByRole('link', { name: /^hall/ })
    await button('Show more rooms').click()
    await card('hall 59').waitFor()
    assert.equal(await halls.count(), 60)
    await ada.page.getByRole('searchbox', { name: 'Search rooms' }).fill('ANSWER')
    await card('hall 41').waitFor({ state: 'detached' })
    assert.deepEqual(await halls.count(), 1)
    await ada.page.getByRole('searchbox', { name: 'Search rooms' }).fill('nowhere to be found')
    await ada.page.getByText('No room has “nowhere to be found”').waitFor()
    await ada.page.getByRole('searchbox', { name: 'Search rooms' }).fill('')
    await card('hall 00').waitFor()
    calm()
  })

  it('the speaker test plays a sound through the chosen output', async () => {
    await ada.page.addInitScript(() => {
      const outputs: string[] = []
      Object.assign(window, { outputs })
      const play = HTMLMediaElement.prototype.play
      HTMLMediaElement.prototype.play = function (this: HTMLMediaElement) {
        if (this instanceof HTMLAudioElement) outputs.push(this.sinkId)
        return play.call(this)
      }
    })
    const outputs = () => ada.page.evaluate(() => ('outputs' in window ? window.outputs : undefined))
    await ada.page.goto(`${server.url}/r/studio`)
    await button('Test speaker').click()
    await button('Do you hear it?').waitFor()
    await button('Test speaker').waitFor()
    assert.deepEqual(await outputs(), [''])
    const choice = ada.page.getByRole('combobox', { name: 'Speaker' })
    const [chosen] = await choice.selectOption({ index: 1 })
    assert.ok(chosen)
    await button('Test speaker').click()
    await ada.page.waitForFunction(
      () => 'outputs' in window && Array.isArray(window.outputs) && window.outputs.length === 2,
    )
    assert.deepEqual(await outputs(), ['', chosen])
    await ada.page.reload()
    await ada.page.getByRole('combobox', { name: 'Speaker' }).waitFor()
    assert.equal(await ada.page.getByRole('combobox', { name: 'Speaker' }).inputValue(), chosen)
    const bob = await browser.visitor('Bob')
    await Promise.all([ada.join(server.url, 'studio'), bob.join(server.url, 'studio')])
    await ada.hears(1)
    await ada.page.waitForFunction(
      (id) => [...document.querySelectorAll('audio')].some(({ sinkId }) => sinkId === id),
      chosen,
    )
    calm()
  })

  it('one sees that one is heard, is told what to do where the camera is not allowed, and joins without', async () => {
    await ada.page.goto(`${server.url}/r/studio`)
    await ada.page.waitForFunction(
      () => Number(document.querySelector('[role=meter]')?.getAttribute('aria-valuenow') ?? 0) > 0,
    )
    const { page } = await browser.visitor('Bob')
    await page.addInitScript(() => {
      navigator.mediaDevices.getUserMedia = async () => {
        throw new DOMException('', 'NotAllowedError')
      }
    })
    await page.goto(`${server.url}/r/studio`)
    await page.getByText('Your browser does not let Parley use your').first().waitFor()
    await mustBeAccessible(page)
    await page.getByLabel('Your name').fill('Bob')
    await page.getByRole('button', { name: 'Join studio' }).click()
    await page.getByRole('figure', { name: 'Bob (you)' }).waitFor()
    await page.context().close()
    calm()
  })

  it('one sees oneself as in a mirror until one wants otherwise, and it stays so', async () => {
    await ada.page.goto(`${server.url}/r/studio`)
    const turned = () =>
      ada.page.locator('video').evaluate((video) => new DOMMatrix(getComputedStyle(video).transform).a < 0)
    await ada.page.locator('video').waitFor()
    assert.equal(await turned(), true)
    await ada.page.getByRole('switch', { name: 'Mirror my picture' }).press('Space')
    assert.equal(await turned(), false)
    await ada.page.reload()
    await ada.page.locator('video').waitFor()
    assert.equal(await turned(), false)
    calm()
  })

  it('the start page speaks the language that one chooses, and so does the room', async () => {
    await openStart()
    await ada.page.getByRole('combobox', { name: 'Language' }).selectOption('Deutsch')
    await ada.page.getByRole('heading', { name: 'Von Angesicht zu Angesicht' }).waitFor()
    assert.equal(await ada.page.locator('html').getAttribute('lang'), 'de')
    await ada.page.goto(`${server.url}/r/kueche`)
    await button('kueche betreten').waitFor()
    calm()
  })

  it('on a phone nothing is wider than the screen', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const { page } = await browser.visitor('Bob', { ...phone, colorScheme })
      await page.goto(server.url)
      await page.getByRole('link', { name: /^hall 00/ }).waitFor()
      await mustBeAccessible(page)
      const fits = () => page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)
      assert.ok(await fits())
      await page.getByRole('button', { name: 'Create room' }).tap()
      await page.getByRole('button', { name: 'More settings' }).tap()
      await mustBeAccessible(page)
      await page.getByRole('button', { name: 'Cancel' }).last().tap()
      await page.getByRole('link', { name: /^hall 00/ }).tap()
      await page.getByRole('button', { name: 'Join hall 00' }).waitFor()
      assert.ok(await fits())
      await mustBeAccessible(page)
      await page.context().close()
    }
  })

  it('when the server is away the page says so, and finds it again by itself', async () => {
    await openStart()
    await card('hall 00').waitFor()
    await server.kill('SIGKILL')
    await ada.page.getByRole('alert').filter({ hasText: 'What you see here may be out of date' }).waitFor()
    await mustBeAccessible(ada.page)
    await card('hall 00').waitFor()
    await server.restart()
    await ada.page.getByRole('alert').waitFor({ state: 'detached' })
    await card('hall 00').getByText('Nobody inside').waitFor()
    calm()
  })
})
