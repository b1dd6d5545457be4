// What is written about the SDK is so: each piece of code in the guide and the READMEs compiles, and the reference has no hole.

import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, it } from 'node:test'
import { promisify } from 'node:util'
import { writeReference } from '../../setup/sdk/reference.ts'
import { root } from '../house/source.ts'

const guide = 'docs/sdk.md'
// Within the workspace, where the SDK is found by its name.
const folder = join(root, `.cache/guide-${process.pid}`)
const out = mkdtempSync(join(tmpdir(), 'parley-reference-'))
after(() => {
  for (const each of [folder, out]) rmSync(each, { recursive: true, force: true })
})

/** What the pieces speak of without having made it. */
const known = `import type { Parley, RemoteTrack, Room } from '@parley/client'
declare global {
  const parley: Parley
  const room: Room
  const track: RemoteTrack
}
`

function pieces(page: string): { name: string; code: string }[] {
  const text = readFileSync(join(root, page), 'utf8')
  return [...text.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(({ 1: code = '', index }) => {
    const line = text.slice(0, index).split('\n').length
    return { name: `${page.replaceAll(/\W/g, '-')}-line-${line}.ts`, code }
  })
}

/** @returns what the compiler complains of */
async function compile(files: readonly { name: string; code: string }[]): Promise<string> {
  mkdirSync(folder, { recursive: true })
  const compilerOptions = { lib: ['esnext', 'dom', 'dom.iterable'], types: [] }
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ extends: '../../tsconfig.json', compilerOptions, include: ['.'], exclude: [] }),
  )
  writeFileSync(join(folder, 'known.ts'), known)
  for (const { name, code } of files) writeFileSync(join(folder, name), `${code}\nexport {}\n`)
  const tsc = join(root, 'node_modules/typescript/bin/tsc')
  try {
    await promisify(execFile)(process.execPath, [tsc, '-p', folder])
    return ''
  } catch (error) {
    if (error instanceof Error && 'stdout' in error) return String(error.stdout)
    throw error
  } finally {
    rmSync(folder, { recursive: true })
  }
}

it('every piece of code in the guide and the READMEs compiles, and one that would not is noticed', async () => {
  const found = [guide, 'README.md', 'packages/client/README.md'].flatMap(pieces)
  assert.ok(found.length > 15)
  const complaints = (await compile([...found, { name: 'wrong.ts', code: 'room.publishTelescope()' }]))
    .trim()
    .split('\n')
  assert.match(complaints.find((line) => line.includes('wrong.ts')) ?? '', /publishTelescope/)
  assert.deepEqual(
    complaints.filter((line) => !line.includes('wrong.ts')),
    [],
  )
})

it('the guide names every kind of error', () => {
  const source = readFileSync(join(root, 'packages/client/src/errors.ts'), 'utf8')
  const [, union = ''] = /export type ParleyErrorKind =((?:\s+\| '\w+')+)/.exec(source) ?? []
  const kinds = [...union.matchAll(/'(\w+)'/g)].map(([, kind = '']) => kind)
  const [, table = ''] = readFileSync(join(root, guide), 'utf8').split(/^\| `kind`.*\n/m)
  const named = [...table.matchAll(/^\| `(\w+)` +\|/gm)].map(([, kind = '']) => kind)
  assert.ok(kinds.length > 5)
  assert.deepEqual(named, kinds)
})

it('the reference has words for every export, and no link that leads nowhere', async () => {
  assert.equal(await writeReference(join(out, 'api')), '')
})
