import assert from 'node:assert/strict'
import { it } from 'node:test'
import { cutToBytes } from './close-text.ts'

it('a text is cut between characters', () => {
  assert.equal(cutToBytes('Feierabend', 120), 'Feierabend')
  assert.equal(cutToBytes('äöü', 5), 'äö')
  assert.equal(cutToBytes('a👋', 4), 'a')
  assert.equal(cutToBytes('x'.repeat(200), 120).length, 120)
})
