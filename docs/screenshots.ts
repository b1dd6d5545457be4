// Takes the pictures of docs/screenshots/ with a real server and real browsers: `npm run screenshots`.

import { join } from 'node:path'
import { openBrowser, type TestBrowser, type Visitor } from '../tests/e2e/browser.ts'
import { drawnCamera } from '../tests/e2e/scenery.ts'
import { openParley } from '../tests/parley-process.ts'

const folder = join(import.meta.dirname, 'screenshots')
const desktop = { viewport: { width: 1280, height: 800 } }
const phone = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 2,
  isMobile: true,
  hasTouch: true,
}
const people = [
  { name: 'Ada', hue: 210, options: { ...desktop, colorScheme: 'light' } },
  { name: 'Bob', hue: 28, options: { ...phone, colorScheme: 'light' } },
  { name: 'Eve', hue: 150, options: { ...desktop, colorScheme: 'dark' } },
  { name: 'Mia', hue: 320, options: { ...phone, colorScheme: 'dark' } },
] as const

await using parley = await openParley()
await using browser = await openBrowser()
const visitors = await Promise.all(people.map((person) => comeIn(browser, person)))
await Promise.all(visitors.map((visitor) => visitor.decodesVideoOf(people.length - 1)))
// The notes about who came in have gone by themselves.
await Promise.all(
  visitors.map(({ page }) =>
    page
      .getByText(/ joined$/)
      .first()
      .waitFor({ state: 'hidden' }),
  ),
)
await takeAll('room')
const [ada, bob, eve] = visitors
await ada?.says('Good morning! Shall we begin?')
await eve?.says('One moment, I am fetching coffee')
await bob?.says('The plan is at https://example.org/plan')
await Promise.all(visitors.map((visitor) => visitor.reads('The plan is at')))
await takeAll('chat')

async function comeIn(from: TestBrowser, { name, hue, options }: (typeof people)[number]): Promise<Visitor> {
  const visitor = await from.visitor(name, options)
  await visitor.page.addInitScript(drawnCamera, hue)
  await visitor.page.goto(`${parley.url}/r/kitchen`)
  await visitor.page.getByLabel('Your name').fill(name)
  await visitor.page.locator('video').first().waitFor()
  await visitor.page.screenshot({ path: picture('home', options) })
  await visitor.join(parley.url, 'kitchen')
  return visitor
}

async function takeAll(what: string): Promise<void> {
  for (const [index, { options }] of people.entries()) {
    await visitors[index]?.page.screenshot({ path: picture(what, options) })
  }
}

function picture(what: string, { viewport, colorScheme }: (typeof people)[number]['options']): string {
  return join(folder, `${what}-${viewport.width < 500 ? 'phone' : 'desktop'}-${colorScheme}.png`)
}
