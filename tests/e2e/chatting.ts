// What people do in the chat of a room, for tests in browsers.

import type { Locator } from 'playwright-core'
import type { Visitor } from './browser.ts'

/** By the link of the room. */
export async function enter(visitor: Visitor, link: string): Promise<void> {
  visitor.page.setDefaultTimeout(10_000)
  await visitor.page.goto(link)
  await visitor.page.getByLabel('Your name').fill(visitor.name)
  await button(visitor, /^Join/).first().click()
  await visitor.tile(`${visitor.name} (you)`).waitFor()
}

export function log({ page }: Visitor): Locator {
  return page.getByRole('log', { name: 'Messages' })
}

export function button({ page }: Visitor, name: string | RegExp): Locator {
  return page.getByRole('button', { name })
}

export function message(visitor: Visitor, text: string): Locator {
  return log(visitor).getByRole('article').filter({ hasText: text })
}

export async function openMenu(visitor: Visitor, text: string): Promise<void> {
  const one = message(visitor, text).last()
  await one.hover()
  await one.getByRole('button', { name: /^Actions/ }).click()
  await visitor.page.getByRole('menu').waitFor()
}

export async function menuItems({ page }: Visitor): Promise<string[]> {
  return await page.getByRole('menu').getByRole('menuitem').allInnerTexts()
}

export async function act(visitor: Visitor, text: string, item: string): Promise<void> {
  await openMenu(visitor, text)
  await visitor.page.getByRole('menuitem', { name: item }).click()
}

export async function closeChat(visitor: Visitor): Promise<void> {
  if (await log(visitor).isVisible()) await button(visitor, 'Close chat').first().click()
}

/** After a reload one is inside again by oneself, or at the door. */
export async function comeBack(visitor: Visitor): Promise<void> {
  const inside = visitor.tile(`${visitor.name} (you)`)
  const join = button(visitor, /^Join/)
  await inside.or(join).first().waitFor()
  if (!(await inside.isVisible())) await join.first().click()
  await inside.waitFor()
}
