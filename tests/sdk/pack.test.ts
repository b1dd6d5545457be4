// The packed SDK, as somebody has it who does not know this workspace: installed, type-checked, and run at a real server.

import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { promisify } from 'node:util'
import { npmCommand, type Packed, packSdk } from '../../setup/sdk/pack.ts'
import { root } from '../house/source.ts'
import { openParley } from '../parley-process.ts'

const run = promisify(execFile)
const folder = mkdtempSync(join(tmpdir(), 'parley-sdk-'))
const app = join(folder, 'app')
const strict = {
  ...{ target: 'es2024', module: 'nodenext', lib: ['es2024'], types: [], noEmit: true },
  ...{ strict: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true, skipLibCheck: false },
}

const program = `import { connect, eventsOf, ParleyError, Refusal, type Room } from '@parley/client'

const [url = ''] = process.argv.slice(2)
await using parley = await connect(url, { name: 'Ada' })
const room: Room = await parley.join('kitchen')
const messages = eventsOf(room, 'message')
const { id } = await room.send('Shall we begin?')
for await (const { message } of messages) {
  console.log(message.name, message.text, message.id === id)
  break
}
const missing = await parley.readRoom('nowhere').catch((error: unknown) => error)
console.log(missing instanceof Refusal ? missing.reason : missing)
const noMedia = await room.publishCamera().catch((error: unknown) => error)
console.log(noMedia instanceof ParleyError ? noMedia.kind : noMedia)
await room.leave()
console.log(room.state)
`

describe('the packed SDK', () => {
  let packed: Packed

  before(async () => {
    packed = await packSdk(join(folder, 'packed'))
    await run('mkdir', [app])
    writeFileSync(join(app, 'package.json'), '{"name": "app", "private": true, "type": "module"}')
    const [npm = '', ...args] = npmCommand()
    await run(npm, [...args, 'install', '--ignore-scripts', '--no-audit', '--no-fund', packed.tarball], { cwd: app })
  })
  after(() => rmSync(folder, { recursive: true, force: true }))

  it('brings JavaScript with source maps, types, a README, the licence, and exact dependencies', () => {
    const has = (name: string) => assert.ok(existsSync(join(app, 'node_modules/@parley/client', name)), name)
    for (const name of ['esm/index.js', 'esm/index.js.map', 'types/index.d.ts', 'README.md', 'LICENSE']) has(name)
    const { dependencies } = JSON.parse(readFileSync(join(packed.folder, 'package.json'), 'utf8'))
    assert.deepEqual(Object.keys(dependencies), ['mediasoup-client', 'msgpackr'])
    for (const version of Object.values<string>(dependencies)) assert.match(version, /^\d+\.\d+\.\d+$/)
  })

  it('is small: few packages come with it, and a page fetches little before it joins', () => {
    const installed = globSync(['*', '@*/*'], { cwd: join(app, 'node_modules') }).filter(
      (name) => !/^[@.]\w+$/.test(name),
    )
    assert.ok(installed.length <= 30, installed.join(' '))
    const first = packed.forPages.filter(({ name, lazy }) => !lazy && name !== 'element.js')
    const bytes = first.reduce((sum, { gzippedBytes }) => sum + gzippedBytes, 0)
    assert.ok(bytes < 30 * 1024, `${bytes} bytes gzipped`)
    assert.ok(packed.forPages.some(({ name, lazy }) => lazy && name.startsWith('msgpackr')))
  })

  it('says in its types what the source says', async () => {
    const index = readFileSync(join(packed.folder, 'types/protocol.d.ts'), 'utf8')
    const names = [...index.matchAll(/^export (?:interface|type) (\w+)(?= [={])/gm)].map(([, name]) => name)
    const checks = names
      .filter((name) => name !== 'Methods' && name !== 'Notifications')
      .map((name) => `  ${name}: Same<source.${name}, packed.${name}>`)
    writeFileSync(
      join(app, 'same.ts'),
      `${sameTypes}export type Checks = Every<{\n${checks.join('\n')}\n}>\n${sameMethods}`,
    )
    assert.ok(names.length > 20)
    await typeCheck('same.ts', { ...strict, skipLibCheck: true, allowImportingTsExtensions: true })
  })

  it('is taken by a strict compiler, and runs in Node: join, say something, leave', async () => {
    writeFileSync(join(app, 'program.ts'), program)
    writeFileSync(join(app, 'globals.d.ts'), 'declare const process: { argv: string[] }\n')
    await typeCheck('program.ts', strict)
    await using server = await openParley({ settings: { 'media.workers': 0 } })
    const { stdout, stderr } = await run(process.execPath, ['program.ts', server.url], { cwd: app })
    assert.deepEqual(stdout.trim().split('\n'), ['Ada Shall we begin? true', 'room.notFound', 'unsupported', 'left'])
    assert.equal(stderr, '')
  })

  it('can be required', async () => {
    const code =
      "console.log(typeof require('@parley/client').connect, typeof require('@parley/client/element').frameUrl)"
    const { stdout } = await run(process.execPath, ['--input-type=commonjs', '-e', code], { cwd: app })
    assert.equal(stdout.trim(), 'function function')
  })

  async function typeCheck(file: string, compilerOptions: object): Promise<void> {
    const files = [file, ...globSync('*.d.ts', { cwd: app })]
    writeFileSync(join(app, 'tsconfig.json'), JSON.stringify({ compilerOptions, files }))
    const tsc = join(root, 'node_modules/typescript/bin/tsc')
    await run(process.execPath, [tsc, '-p', app]).catch(({ stdout }) => assert.fail(stdout))
  }
})

const sameTypes = `import type * as packed from '@parley/client'
import type * as source from '${join(root, 'packages/client/src/index.ts')}'

type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : ['narrower', A, B]) : ['wider', A, B]
type Every<T extends Record<string, true>> = T
`
const sameMethods = `export type Method<M extends source.MethodName & packed.MethodName> = {
  [N in M]: Same<[source.Params<N>, source.Result<N>], [packed.Params<N>, packed.Result<N>]>
}
export type Methods = Every<{ names: Same<source.MethodName, packed.MethodName> } & Method<source.MethodName & packed.MethodName>>
`
