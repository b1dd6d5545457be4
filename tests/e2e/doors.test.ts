// Rooms that do not let everybody in at once, with a real browser: a password, a lobby.

import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { openParley, type Parley } from '../parley-process.ts'
import { WireClient } from '../wire-client.ts'
import { openBrowser, type TestBrowser, type Visitor } from './browser.ts'

describe('the door of a room', () => {
  let server: Parley
  let browser: TestBrowser
  let owner: WireClient
  before(async () => {
    server = await openParley({ settings: {} })
    browser = await openBrowser()
    owner = await WireClient.open(server.wsUrl)
    await owner.hello({ name: 'Owner' })
  })
  after(async () => {
    await owner[Symbol.asyncDispose]()
    await browser[Symbol.asyncDispose]()
    await server[Symbol.asyncDispose]()
  })

  it('asks for a password until it is the right one', async () => {
    await owner.call('room.create', { room: 'cellar', password: 'secret' })
    const ada = await browser.visitor('Ada')
    await comesTo(ada, 'cellar')
    await ada.page.getByLabel('Password of the room').waitFor()
    await ada.page.getByRole('button', { name: /^Join/ }).click()
    await ada.page.getByText('This room has a password').waitFor()
    await ada.page.getByLabel('Password of the room').fill('wrong')
    await ada.page.keyboard.press('Enter')
    await hears(ada, 'This is not the password')
    await ada.page.getByLabel('Password').fill('secret')
    await ada.page.keyboard.press('Enter')
    await ada.tile('Ada (you)').waitFor()
    assert.deepEqual(ada.complaints, [])
  })

  it('keeps people waiting until somebody lets them in', async () => {
    const room = 'attic'
    await owner.call('room.create', { room, settings: { lobby: true, title: 'The attic', audioOnly: true } })
    await owner.join(room)
    const bob = await browser.visitor('Bob')
    await comesTo(bob, room)
    await bob.page.getByRole('button', { name: /^Join/ }).click()
    await bob.page.getByRole('heading', { name: /You are at the door of .*The attic/ }).waitFor()
    const { waiting } = await owner.heard('room.lobbyChanged', (told) => told.waiting.length > 0)
    await owner.call('lobby.admit', { room, waiting: waiting.map(({ id }) => id) })
    await bob.tile('Bob (you)').waitFor()
    await bob.page.getByText('Voices only: this room has no cameras').waitFor()
    await bob.page.getByRole('button', { name: 'Dismiss' }).click()
    await bob.page.getByText('Voices only: this room has no cameras').waitFor({ state: 'detached' })
    assert.deepEqual(bob.complaints, [])
  })

  it('whoever stands in the lobby again after a restart of the server is inside again when somebody lets them in', async () => {
    const room = 'loft'
    await using keeper = await WireClient.open(server.wsUrl)
    const { guest = '' } = await keeper.hello({ name: 'Olga' })
    await keeper.call('room.create', { room, settings: { lobby: true } })
    await keeper.join(room)
    const cleo = await browser.visitor('Cleo')
    await comesTo(cleo, room)
    await cleo.page.getByRole('button', { name: /^Join/ }).click()
    const { waiting } = await keeper.heard('room.lobbyChanged', (told) => told.waiting.length > 0)
    await keeper.call('lobby.admit', { room, waiting: waiting.map(({ id }) => id) })
    await cleo.tile('Cleo (you)').waitFor()
    await server.kill('SIGKILL')
    await server.restart()
    await hears(cleo, 'You are at the door')
    await using again = await WireClient.open(server.wsUrl)
    await again.hello({ name: 'Olga', guest })
    const { lobby = [] } = await again.join(room)
    await again.call('lobby.admit', { room, waiting: lobby.map(({ id }) => id) })
    await cleo.tile('Cleo (you)').waitFor()
    await cleo.tile('Olga').waitFor()
    await cleo.says('I am back')
    assert.deepEqual(cleo.complaints, [])
  })

  async function comesTo({ name, page }: Visitor, room: string): Promise<void> {
    await page.goto(`${server.url}/r/${room}`)
    await page.getByLabel('Your name').fill(name)
  }

  async function hears({ page }: Visitor, words: string): Promise<void> {
    await page.getByRole('status').filter({ hasText: words }).waitFor()
  }
})
