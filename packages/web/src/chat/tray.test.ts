// Files on their way into a message.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Attached, AttachOptions } from '@parley/client'
import { Tray } from './tray.ts'

interface Call extends AttachOptions {
  readonly file: File
  readonly resolve: () => void
  readonly reject: (error: Error) => void
}

function openTray() {
  const calls: Call[] = []
  const released: string[] = []
  const tray = new Tray({
    attach(file, options) {
      const { promise, resolve, reject } = Promise.withResolvers<Attached>()
      const attached = { id: file.name, name: file.name, mediaType: 'text/plain', bytes: file.size }
      calls.push({ file, ...options, resolve: () => resolve(attached), reject })
      options.signal?.addEventListener('abort', () => reject(new Error('aborted')), { once: true })
      return promise
    },
    preview: (file) => (file.type.startsWith('image/') ? `blob:${file.name}` : undefined),
    release: (preview) => released.push(preview),
  })
  const states = () => tray.files().map(({ file, state }) => `${file.name} ${state}`)
  return { tray, calls, released, states }
}

const files = (...names: string[]) => names.map((name) => new File(['hello'], name, { type: 'image/png' }))
/** Until promises that are settled have been heard. */
const settled = () => new Promise((resolve) => setImmediate(resolve))

test('three files go out at once, the next when one has arrived', async () => {
  const { tray, calls, states } = openTray()
  assert.equal(tray.add(files('a', 'b', 'c', 'd')), 0)
  assert.deepEqual(states(), ['a uploading', 'b uploading', 'c uploading', 'd queued'])
  calls[1]?.onProgress?.(3)
  assert.equal(tray.files()[1]?.sentBytes, 3)
  calls[1]?.resolve()
  await settled()
  assert.deepEqual(states(), ['a uploading', 'b ready', 'c uploading', 'd uploading'])
})

test('what is ready is taken for a message, the rest stays', async () => {
  const { tray, calls, states, released } = openTray()
  tray.add(files('a', 'b'))
  calls[0]?.resolve()
  calls[1]?.reject(new Error('no'))
  await settled()
  assert.deepEqual(
    tray.take().map(({ id }) => id),
    ['a'],
  )
  assert.deepEqual(states(), ['b failed'])
  assert.deepEqual(released, ['blob:a'])
  tray.again(tray.files()[0]?.key ?? 0)
  assert.deepEqual(states(), ['b uploading'])
  assert.equal(calls.length, 3)
})

test('one that is removed is broken off and does not come back', async () => {
  const { tray, calls, states, released } = openTray()
  tray.add(files('a', 'b', 'c', 'd'))
  tray.remove(tray.files()[0]?.key ?? 0)
  await settled()
  assert.equal(calls[0]?.signal?.aborted, true)
  assert.deepEqual(states(), ['b uploading', 'c uploading', 'd uploading'])
  tray.clear()
  await settled()
  assert.deepEqual(states(), [])
  assert.deepEqual(released, ['blob:a', 'blob:b', 'blob:c', 'blob:d'])
})

test('more than a message takes have no place', () => {
  const { tray } = openTray()
  assert.equal(tray.add(files(...'abcdefghijkl')), 2)
  assert.equal(tray.files().length, 10)
})
