// The people of a room in a browser: the list, hands and reactions, the lobby, settings and invitations.

import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { makeToken, openParley, type Parley } from '../parley-process.ts'
import { WireClient } from '../wire-client.ts'
import { mustBeAccessible } from './axe.ts'
import { openBrowser, type TestBrowser, type Visitor } from './browser.ts'

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }

describe('the people of a room', () => {
  const room = 'kitchen'
  let server: Parley
  let browser: TestBrowser
  let ada: Visitor
  let bob: WireClient
  let eve: WireClient
  before(async () => {
    server = await openParley({ settings: {} })
    browser = await openBrowser()
    ada = await browser.visitor('Ada')
    await comesIn(ada, `${server.url}/r/${room}`)
    bob = await WireClient.open(server.wsUrl)
    await bob.hello({ name: 'Bob' })
    await bob.join(room)
    eve = await WireClient.open(server.wsUrl)
    await eve.hello({ name: 'Eve' })
    await eve.join(room)
  })
  after(async () => {
    await bob[Symbol.asyncDispose]()
    await eve[Symbol.asyncDispose]()
    await browser[Symbol.asyncDispose]()
    await server[Symbol.asyncDispose]()
  })

  it('stand in a list, oneself first, then raised hands in their order, then the others by name', async () => {
    await eve.call('room.raiseHand', { room, raised: true })
    await ada.tile('Eve').getByText('hand raised, number 1').waitFor()
    await ada.click(/^Show people/)
    const panel = ada.page.getByRole('complementary', { name: 'People' })
    await panel.getByText('In the room (3)').waitFor()
    await panel.getByText('hand raised, number 1').waitFor()
    assert.match((await panel.getByRole('listitem').allTextContents()).join(' | '), /Ada \(you\).*Eve.*Bob/)
    await mustBeAccessible(ada.page)
    await panel.getByRole('button', { name: 'Lower all hands' }).click()
    await panel.getByText('hand raised').waitFor({ state: 'detached' })
    const told = await eve.heard('participant.moderated', ({ act }) => act === 'lowerHand')
    assert.equal(told.name, 'Ada')
    await panel.getByRole('button', { name: 'Hide people' }).click()
  })

  it('raise a hand by a key, and react over their tiles', async () => {
    await ada.page.keyboard.press('h')
    await ada.tile('Ada (you)').getByText('hand raised, number 1').waitFor()
    await bob.heard('room.participantChanged', ({ participants }) => participants.some((one) => one.handRaisedAt))
    for (let times = 0; times < 2; times++) bob.tell('room.react', { room, reaction: '👏' })
    await ada.tile('Bob').getByText('👏').waitFor()
    await ada.page.getByRole('status').filter({ hasText: 'Bob: applause' }).waitFor({ state: 'attached' })
    await ada.click('React or raise your hand')
    await ada.click('React with a heart')
    await ada.tile('Ada (you)').getByText('❤️').waitFor()
    await bob.heard('room.reaction', ({ reactions }) => reactions.some(({ reaction }) => reaction === '❤️'))
    await mustBeAccessible(ada.page)
    await ada.click('Lower hand')
    await ada.tile('Ada (you)').getByText('hand raised').waitFor({ state: 'detached' })
    await ada.tile('Bob').getByText('👏').waitFor({ state: 'detached' })
  })

  it('are found by name where they are many; what they react stands still for whoever wants no motion', async () => {
    await using crowd = new AsyncDisposableStack()
    for (let number = 1; number <= 12; number++) {
      const one = crowd.use(await WireClient.open(server.wsUrl))
      await one.hello({ name: `Émile ${number}` })
      await one.join(room)
    }
    await ada.page.emulateMedia({ reducedMotion: 'reduce' })
    await ada.click(/^Show people/)
    await ada.page.getByLabel('Find somebody').fill('emile 12')
    const list = ada.page.getByRole('complementary', { name: 'People' }).getByRole('listitem')
    await list.filter({ hasText: 'Émile 12' }).waitFor()
    assert.equal(await list.count(), 1)
    await ada.click('Hide people')
    bob.tell('room.react', { room, reaction: '🎉' })
    const party = ada.tile('Bob').getByText('🎉')
    await party.waitFor()
    assert.equal(await party.evaluate((element) => getComputedStyle(element).animationName), 'none')
    await ada.page.emulateMedia({ reducedMotion: 'no-preference' })
  })

  it('are let in from the lobby, by the notice or in the list', async () => {
    await ada.click('More')
    await ada.page.getByRole('menuitem', { name: 'Room settings' }).click()
    const dialog = ada.page.getByRole('dialog')
    await dialog.getByRole('tab', { name: 'Who comes in' }).click()
    await dialog.getByRole('switch', { name: 'Lobby' }).press('Space')
    await dialog.getByText('Saved').waitFor()
    await ada.page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    const mia = await browser.visitor('Mia', phone)
    await knocks(mia, `${server.url}/r/${room}`)
    await ada.page.getByRole('status').filter({ hasText: 'Mia would like to come in' }).waitFor()
    await ada.page.getByRole('button', { name: /^Show people.*, 1 person is waiting$/ }).waitFor()
    await ada.page.getByRole('button', { name: 'Let in', exact: true }).click()
    await mia.tile('Mia (you)').waitFor()
    const zoe = await browser.visitor('Zoe')
    await knocks(zoe, `${server.url}/r/${room}`)
    await ada.click(/^Show people/)
    await ada.click('Send Zoe away')
    await zoe.page.getByText('You were not let in').waitFor()
    await ada.click('Hide people')
    await mia.click(/^Show people/)
    await mia.page.getByText(/In the room \(\d+\)/).waitFor()
    assert.equal(await mia.page.getByRole('button', { name: /^What to do with Bob/ }).count(), 1)
    await mia.click('What to do with Bob')
    assert.deepEqual(await mia.page.getByRole('menuitem').allTextContents(), ['Pin'])
    await mia.page.keyboard.press('Escape')
    await mustBeAccessible(mia.page)
    assert.deepEqual([...ada.complaints, ...mia.complaints], [])
  })

  it('see what others change: title, topic and who keeps order', async () => {
    await ada.click(/^Show people/)
    await ada.click('What to do with Mia')
    await ada.page.getByRole('menuitem', { name: 'Make moderator' }).click()
    await ada.page.getByRole('button', { name: 'Room settings' }).click()
    const dialog = ada.page.getByRole('dialog')
    await dialog.getByLabel('Title').fill('Kitchen talk')
    await dialog.getByLabel('Topic').fill('Who buys the milk')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await dialog.getByText('Saved').waitFor()
    await mustBeAccessible(ada.page)
    await dialog.getByRole('tab', { name: 'Roles' }).click()
    await dialog.getByLabel('Role of Mia').selectOption('Member')
    await dialog.getByText('Saved').waitFor()
    await mustBeAccessible(ada.page)
    await ada.page.keyboard.press('Escape')
    await ada.page.getByRole('heading', { name: 'Kitchen talk' }).waitFor({ state: 'attached' })
    assert.match(await ada.page.title(), /Kitchen talk/)
    await ada.page.getByText('Who buys the milk').waitFor()
    await bob.heard('room.changed', ({ settings }) => settings.title === 'Kitchen talk')
  })

  it('come by invitations that moderators make and revoke', async () => {
    await ada.click('Invite people')
    const dialog = ada.page.getByRole('dialog', { name: 'Invite people' })
    await dialog.getByLabel('They come in').selectOption('as a moderator')
    await dialog.getByRole('button', { name: 'Make link' }).click()
    const link = await dialog.getByLabel('Link of the invitation').inputValue()
    assert.match(link, /\/r\/kitchen#invite=.+/)
    await mustBeAccessible(ada.page)
    const kim = await browser.visitor('Kim')
    await comesIn(kim, link) // past the lobby
    await dialog.getByRole('button', { name: 'Make link' }).click()
    await dialog.getByRole('button', { name: /^Revoke: One more person/ }).click()
    await dialog.getByText('There are no open invitations.').waitFor()
    await ada.page.keyboard.press('Escape')
  })

  it('go when the room is deleted, which needs its name', async () => {
    await ada.page.getByRole('button', { name: 'Room settings' }).click()
    const dialog = ada.page.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Delete room…' }).click()
    const confirm = dialog.getByRole('button', { name: 'Delete for good' })
    assert.ok(await confirm.isDisabled())
    await dialog.getByLabel(/^Type “kitchen”/).fill('kitchen')
    await confirm.click()
    await ada.page.getByText('This room has ended').waitFor()
    assert.equal((await bob.heard('room.left')).reason, 'closed')
  })
})

it('where the server wants tokens, Invite makes an invitation that opens the door', async () => {
  const key = `dev=${'k'.repeat(40)}`
  await using server = await openParley({ settings: { 'auth.keys': key } })
  await using browser = await openBrowser()
  const token = await makeToken(key, '--person', 'ada', '--name', 'Ada', '--create')
  const ada = await browser.visitor('Ada')
  await comesIn(ada, `${server.url}/r/kitchen#token=${token}`)
  await ada.page
    .getByRole('button', { name: /^Copy link to this room/ })
    .first()
    .click()
  const dialog = ada.page.getByRole('dialog', { name: 'Invite people' })
  await dialog.getByText('opens no door').waitFor()
  await dialog.getByRole('button', { name: 'Make link' }).click()
  const link = await dialog.getByLabel('Link of the invitation').inputValue()
  const bob = await browser.visitor('Bob')
  await comesIn(bob, link)
  await ada.page.keyboard.press('Escape')
  await ada.tile('Bob').waitFor()
})

async function knocks({ name, page }: Visitor, url: string): Promise<void> {
  await page.goto(url)
  const field = page.getByLabel('Your name')
  if (await field.isEditable()) await field.fill(name)
  await page.getByRole('button', { name: /^Join/ }).click()
}

async function comesIn(visitor: Visitor, url: string): Promise<void> {
  await knocks(visitor, url)
  await visitor.tile(`${visitor.name} (you)`).waitFor()
}
