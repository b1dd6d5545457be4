// Writes the API reference of the SDK, from the declarations that are packed: `node setup/sdk/reference.ts [FOLDER]`, by itself into
// docs/sdk/api. Fails where something exported has no words, or a link leads nowhere.

import { spawnSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { writeDeclarations } from './declarations.ts'
import { entries } from './pack.ts'

const root = path.join(import.meta.dirname, '../..')
const typedoc = path.join(root, '.cache/setup/typedoc/node_modules/typedoc/bin/typedoc')

/** @returns what TypeDoc complained of; '' when all is well */
export async function writeReference(out: string): Promise<string> {
  // Within the workspace: the declarations name types of mediasoup-client.
  const draft = path.join(root, `.cache/sdk-${process.pid}`)
  try {
    const types = path.join(draft, 'types')
    await writeDeclarations(Object.values(entries), types)
    const entryPoints = Object.keys(entries).map((name) => path.join(types, `${name}.d.ts`))
    return await run(draft, entryPoints, out)
  } finally {
    rmSync(draft, { recursive: true, force: true })
  }
}

async function run(draft: string, entryPoints: string[], out: string): Promise<string> {
  const compilerOptions = { target: 'esnext', module: 'nodenext', lib: ['esnext', 'dom'], types: [], strict: true }
  const [tsconfig, options] = ['tsconfig.json', 'typedoc.json'].map((name) => path.join(draft, name))
  const settings = {
    ...{ name: 'Parley SDK', readme: path.join(root, 'packages/client/README.md'), entryPoints, tsconfig, out },
    ...{
      disableSources: true,
      hideGenerator: true,
      treatWarningsAsErrors: true,
      treatValidationWarningsAsErrors: true,
    },
    validation: { notExported: true, invalidLink: true, invalidPath: true, notDocumented: true },
    // A field whose name says all needs no sentence.
    requiredToBeDocumented: ['Variable', 'Function', 'Class', 'Interface', 'Method', 'Accessor', 'TypeAlias'],
    // The tables of the protocol stand in docs/protocol.md.
    intentionallyNotExported: ['Methods', 'NotificationParams', 'ParleyErrorDetails'],
  }
  mkdirSync(draft, { recursive: true })
  writeFileSync(
    tsconfig ?? '',
    JSON.stringify({ compilerOptions: { ...compilerOptions, skipLibCheck: true }, files: entryPoints }),
  )
  writeFileSync(options ?? '', JSON.stringify(settings))
  const { status, stdout, stderr } = spawnSync(process.execPath, [typedoc, '--options', options ?? ''], {
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
  })
  return status === 0 ? '' : `${stdout}${stderr}`
}

if (import.meta.main) {
  const out = path.resolve(process.argv[2] ?? path.join(root, 'docs/sdk/api'))
  const complaint = await writeReference(out)
  process.stdout.write(complaint === '' ? `${path.relative(process.cwd(), path.join(out, 'index.html'))}\n` : complaint)
  if (complaint !== '') process.exitCode = 1
}
