// A room in which 5,000 messages are known: the page holds some hundred of them, and scrolls as if it were all.

/// <reference lib="dom" />

import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { openParley, type Parley } from '../parley-process.ts'
import { WireClient } from '../wire-client.ts'
import { openBrowser, type TestBrowser, type Visitor } from './browser.ts'
import { button, enter, log, message } from './chatting.ts'

const count = 5_000
const room = 'archive'

describe('a chat of 5,000 messages', () => {
  let parley: Parley
  let browser: TestBrowser
  let ada: Visitor

  before(async () => {
    parley = await openParley({ settings: { 'session.messageBurst': 10_000 } })
    browser = await openBrowser()
    await using writer = await WireClient.open(parley.wsUrl)
    await writer.hello({ name: 'Ben' })
    await writer.join(room)
    for (let from = 1; from <= count; from += 100)
      await Promise.all(
        Array.from({ length: 100 }, (_, at) =>
          writer.call('chat.send', { room, text: lineOf(from + at), key: crypto.randomUUID() }),
        ),
      )
    ada = await browser.visitor('Ada')
    await enter(ada, `${parley.url}/r/${room}`)
    await ada.openChat()
  })
  after(async () => {
    await browser[Symbol.asyncDispose]()
    await parley[Symbol.asyncDispose]()
  })

  it('the very first is found and shown, with all that came after it', async (test) => {
    await button(ada, 'Search messages').click()
    await ada.page.getByRole('searchbox').fill('headword')
    const found = ada.page.getByRole('list', { name: 'Messages found' }).getByRole('button')
    await found.waitFor()
    const startedAt = performance.now()
    await found.click()
    await message(ada, 'headword').waitFor()
    test.diagnostic(`the way back over ${count} messages took ${Math.round(performance.now() - startedAt)} ms`)
  })

  it('one scrolls from the first to the last, and the page stays small', async (test) => {
    const { frames, slow, longest, most } = await ada.page.evaluate(scrollThrough)
    test.diagnostic(
      `${frames} frames, ${slow} above 50 ms, the longest ${Math.round(longest)} ms, ${most} messages at most`,
    )
    await log(ada).getByText(lineOf(count)).waitFor()
    assert.ok(most <= 300, `${most} messages were in the page`)
    assert.ok(frames > 50)
  })

  it('opens at once although all are known', async (test) => {
    await button(ada, 'Close chat').click()
    const startedAt = performance.now()
    await ada.openChat()
    await log(ada).getByText(lineOf(count)).waitFor()
    test.diagnostic(`it was open after ${Math.round(performance.now() - startedAt)} ms`)
    assert.ok((await log(ada).getByRole('article').count()) <= 300)
  })
})

function lineOf(number: number): string {
  if (number === 1) return 'headword'
  return `line ${number}: ${'some words that make it as long as people write, '.repeat(1 + (number % 3))}and an end`
}

/** From where it stands to the end, faster than anybody reads: one and a half times what is in sight with each frame. */
async function scrollThrough(): Promise<{ frames: number; slow: number; longest: number; most: number }> {
  const element = document.querySelector('[role=log][tabindex]')
  if (element === null) throw new Error('there is no log')
  const took: number[] = []
  let most = 0
  let before = performance.now()
  for (let still = 0; still < 5; ) {
    const { scrollTop } = element
    element.scrollTop += element.clientHeight * 1.5
    await new Promise((resolve) => requestAnimationFrame(resolve))
    const now = performance.now()
    took.push(now - before)
    before = now
    still = element.scrollTop === scrollTop ? still + 1 : 0
    most = Math.max(most, element.querySelectorAll('article').length)
  }
  return { frames: took.length, slow: took.filter((ms) => ms > 50).length, longest: Math.max(...took), most }
}
