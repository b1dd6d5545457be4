// Takes the pictures of docs/screenshots/ with a real server and real browsers: `npm run screenshots`; with names of scenes
// behind it (`-- chat admin`), only those.

/// <reference lib="dom" />

import assert from 'node:assert/strict'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { openBrowser, type Visitor } from '../tests/e2e/browser.ts'
import { drawnCamera } from '../tests/e2e/scenery.ts'
import { openParley, runParley } from '../tests/parley-process.ts'
import { WireClient } from '../tests/wire-client.ts'
import { type Actors, cast, openActors } from './scenes/actors.ts'
import { shrink } from './scenes/shrink.ts'

const folder = join(import.meta.dirname, 'screenshots')
const password = 'a long password'
const desktop = { viewport: { width: 1280, height: 800 } }
const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true }
const looks = [
  { name: 'desktop-light', options: { ...desktop, colorScheme: 'light' } },
  { name: 'desktop-dark', options: { ...desktop, colorScheme: 'dark' } },
  { name: 'phone-light', options: { ...phone, colorScheme: 'light' } },
  { name: 'phone-dark', options: { ...phone, colorScheme: 'dark' } },
] as const

/** Founded by Ada, who takes the pictures. */
const rooms = {
  studio: { title: 'Studio', topic: 'Quiet until somebody comes', others: 0 },
  kitchen: { title: 'Kitchen', topic: 'Coffee, and whatever comes up', others: 3 },
  'team-morning': { title: 'Team morning', topic: 'Fifteen minutes, every day', others: 8 },
  'all-hands': { title: 'All hands', topic: 'Once a month, everybody', others: 24 },
} as const

/** Each brings the page, in which Ada is signed in, to what its picture shows. */
const scenes: Readonly<Record<string, (ada: Visitor) => Promise<void>>> = {
  async start({ page }) {
    await page.goto(parley.url)
    await page.getByText('Inside: ').first().waitFor()
  },
  async door({ page }) {
    await page.goto(`${parley.url}/r/kitchen`)
    await page.getByRole('button', { name: /^Join/ }).waitFor()
    await moving(page, 1)
  },
  'room-1': (ada) => enter(ada, 'studio', 1),
  'room-4': (ada) => enter(ada, 'kitchen', 4),
  'room-9': (ada) => enter(ada, 'team-morning', 8),
  'room-25': (ada) => enter(ada, 'all-hands', 6),
  async speaker(ada) {
    await enter(ada, 'team-morning', 8)
    await choose(ada, 'menuitemcheckbox', 'Speaker view')
    await moving(ada.page, 3)
  },
  async chat(ada) {
    await enter(ada, 'kitchen', 4)
    await ada.reads('The plan is at')
  },
  async people(ada) {
    await enter(ada, 'team-morning', 8)
    await ada.click(/^Show people/)
    await ada.page.getByRole('complementary', { name: /^People/ }).waitFor()
  },
  async quality(ada) {
    await enter(ada, 'kitchen', 4)
    await choose(ada, 'menuitem', 'Connection quality')
    await ada.page.getByRole('figure', { name: 'Bitrate' }).waitFor()
    await ada.page.waitForTimeout(8_000) // a line of some length
  },
  async settings(ada) {
    await enter(ada, 'kitchen', 4)
    await choose(ada, 'menuitem', 'Room settings')
    await ada.page.getByRole('dialog', { name: 'Room settings' }).waitFor()
  },
  async admin({ page }) {
    await page.goto(`${parley.url}/admin`)
    await page.getByRole('navigation').getByRole('link').first().waitFor()
    await page.waitForTimeout(12_000) // plots of some length
  },
}

await using browser = await openBrowser()
await using actors: Actors = await openActors(browser, () => parley.wsUrl)
await using parley = await openParley({ settings: { 'http.allowedOrigins': [actors.origin] } })
/** Without a content security policy, to work in. */
const workshop = await browser.page()
const wished = process.argv.slice(2)
for (const name of wished) assert.ok(name in scenes, `there is no scene ${name}: ${Object.keys(scenes).join(', ')}`)
await foundRooms()
await mkdir(folder, { recursive: true })
for (const { name: look, options } of looks) {
  const ada = await browser.visitor('Ada', options)
  await ada.page.addInitScript(drawnCamera, 210)
  await signIn(ada.page)
  for (const [name, show] of Object.entries(scenes)) {
    if (wished.length > 0 && !wished.includes(name)) continue
    await show(ada)
    await settle(ada.page)
    const png = await shrink(workshop, await ada.page.screenshot())
    await writeFile(join(folder, `${name}-${look}.png`), png)
    process.stdout.write(`${name}-${look}.png ${Math.round(png.length / 1024)} KB\n`)
    await ada.page.goto('about:blank') // leaves the room
    await ada.page.goto(parley.url)
    await ada.page.evaluate(() => localStorage.removeItem('parley.viewMode')) // the next one begins with the grid
  }
  await ada.page.context().close()
}

/** Ada's account runs the server; her rooms are listed, and the others are in them. */
async function foundRooms(): Promise<void> {
  const { stdout } = await runParley(['invite', '--admin', '--store', parley.storeUrl, '--url', parley.url])
  await using client = await WireClient.open(parley.wsUrl)
  const invitation = stdout.trim().split('#invite=')[1] ?? ''
  const { token } = await client.call('account.create', { invitation, account: 'ada', password, name: 'Ada' })
  await client.hello({ token })
  for (const [room, { title, topic, others }] of Object.entries(rooms)) {
    await client.call('room.create', { room, settings: { title, topic, listed: true } })
    await actors.enter(room, cast(others))
  }
  await actors.say('kitchen', 'Bob', 'Good morning! Shall we begin?')
  await actors.say('kitchen', 'Cleo', 'One moment, I am fetching coffee')
  await actors.say('kitchen', 'Bob', 'The plan is at https://example.org/plan')
  await actors.raiseHand('team-morning', 'Eve')
}

async function signIn(page: Page): Promise<void> {
  await page.goto(`${parley.url}/admin`)
  await page.getByRole('textbox').first().fill('ada')
  await page.locator('input[type=password]').fill(password)
  await page.keyboard.press('Enter')
  await page.getByRole('navigation').getByRole('link').first().waitFor()
}

/** @param pictures how many must move before it looks as it should */
async function enter({ page }: Visitor, room: keyof typeof rooms, pictures: number): Promise<void> {
  await page.goto(`${parley.url}/r/${room}`)
  await page.getByRole('button', { name: /^Join/ }).click()
  await page.getByRole('button', { name: 'Leave' }).waitFor()
  await moving(page, pictures)
}

async function choose({ page }: Visitor, role: 'menuitem' | 'menuitemcheckbox', name: string): Promise<void> {
  await page.getByRole('button', { name: 'More', exact: true }).click()
  await page.getByRole(role, { name }).click()
}

async function moving(page: Page, count: number): Promise<void> {
  await page.waitForFunction(
    (wanted) => [...document.querySelectorAll('video')].filter((video) => video.currentTime > 0.5).length >= wanted,
    count,
    { timeout: 60_000 },
  )
}

/** The notes about who came in have gone by themselves, and nothing is pointed at. */
async function settle(page: Page): Promise<void> {
  await page.mouse.move(0, 0)
  await page.waitForTimeout(1_500)
  await page
    .getByText(/ (joined|left)$/)
    .first()
    .waitFor({ state: 'hidden' })
}
