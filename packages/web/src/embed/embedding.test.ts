import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readEmbedding } from './embedding.ts'

test('a frame knows the page around it, and the name to go in with', () => {
  assert.deepEqual(readEmbedding({ search: '?embed=https%3A%2F%2Fshop.example&name=Ada' }, true), {
    origin: 'https://shop.example',
    name: 'Ada',
  })
  assert.deepEqual(readEmbedding({ search: '?embed=http://localhost:3000' }, true)?.name, '')
})

test('a page of its own is never embedded, whatever its address says', () => {
  assert.equal(readEmbedding({ search: '?embed=https://shop.example' }, false), undefined)
})

test('what is no origin is none', () => {
  for (const origin of ['*', '', 'https://shop.example/', 'https://a:b@shop.example', 'file:///tmp', 'null'])
    assert.equal(readEmbedding({ search: `?embed=${encodeURIComponent(origin)}` }, true), undefined, origin)
})
