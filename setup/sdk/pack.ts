// Packs the SDK as npm would publish it: `node setup/sdk/pack.ts [FOLDER]`, by itself into packages/client/dist.

import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { type BuiltFile, writeForPages, writeModules } from './bundle.ts'
import { writeDeclarations } from './declarations.ts'

const root = path.join(import.meta.dirname, '../..')
const client = path.join(root, 'packages/client')
/** What can be imported: the SDK itself, and the element that shows the web app. */
export const entries = { index: 'index.ts', element: 'element.ts' }
const sources = {
  index: path.join(client, 'src', entries.index),
  element: path.join(client, 'src', entries.element),
}

export interface Packed {
  /** `parley-client-0.1.0.tgz` with its folder. */
  readonly tarball: string
  /** What is in it, unpacked. */
  readonly folder: string
  /** What a page without a build step fetches. */
  readonly forPages: readonly BuiltFile[]
}

/** Builds the SDK and packs it. @param out where the tarball goes, beside a folder `package` that is made anew */
export async function packSdk(out: string): Promise<Packed> {
  const folder = path.join(out, 'package')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const manifest = readManifest()
  const external = Object.keys(manifest.dependencies).map((name) => new RegExp(`^${name}(/|$)`))
  await writeModules(sources, path.join(folder, 'esm'), external)
  const forPages = await buildForPages(path.join(folder, 'browser'))
  await writeDeclarations(Object.values(entries), path.join(folder, 'types'))
  writeFileSync(path.join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`)
  cpSync(path.join(client, 'README.md'), path.join(folder, 'README.md'))
  cpSync(path.join(root, 'LICENSE'), path.join(folder, 'LICENSE'))
  return { tarball: npmPack(folder, out), folder, forPages }
}

/** Only what pages without a build step fetch. */
export async function buildForPages(folder: string): Promise<BuiltFile[]> {
  return await writeForPages({ parley: sources.index, element: sources.element }, folder)
}

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>
  readonly [field: string]: unknown
}

/** As it is published: without what only the workspace knows. */
function readManifest(): Manifest {
  const { name, version, description, license, dependencies } = JSON.parse(
    readFileSync(path.join(client, 'package.json'), 'utf8'),
  )
  const { '@parley/protocol': _, ...installed } = dependencies
  const entry = (name: string) => ({ types: `./types/${name}.d.ts`, default: `./esm/${name}.js` })
  return {
    ...{ name, version, description, license, type: 'module', sideEffects: false },
    ...{ keywords: ['webrtc', 'sfu', 'video', 'chat', 'conference', 'real-time'], engines: { node: '>=22.12' } },
    exports: {
      '.': entry('index'),
      './element': entry('element'),
      './browser': { types: './types/index.d.ts', default: './browser/parley.js' },
      './browser/element': { types: './types/element.d.ts', default: './browser/element.js' },
      './package.json': './package.json',
    },
    files: ['esm', 'browser', 'types'],
    dependencies: installed,
  }
}

function npmPack(folder: string, out: string): string {
  const [npm = 'npm', ...args] = npmCommand()
  const printed = execFileSync(npm, [...args, 'pack', '--json', '--ignore-scripts', '--pack-destination', out], {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const [{ filename }] = JSON.parse(printed)
  return path.join(out, filename)
}

/** The npm that started us, or the one that is found. */
export function npmCommand(): string[] {
  const caller = process.env['npm_execpath'] ?? ''
  return /npm-cli\.js$/.test(caller) ? [process.execPath, caller] : ['npm']
}

if (import.meta.main) {
  const { tarball, forPages } = await packSdk(path.resolve(process.argv[2] ?? path.join(client, 'dist')))
  const kb = (bytes: number) => `${(bytes / 1024).toFixed(0)} KB`
  for (const { name, bytes, gzippedBytes, lazy } of forPages)
    process.stdout.write(`${name}: ${kb(bytes)}, ${kb(gzippedBytes)} gzipped${lazy ? ', on demand' : ''}\n`)
  process.stdout.write(`${path.relative(process.cwd(), tarball)}\n`)
}
