import assert from 'node:assert/strict'
import { test } from 'node:test'
import { chooseLanguage, chooseLocale } from './language.ts'

test('the language that was chosen is spoken, whatever the browser prefers', () => {
  assert.equal(chooseLanguage('de', ['en-GB', 'fr']), 'de')
})

test('otherwise it is the first of the browser that is known, of any region', () => {
  assert.equal(chooseLanguage('', ['fr-CA', 'de-AT', 'en']), 'de')
})

test('who prefers none that is known reads English', () => {
  assert.equal(chooseLanguage('tlh', ['fr', 'ja']), 'en')
  assert.equal(chooseLanguage('', []), 'en')
})

test('dates are written as in the country of the browser, and in the language of the page', () => {
  assert.equal(chooseLocale('en', ['fr', 'en-GB']), 'en-GB')
  assert.equal(chooseLocale('de', ['en-GB']), 'de')
})
