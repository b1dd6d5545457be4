// Leaving a page and coming back to it.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { followPage } from './page-life.ts'

function transition(type: 'pagehide' | 'pageshow', persisted: boolean): Event {
  return Object.assign(new Event(type), { persisted })
}

test('a page that is left ends the visit; one that comes back as it was left begins anew, a fresh one does not', () => {
  const page = new EventTarget()
  const heard: string[] = []
  const stop = followPage(
    page,
    () => heard.push('gone'),
    () => heard.push('restored'),
  )
  page.dispatchEvent(transition('pageshow', false))
  page.dispatchEvent(transition('pagehide', true))
  page.dispatchEvent(transition('pageshow', true))
  assert.deepEqual(heard, ['gone', 'restored'])
  stop()
  page.dispatchEvent(transition('pageshow', true))
  assert.equal(heard.length, 2)
})
