// Those who play the others in the pictures: one page that is many people at once, each with a drawn camera.

/// <reference lib="dom" />

import type { Page } from 'playwright-core'
import type { TestBrowser } from '../../tests/e2e/browser.ts'
import { drawnCamera } from '../../tests/e2e/scenery.ts'
import { openSdkPages, type SdkPages } from '../../tests/e2e/sdk-page.ts'

export interface Actor {
  readonly name: string
  /** Of what is drawn, degrees. */
  readonly hue: number
  readonly camera: boolean
}

export interface Actors extends AsyncDisposable {
  /** To be allowed by the server. */
  readonly origin: string
  /** They come into the room, one after the other, and stay. */
  enter(room: string, actors: readonly Actor[]): Promise<void>
  say(room: string, name: string, text: string): Promise<void>
  raiseHand(room: string, name: string): Promise<void>
}

const names =
  'Bob,Cleo,Dan,Eve,Finn,Greta,Hugo,Ida,Jan,Kim,Lea,Max,Mia,Ned,Ola,Pia,Quin,Rosa,Sam,Tom,Uma,Vera,Wim,Zoe'.split(',')

/** The first so many; every sixth has no camera. */
export function cast(count: number): readonly Actor[] {
  return names.slice(0, count).map((name, at) => ({ name, hue: (28 + at * 67) % 360, camera: at % 6 !== 4 }))
}

/** @param wsUrl where the server listens, once it does */
export async function openActors(browser: TestBrowser, wsUrl: () => string): Promise<Actors> {
  const pages: SdkPages = await openSdkPages()
  let page: Page | undefined
  const stage = async () => {
    if (page !== undefined) return page
    page = await browser.page()
    await page.addInitScript(drawnCamera, 0)
    await page.goto(pages.origin)
    await page.evaluate(() => Object.assign(window, { actors: new Map() }))
    return page
  }
  return {
    origin: pages.origin,
    async enter(room, actors) {
      for (const actor of actors) await (await stage()).evaluate(play, { ...actor, room, url: wsUrl() })
    },
    async say(room, name, text) {
      await (await stage()).evaluate(async ([key, words]) => void (await window.actors.get(key)?.send(words)), [
        `${room}/${name}`,
        text,
      ] as const)
    },
    async raiseHand(room, name) {
      await (await stage()).evaluate(async (key) => await window.actors.get(key)?.raiseHand(), `${room}/${name}`)
    },
    [Symbol.asyncDispose]: () => pages[Symbol.asyncDispose](),
  }
}

declare global {
  interface Window {
    /** In their rooms, by `room/name`. */
    actors: Map<string, import('@parley/client').Room>
  }
}

/** In the page: comes in and lets itself be filmed, as little as two cores can do for many. */
async function play({ url, room, name, hue, camera }: Actor & { url: string; room: string }): Promise<void> {
  const parley = await window.parleySdk.connect(url, { name })
  const joined = await parley.join(room)
  window.actors.set(`${room}/${name}`, joined)
  if (camera) await joined.publish(window.film(hue, 480, 4), { source: 'camera', simulcast: false })
}
