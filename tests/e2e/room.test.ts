// What the project is for, with real browsers, a real server and real media: people see, hear and write to each other.

import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { openParley, type Parley } from '../parley-process.ts'
import { openBrowser, type TestBrowser, type Visitor } from './browser.ts'

describe('people in a room', () => {
  let parley: Parley
  let browser: TestBrowser
  const people: Visitor[] = []

  before(async () => {
    parley = await openParley()
    browser = await openBrowser()
  })
  after(async () => {
    await browser[Symbol.asyncDispose]()
    await parley[Symbol.asyncDispose]()
  })

  it('two people who join by clicking see and hear each other', async () => {
    for (const name of ['Ada', 'Bob']) people.push(await browser.visitor(name))
    await Promise.all(people.map((person) => person.join(parley.url, 'kitchen')))
    await allPerceiveEachOther(people)
  })

  it('media is encrypted with AES-GCM', async () => {
    for (const { page } of people) {
      const ciphers = await page.evaluate(() => window.peers.srtpCiphers())
      assert.ok(ciphers.length >= 2)
      assert.deepEqual(
        ciphers.filter((cipher) => !cipher.includes('AEAD_AES')),
        [],
      )
    }
  })

  it('four people see and hear each other', async () => {
    for (const name of ['Eve', 'Mia']) people.push(await browser.visitor(name))
    await Promise.all(people.slice(2).map((person) => person.join(parley.url, 'kitchen')))
    await allPerceiveEachOther(people)
  })

  it('what one writes, all read', async () => {
    const [ada, ...others] = people
    await ada?.says('Shall we begin?')
    await Promise.all(others.map((other) => other.reads('Shall we begin?')))
  })

  it('video comes back within 3 s of the death of the media worker, for everybody and by itself', async (test) => {
    const [worker] = (await parley.stats()).workers
    assert.ok(worker?.pid)
    const connections = await Promise.all(people.map((person) => person.connectionCount()))
    const killedAt = performance.now()
    process.kill(worker.pid, 'SIGKILL')
    await Promise.all(people.map((person, index) => person.videoComesBack(people.length - 1, connections[index] ?? 0)))
    const backAfterMs = performance.now() - killedAt
    test.diagnostic(`video was back after ${Math.round(backAfterMs)} ms`)
    assert.ok(backAfterMs <= 3_000, `it took ${Math.round(backAfterMs)} ms`)
    await allPerceiveEachOther(people)
  })

  it('after kill -9 and a restart of the server, people are back by themselves and the chat is still there', async () => {
    await parley.kill('SIGKILL')
    await people[0]?.page.getByText('Reconnecting').first().waitFor()
    await parley.restart()
    await allPerceiveEachOther(people)
    const late = await browser.visitor('Zoe')
    await late.page.goto(`${parley.url}/r/kitchen`)
    await late.page.getByLabel('Your name').fill('Zoe')
    await late.click(/^Join/)
    await late.reads('Shall we begin?')
    await late.click('Leave')
    await people[0]?.tile('Zoe').waitFor({ state: 'detached' })
  })

  it('others see that one has muted and turned the camera off, and that it is on again', async () => {
    const [ada, bob] = people
    assert.ok(ada && bob)
    await ada.click('Mute microphone')
    await bob.tile('Ada').getByText('muted').waitFor()
    await ada.click('Turn camera off')
    await bob.tile('Ada').locator('video').waitFor({ state: 'detached' })
    await ada.click('Turn camera on')
    await bob.seesMoving('Ada')
  })

  it('one who leaves is gone for the others', async () => {
    const mia = people.pop()
    await mia?.click('Leave')
    await mia?.page.getByRole('button', { name: 'Rejoin' }).waitFor()
    await people[0]?.tile('Mia').waitFor({ state: 'detached' })
  })

  it('no page has complained', () => {
    assert.deepEqual(
      people.flatMap(({ complaints }) => complaints),
      [],
    )
  })
})

describe('the door', () => {
  it('tells one with a wrong token that the invitation does not work', async () => {
    await using parley = await openParley({ settings: { 'auth.keys': `dev=${'k'.repeat(32)}` } })
    await using browser = await openBrowser()
    const { page } = await browser.visitor('Ada')
    await page.goto(`${parley.url}/r/kitchen?token=nonsense`)
    await page.getByLabel('Your name').fill('Ada')
    await page.getByRole('button', { name: /^Join/ }).click()
    await page.getByText('This invitation does not work').waitFor()
    assert.doesNotMatch(page.url(), /token/)
  })

  it('tells the third one that a room for two is full', async () => {
    await using parley = await openParley({ settings: { 'rooms.capacity': 2 } })
    await using browser = await openBrowser()
    for (const name of ['Ada', 'Bob']) await (await browser.visitor(name)).join(parley.url, 'kitchen')
    const { page } = await browser.visitor('Eve')
    await page.goto(`${parley.url}/r/kitchen`)
    await page.getByLabel('Your name').fill('Eve')
    await page.getByRole('button', { name: /^Join/ }).click()
    await page.getByText('This room is full').waitFor()
  })
})

/** Everybody sees the picture of everybody else change, decodes their video and hears them. */
async function allPerceiveEachOther(people: readonly Visitor[]): Promise<void> {
  const others = people.length - 1
  await Promise.all(
    people.map(async (person) => {
      for (const other of people) if (other !== person) await person.seesMoving(other.name)
      await person.decodesVideoOf(others)
      await person.hears(others)
    }),
  )
}
