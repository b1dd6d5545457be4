// What is declared in one place must be found in another: docs, dependencies, tests that are run, the wire that is used.

import { matchesGlob } from 'node:path'
import { closeCodes, notifications, refusals } from '@parley/protocol'
import type { Rule } from './rule.ts'
import { isTest, sourcesOf, type Tree, withoutComments } from './source.ts'

const dependenciesPage = 'docs/decisions/dependencies.md'
const architecturePage = 'docs/architecture.md'

interface Dependency {
  readonly manifest: string
  readonly name: string
  readonly version: string
}

function dependencies(tree: Tree): Dependency[] {
  return [...tree]
    .filter(([path]) => /(^|\/)package\.json$/.test(path))
    .flatMap(([manifest, text]) => {
      const parsed: Record<string, Record<string, string> | undefined> = JSON.parse(text)
      return ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'].flatMap((kind) =>
        Object.entries(parsed[kind] ?? {}).map(([name, version]) => ({ manifest, name, version })),
      )
    })
}

function foldersOfServer(tree: Tree): string[] {
  const folders = sourcesOf(tree, 'server').map(([path]) => /src\/([^/]+)\//.exec(path)?.[1])
  return [...new Set(folders.filter((folder) => folder !== undefined))]
}

/** Names of a table of the wire that no code of the server says. */
function unsaid(tree: Tree, table: object, what: string): string[] {
  const code = sourcesOf(tree, 'server')
    .filter(([path]) => !isTest(path) && !path.includes('/testing/'))
    .map(([, text]) => withoutComments(text))
    .join('\n')
  return Object.keys(table)
    .filter((name) => !code.includes(`'${name}'`))
    .map((name) => `packages/protocol: the ${what} ${name} is declared, and the server never says it`)
}

/** The patterns by which tests/run.ts finds tests. */
function patterns(tree: Tree): string[] {
  const runner = withoutComments(tree.get('tests/run.ts') ?? '')
  return [...runner.matchAll(/'([^'\n]+\.test\.tsx?)'/g)].map(([, pattern = '']) => pattern)
}

const withoutServer = (tree: Tree) => new Map([...tree].filter(([path]) => !path.startsWith('packages/server/src/')))

export const books: readonly Rule[] = [
  {
    name: `every dependency has its line in ${dependenciesPage}`,
    violations: (tree) =>
      dependencies(tree)
        .filter(({ name }) => !name.startsWith('@parley/') && !tree.get(dependenciesPage)?.includes(`\`${name}\``))
        .map(({ manifest, name }) => `${manifest}: ${name} has no line in ${dependenciesPage}`),
    broken: { 'bench/example/package.json': '{"dependencies": {"left-pad": "1.3.0"}}' },
  },
  {
    name: 'every dependency has an exact version',
    violations: (tree) =>
      dependencies(tree)
        .filter(({ version }) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
        .map(({ manifest, name, version }) => `${manifest}: ${name} ${version}`),
    broken: { 'bench/example/package.json': '{"devDependencies": {"ws": "^8.0.0"}}' },
  },
  {
    name: `every folder of the server has its sentence in ${architecturePage}`,
    violations: (tree) =>
      foldersOfServer(tree)
        .filter((folder) => !new RegExp(`^\\| \`${folder}/\` +\\| \\S`, 'm').test(tree.get(architecturePage) ?? ''))
        .map((folder) => `packages/server/src/${folder}: has no row in the table of ${architecturePage}`),
    broken: { 'packages/server/src/kitchen/tea.ts': '' },
  },
  {
    name: 'every test file is run',
    violations: (tree) =>
      [...tree.keys()]
        .filter((path) => isTest(path) && !patterns(tree).some((pattern) => matchesGlob(path, pattern)))
        .map((path) => `${path}: no pattern of tests/run.ts finds it`),
    broken: { 'tests/forgotten/example.test.ts': '' },
  },
  {
    name: 'every refusal is said by the server',
    violations: (tree) => unsaid(tree, refusals, 'refusal'),
    broken: withoutServer,
  },
  {
    name: 'every close code is used by the server',
    violations: (tree) => unsaid(tree, closeCodes, 'close code'),
    broken: withoutServer,
  },
  {
    name: 'every notification is told by the server',
    violations: (tree) => unsaid(tree, notifications, 'notification'),
    broken: withoutServer,
  },
]
