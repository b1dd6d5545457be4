// How much must come over the wire before one can use the web app: what the page really loads, gzipped as the server sends it.

import assert from 'node:assert/strict'
import { get } from 'node:http'
import { after, before, describe, it } from 'node:test'
import { openParley, type Parley } from '../parley-process.ts'
import { openBrowser, type TestBrowser } from './browser.ts'

const mostBytes = 300 * 1024

describe('the first load', () => {
  let parley: Parley
  let browser: TestBrowser

  before(async () => {
    parley = await openParley()
    browser = await openBrowser()
  })
  after(async () => {
    await browser[Symbol.asyncDispose]()
    await parley[Symbol.asyncDispose]()
  })

  for (const path of ['/', '/r/x']) {
    it(`of ${path} is at most 300 KB`, async (test) => {
      const loaded = new Set<string>()
      const page = await browser.page()
      page.on('response', (response) => loaded.add(response.url()))
      await page.goto(parley.url + path, { waitUntil: 'networkidle' })
      await page.getByRole('button', { name: /^Join/ }).waitFor()
      const own = [...loaded].filter((url) => url.startsWith(`${parley.url}/`))
      assert.ok(
        own.some((url) => url.endsWith('.js')),
        'no script was loaded',
      )
      const sizes = await Promise.all(own.map(gzippedBytes))
      const total = sizes.reduce((sum, size) => sum + size, 0)
      test.diagnostic(`${path}: ${Math.round(total / 1024)} KB in ${own.length} files`)
      assert.ok(total <= mostBytes, `${total} bytes:\n${own.map((url, at) => `${sizes[at]} ${url}`).join('\n')}`)
    })
  }
})

/** Of the body, as it is on the wire. */
function gzippedBytes(url: string): Promise<number> {
  return new Promise((resolve, reject) => {
    get(url, { headers: { 'accept-encoding': 'gzip' } }, (response) => {
      let bytes = 0
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length
      })
      response.once('end', () => resolve(bytes))
      response.once('error', reject)
    }).once('error', reject)
  })
}
