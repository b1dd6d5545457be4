// Asks axe-core what is wrong with a page for people who cannot see it, or use no mouse.

/// <reference lib="dom" />

import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import type { AxeResults, Result } from 'axe-core'
import type { Page } from 'playwright-core'

declare global {
  interface Window {
    /** Of axe-core, once its source has run in the page. */
    axe?: { run(context: Document | string, options: object): Promise<AxeResults> }
  }
}

/** WCAG 2.2 A and AA, and what axe-core itself holds for good practice. */
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/**
 * Fails with a readable list where axe-core finds something serious or critical.
 * @param context a CSS selector of the part to look at; without one it is the whole page
 */
export async function mustBeAccessible(page: Page, context?: string): Promise<void> {
  const found = await findings(page, context)
  assert.equal(found.map(describe).join('\n\n'), '', 'the page is not accessible')
}

/** The serious and critical findings. */
export async function findings(page: Page, context?: string): Promise<readonly Result[]> {
  // By the debugger, past the content security policy, which stops script elements only.
  if (!(await page.evaluate(() => window.axe !== undefined))) await page.evaluate(await source())
  const { violations } = await page.evaluate(
    async ([selector, only]) => {
      if (window.axe === undefined) throw new Error('axe-core is not in the page')
      // What fades or slides in has no final colours yet.
      const passing = document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity)
      await Promise.all(passing.map((animation) => animation.finished.catch(() => undefined)))
      return await window.axe.run(selector ?? document, { runOnly: only, resultTypes: ['violations'] })
    },
    [context, tags] as const,
  )
  return violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
}

async function source(): Promise<string> {
  return await readFile(new URL(import.meta.resolve('axe-core/axe.min.js')), 'utf8')
}

function describe({ id, impact, help, nodes }: Result): string {
  const places = nodes.map(({ html, failureSummary }) => `  ${html}\n    ${failureSummary?.replaceAll('\n', '\n    ')}`)
  return [`${impact}: ${help} (${id})`, ...places].join('\n')
}
