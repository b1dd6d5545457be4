import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { readSeen, undocumented, unmet, words } from './wire-seen.ts'

const page = readFileSync(join(import.meta.dirname, '../docs/protocol.md'), 'utf8')

test('the page of the protocol names every method, notification, refusal and close code', () => {
  assert.deepEqual(undocumented(page), [])
})

test('it would be noticed if it did not', () => {
  assert.deepEqual(undocumented(page, { ...words, method: ['room.join', 'room.burn'] }), ['method room.burn'])
  assert.ok(undocumented(page.replaceAll('4502', '')).includes('close misbehaved'))
})

test('what no process has met is named, whoever met the rest', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'parley-seen-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const all = Object.entries(words).flatMap(([kind, names]) => names.map((name) => `${kind} ${name}`))
  const [first = '', second = '', ...others] = all
  writeFileSync(join(folder, '1.txt'), `${others.join('\n')}\n`)
  writeFileSync(join(folder, '2.txt'), `${second}\napart restarts\n`)
  assert.deepEqual(unmet(readSeen(folder)), [first])
  writeFileSync(join(folder, '3.txt'), `${first}\n`)
  assert.deepEqual(unmet(readSeen(folder)), [])
})
