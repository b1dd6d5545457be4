// The part of a long history that is in the page.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  cutWindow,
  earlierWindow,
  laterWindow,
  type MessageWindow,
  messagesIn,
  newestWindow,
  windowAround,
} from './message-window.ts'

const messages = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, at) => ({
    id: from + at,
    person: 'ada',
    name: 'Ada',
    text: 'x',
    sentAt: '2026-01-01T00:00:00Z',
  }))
const all = messages(1, 1000)
const ends = (window: MessageWindow, list = all) => {
  const shown = messagesIn(list, window)
  return [shown[0]?.id, shown.at(-1)?.id]
}

test('it begins with the newest, and new ones are in it', () => {
  const window = newestWindow(all)
  assert.deepEqual(ends(window), [901, 1000])
  assert.deepEqual(ends(window, messages(1, 1003)), [901, 1003])
  assert.deepEqual(ends(newestWindow(messages(1, 7)), messages(1, 7)), [1, 7])
  assert.deepEqual(ends(newestWindow([]), []), [undefined, undefined])
})

test('it follows the reader up and down, and stays small', () => {
  let window = newestWindow(all)
  for (let times = 0; times < 5; times++) window = earlierWindow(all, window)
  assert.deepEqual(ends(window), [651, 950])
  for (let times = 0; times < 14; times++) window = earlierWindow(all, window)
  assert.deepEqual(ends(window), [1, 300])
  for (let times = 0; times < 14; times++) window = laterWindow(all, window)
  assert.deepEqual(ends(window), [701, 1000])
  assert.equal(window.to, undefined, 'it follows the newest again')
})

test('it does not grow without end as new messages come', () => {
  let window = newestWindow(messages(1, 50))
  assert.equal(cutWindow(messages(1, 300), window, true), window)
  assert.deepEqual(ends(cutWindow(all, window, true)), [901, 1000])
  window = cutWindow(all, window, false)
  assert.deepEqual(ends(window), [1, 300], 'where one reads in it, it stays there')
})

test('older ones that were loaded come into it only as one reads towards them', () => {
  const window = newestWindow(messages(951, 1000))
  assert.deepEqual(ends(window), [951, 1000])
  assert.deepEqual(ends(earlierWindow(all, window)), [901, 1000])
})

test('it is put around a message, and older ones that come in front do not move it', () => {
  const window = windowAround(all, 500)
  assert.deepEqual(ends(window), [450, 550])
  assert.deepEqual(ends(window, messages(-200, 1000)), [450, 550])
})
