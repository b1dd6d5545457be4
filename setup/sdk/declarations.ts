// The declarations of the SDK: what tsc emits for the files that an app can reach, with the protocol's types written out.

import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { protocolTypes } from './protocol-types.ts'

const root = path.join(import.meta.dirname, '../..')
const client = path.join(root, 'packages/client/src')

/** What the types are made of, for projects that name no such library: a bot has no DOM otherwise. */
const libraries = '/// <reference lib="dom" />\n/// <reference lib="esnext.disposable" />\n'

/** Names that the SDK's door passes on from the protocol. */
function passedOn(): Set<string> {
  const index = readFileSync(path.join(client, 'index.ts'), 'utf8')
  const [, names = ''] = /export type \{([^}]*)\} from '@parley\/protocol'/.exec(index) ?? []
  return new Set(names.split(',').map((name) => name.trim()))
}

/** @param entries files of packages/client/src @param folder where the declarations go */
export async function writeDeclarations(entries: readonly string[], folder: string): Promise<void> {
  const draft = mkdtempSync(path.join(tmpdir(), 'parley-types-'))
  try {
    emit(entries, draft)
    mkdirSync(folder, { recursive: true })
    const doors = entries.map((entry) => entry.replace(/\.ts$/, '.d.ts'))
    for (const [name, text] of reachable(entries, draft))
      writeFileSync(path.join(folder, name), (doors.includes(name) ? libraries : '') + text)
    writeFileSync(path.join(folder, 'protocol.d.ts'), await protocolTypes(passedOn()))
  } finally {
    rmSync(draft, { recursive: true })
  }
}

function emit(entries: readonly string[], outDir: string): void {
  const project = path.join(outDir, 'tsconfig.json')
  const compilerOptions = {
    noEmit: false,
    declaration: true,
    emitDeclarationOnly: true,
    stripInternal: true,
    rootDir: client,
    outDir,
    types: [],
  }
  const files = entries.map((entry) => path.join(client, entry))
  writeFileSync(
    project,
    JSON.stringify({ extends: path.join(root, 'tsconfig.json'), compilerOptions, files, include: [] }),
  )
  const tsc = path.join(root, 'node_modules/typescript/bin/tsc')
  const { status, stdout } = spawnSync(process.execPath, [tsc, '-p', project], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`the SDK has no declarations:\n${stdout}`)
}

/** Declarations by name, from the entries on, with the names of modules as they are in the package. */
function reachable(entries: readonly string[], folder: string): Map<string, string> {
  const found = new Map<string, string>()
  const visit = (source: string) => {
    const name = source.replace(/\.ts$/, '.d.ts')
    if (found.has(name)) return
    const text = readFileSync(path.join(folder, name), 'utf8')
    const modules = [...text.matchAll(/(?:from |import\()["']\.\/([\w-]+\.ts)["']/g)].map(([, module = '']) => module)
    found.set(
      name,
      text
        .replace(/((?:from |import\()["'])\.\/([\w-]+)\.ts(?=["'])/g, '$1./$2.js')
        .replace(/((?:from |import\()["'])@parley\/protocol(?=["'])/g, '$1./protocol.js'),
    )
    for (const module of modules) visit(module)
  }
  for (const entry of entries) visit(entry)
  return found
}
