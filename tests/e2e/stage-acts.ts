// What one does on the stage of the web app, and how it looks then.

/// <reference lib="dom" />

import assert from 'node:assert/strict'
import type { Locator } from 'playwright-core'
import type { Visitor } from './browser.ts'
import { until } from './sdk-page.ts'

/** By the link of the room. */
export async function enter({ name, page }: Visitor, link: string): Promise<void> {
  await page.goto(link)
  await page.getByLabel('Your name').fill(name)
  await page.getByRole('button', { name: /^Join/ }).click()
  await page.getByRole('figure', { name: `${name} (you)`, exact: true }).waitFor()
}

export function tileNames({ page }: Visitor): Promise<string[]> {
  return page.getByRole('figure').evaluateAll((tiles) => tiles.map((tile) => tile.getAttribute('aria-label') ?? ''))
}

export async function tilesBecome(visitor: Visitor, count: number): Promise<void> {
  await visitor.page.waitForFunction((wanted) => document.querySelectorAll('main figure').length === wanted, count)
}

/** So many videos advance, and no more. */
export async function subscribedTo({ page }: Visitor, count: number): Promise<void> {
  const advancing = () =>
    page.evaluate(async (durationMs) => {
      const before = new Map((await window.peers.inboundVideo()).map(({ id, framesDecoded }) => [id, framesDecoded]))
      await new Promise((resolve) => setTimeout(resolve, durationMs))
      const now = await window.peers.inboundVideo()
      return now.filter(({ id, framesDecoded }) => framesDecoded > (before.get(id) ?? 0)).length
    }, 1_000)
  await until(`${count} videos that advance`, async () => (await advancing()) === count)
}

/** As a finger does it; Playwright has no swipe of its own. */
export async function swipeLeft({ page }: Visitor): Promise<void> {
  const debug = await page.context().newCDPSession(page)
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', x: number) =>
    debug.send('Input.dispatchTouchEvent', { type, touchPoints: type === 'touchEnd' ? [] : [{ x, y: 300 }] })
  await touch('touchStart', 320)
  for (const x of [260, 200, 140, 80]) await touch('touchMove', x)
  await touch('touchEnd', 80)
}

export async function choose({ page }: Visitor, role: 'menuitem' | 'menuitemcheckbox', name: string): Promise<void> {
  await page.getByRole('button', { name: 'More', exact: true }).click()
  await page.getByRole(role, { name }).click()
  await page.getByRole('menu').waitFor({ state: 'detached' })
}

export async function isLarge({ page }: Visitor, name: string): Promise<void> {
  await page.getByRole('region', { name: 'Large' }).getByRole('figure', { name, exact: true }).waitFor()
}

export async function nothingIsLarge({ page }: Visitor): Promise<void> {
  await page.getByRole('region', { name: 'Large' }).waitFor({ state: 'detached' })
}

/** Where the small picture of oneself stands, within the main part of the page. */
export async function cornerBecomes({ page }: Visitor, side: 'left' | 'right', edge: 'top' | 'bottom'): Promise<void> {
  await page.waitForFunction(
    ([wantedSide, wantedEdge]) => {
      const box = document.querySelector('[role=group][data-corner]')?.getBoundingClientRect()
      const stage = document.querySelector('main')?.getBoundingClientRect()
      if (!box || !stage) return false
      const isLeft = box.x + box.width / 2 < stage.x + stage.width / 2
      const isTop = box.y + box.height / 2 < stage.y + stage.height / 2
      return isLeft === (wantedSide === 'left') && isTop === (wantedEdge === 'top')
    },
    [side, edge] as const,
  )
}

export async function drag({ page }: Visitor, what: Locator, to: { x: number; y: number }): Promise<void> {
  const box = await what.boundingBox()
  assert.ok(box)
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
  await page.mouse.down()
  await page.mouse.move(to.x, to.y, { steps: 5 })
  await page.mouse.up()
}

/** The filter over the picture of this person. */
export async function look(visitor: Visitor, name: string): Promise<string> {
  return await visitor
    .tile(name)
    .locator('video')
    .evaluate((video) => getComputedStyle(video).filter)
}
