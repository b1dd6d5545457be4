// How soon a person who comes for the first time can join, and is inside after the click. `npm run bench:first-join`

import { openBrowser } from '../tests/e2e/browser.ts'
import { openParley } from '../tests/parley-process.ts'
import { endWhenAsked, endWithUs } from './ending.ts'
import { figure, loadNow, quantile, type Result, readFlags, report, say } from './results.ts'

const goalMs = 1_000
/** The start page, and the door of a room. */
const pages = { start: '/', door: '/r/kitchen' } as const

const flags = readFlags(process.argv.slice(2))
endWhenAsked()
const visits = flags.quick ? 5 : 20
const usable: Record<keyof typeof pages, number[]> = { start: [], door: [] }
const inside: number[] = []
await using browser = await openBrowser()
await using server = await openParley()
endWithUs(server.pid)
for (let visit = 1; visit <= visits; visit++) {
  usable.start.push(await untilUsable('start'))
  const [usableMs, insideMs] = await untilInside()
  usable.door.push(usableMs)
  inside.push(insideMs)
  say(
    `first-join ${visit}/${visits}: start ${usable.start.at(-1)} ms, door ${usableMs} ms, inside ${insideMs} ms | ${loadNow()}`,
  )
}
await report(results(), flags)

/** From the beginning of the navigation of a fresh profile, whose cache is empty. */
async function untilUsable(page: keyof typeof pages): Promise<number> {
  await using visitor = await comes(page)
  return visitor.usableMs
}

async function untilInside(): Promise<[number, number]> {
  await using visitor = await comes('door')
  await visitor.page.getByLabel('Your name').fill('Ada')
  const clickedAt = Date.now()
  await visitor.page.getByRole('button', { name: /^Join/ }).click()
  await visitor.page.getByRole('figure', { name: 'Ada (you)' }).waitFor()
  return [visitor.usableMs, Date.now() - clickedAt]
}

async function comes(page: keyof typeof pages) {
  const visitor = await browser.visitor('Ada')
  const from = Date.now()
  await visitor.page.goto(server.url + pages[page], { waitUntil: 'commit' })
  await visitor.page.getByRole('button', { name: /^Join/, disabled: false }).first().waitFor()
  const usableMs = Date.now() - from
  return { page: visitor.page, usableMs, [Symbol.asyncDispose]: () => visitor.page.context().close() }
}

function results(): Result[] {
  const p95 = (name: string, values: readonly number[]) => ({
    ...figure(name, [quantile(values, 0.95)], 'ms', { goal: goalMs }),
    runs: values.length,
  })
  return [
    p95('firstJoin.usable.start', usable.start),
    p95('firstJoin.usable.door', usable.door),
    { ...figure('firstJoin.inside', [quantile(inside, 0.5)], 'ms'), runs: inside.length },
  ]
}
