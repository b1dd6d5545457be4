// The files of this repository as the rules of the house see them: by path, with their text, code told from words.

import { globSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'

/** Text by path from the root, with slashes. Files that are not text are there with the text ''. */
export type Tree = ReadonlyMap<string, string>

export const root = join(import.meta.dirname, '../..')

const foreign = [
  '**/node_modules/**',
  '**/dist/**',
  '**/.cache/**',
  '.git/**',
  'data/**',
  'setup/worker/shims/**',
  'docs/sdk/api/**',
]
const textual = /\.(ts|tsx|mjs|js|json|md|css|html|sql|yaml|yml|sh)$/

export function readTree(): Tree {
  const paths = globSync(['**', '.*/**'], { cwd: root, exclude: foreign }).sort()
  return new Map(
    paths
      .filter((path) => statSync(join(root, path)).isFile())
      .map((path) => [path, textual.test(path) ? readFileSync(join(root, path), 'utf8') : '']),
  )
}

const comment = String.raw`\/\*[\s\S]*?\*\/|\/\/[^\n]*`
const string = String.raw`'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|${'`'}(?:\\.|[^${'`'}\\])*${'`'}`
const regex = String.raw`(?<=(?:^|[(,=:[!&|?{};\n]|=>|return)\s*)\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/[a-z]*`
const lexeme = new RegExp(`(?<comment>${comment})|(?<string>${string})|(?<regex>${regex})`, 'g')

const blank = (text: string) => text.replace(/[^\n]/g, ' ')

/** The same text with its comments blanked; lines stay where they were. */
export function withoutComments(text: string): string {
  return text.replace(lexeme, (found) => (found.startsWith('//') || found.startsWith('/*') ? blank(found) : found))
}

/** The same text with comments, strings and regular expressions blanked: what is left is code. */
export function codeOf(text: string): string {
  return text.replace(lexeme, (found) => blank(found))
}

export interface Import {
  /** As written: `./room.ts`, `node:fs`, `@parley/protocol`. */
  readonly name: string
  /** The path from the root, where it is one of our files. */
  readonly path: string | undefined
  /** Still there when the types are stripped and the module is loaded; not so for `import type` and `import()`. */
  readonly atLoad: boolean
}

const clause = String.raw`((?:[\w$]+\s*,?\s*)?(?:\{[^}]*\}|\*(?:\s+as\s+[\w$]+)?)?)`
const statement = new RegExp(
  String.raw`\b(?:import|export)\s+(?<type>type\s+)?${clause}\s*from\s*'(?<from>[^']+)'` +
    String.raw`|\bimport\s*'(?<bare>[^']+)'|\bimport\(\s*'(?<lazy>[^']+)'`,
  'g',
)

export function importsOf(path: string, text: string): Import[] {
  return [...withoutComments(text).matchAll(statement)].map(({ groups = {} }) => {
    const name = groups['from'] ?? groups['bare'] ?? groups['lazy'] ?? ''
    return {
      name,
      path: name.startsWith('.') ? normalize(join(dirname(path), name)) : undefined,
      atLoad: groups['type'] === undefined && groups['lazy'] === undefined,
    }
  })
}

export const isScript = (path: string) => /\.(ts|tsx|mjs|js)$/.test(path)
export const isTest = (path: string) => /\.test\.(ts|tsx|mjs|js)$/.test(path)
/** Rules quote what they refuse, so they are not searched for it. */
export const isRule = (path: string) => path.startsWith('tests/house/')

/** `packages/server/src/room/room.ts` → `server`; undefined outside of packages. */
export function packageOf(path: string): string | undefined {
  return /^packages\/([^/]+)\//.exec(path)?.[1]
}

/** All scripts of packages/<name>/src. */
export function sourcesOf(tree: Tree, name: string): [path: string, text: string][] {
  return [...tree].filter(([path]) => path.startsWith(`packages/${name}/src/`) && isScript(path))
}

/** Where a pattern stands in a text, as `path:line`. */
export function findAll(path: string, text: string, pattern: RegExp): string[] {
  return [...text.matchAll(new RegExp(pattern, 'g'))].map(
    ({ index, 0: found }) => `${path}:${text.slice(0, index).split('\n').length}: ${found.trim().replace(/\s+/g, ' ')}`,
  )
}
