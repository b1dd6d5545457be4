// Who may import whom: the floor plan of docs/architecture.md as rules.

import type { Rule } from './rule.ts'
import { codeOf, findAll, importsOf, isScript, isTest, packageOf, sourcesOf, type Tree } from './source.ts'

/** A folder of the server and the folders that it may import. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  wire: ['session', 'access', 'limits', 'metrics', 'log'],
  session: ['access', 'room', 'call', 'camera', 'archive', 'turn', 'cluster', 'limits', 'metrics', 'log'],
  access: ['store', 'limits', 'log'],
  room: ['media', 'archive', 'store', 'cluster', 'webhook', 'limits', 'metrics', 'log'],
  call: ['room', 'store', 'cluster', 'webhook', 'metrics', 'log'],
  camera: ['room', 'media', 'archive', 'store', 'webhook', 'metrics', 'log'],
  media: ['metrics', 'log'],
  archive: ['media', 'store', 'metrics', 'log'],
  turn: ['store', 'metrics', 'log'],
  cluster: ['metrics', 'log'],
  webhook: ['store', 'metrics', 'log'],
  store: ['log'],
  metrics: ['log'],
  limits: [],
  log: [],
  config: [],
}

/** A file at the top of the server and what it may import, with the slash of a folder; server.ts wires everything. */
const topMayImport: Readonly<Record<string, readonly string[]>> = {
  'main.ts': ['server.ts', 'access/', 'config/', 'log/'],
  'server.ts': ['stats.ts', ...Object.keys(mayImport).map((folder) => `${folder}/`)],
  'stats.ts': Object.keys(mayImport).map((folder) => `${folder}/`),
}

/** Which of our packages a package may import. */
const packagesMayImport: Readonly<Record<string, readonly string[]>> = {
  protocol: [],
  client: ['protocol'],
  server: ['protocol'],
  web: ['protocol', 'client'],
  lab: ['protocol', 'client'],
}

const serverSource = 'packages/server/src/'
/** `room/` of a file in a folder, `server.ts` of a file at the top. */
const placeOf = (path: string) => path.slice(serverSource.length).replace(/\/.*/, '/')

/** A test puts real parts together, so it may reach everything downstream; the code itself only its neighbours. */
function foldersOpenTo(folder: string, test: boolean): string[] | undefined {
  const neighbours = mayImport[folder]
  const further = test ? (neighbours ?? []).flatMap((next) => foldersOpenTo(next, true) ?? []) : []
  return neighbours && [...neighbours.map((next) => `${next}/`), ...further]
}

function serverViolations(tree: Tree): string[] {
  return sourcesOf(tree, 'server').flatMap(([path, text]) => {
    const from = placeOf(path)
    if (!from.endsWith('/') && isTest(path)) return [] // a test at the top tries the whole server
    const allowed = from.endsWith('/') ? foldersOpenTo(from.slice(0, -1), isTest(path)) : topMayImport[from]
    if (allowed === undefined) return [`${path}: ${from} is not on the floor plan`]
    return importsOf(path, text)
      .map((each) => each.path)
      .filter((to) => to?.startsWith(serverSource))
      .map((to) => placeOf(to ?? ''))
      .filter((to) => to !== from && !allowed.includes(to))
      .map((to) => `${path}: may not import ${to}`)
  })
}

function packageViolations(tree: Tree): string[] {
  return [...tree].flatMap(([path, text]) => {
    const from = packageOf(path)
    if (from === undefined || !isScript(path)) return []
    const allowed = packagesMayImport[from]
    if (allowed === undefined) return [`${path}: packages/${from} is not on the floor plan`]
    return importsOf(path, text).flatMap(({ name, path: to }) => {
      if (isTest(path) && to?.startsWith('tests/')) return [] // such as the PostgreSQL that tests start
      if (to !== undefined && packageOf(to) !== from)
        return [`${path}: leaves its package for ${to}; import it by name`]
      const other = /^@parley\/([^/]+)/.exec(name)?.[1]
      return other === undefined || allowed.includes(other) ? [] : [`${path}: ${from} may not import ${other}`]
    })
  })
}

const notPure =
  /(?<![.\w])(process|Buffer|console|globalThis|window|document|navigator|WebSocket|fetch|localStorage|setTimeout|setInterval|setImmediate)\b(?!\s*[?:])/

function impurities(tree: Tree): string[] {
  return sourcesOf(tree, 'protocol')
    .filter(([path]) => !isTest(path))
    .flatMap(([path, text]) => [
      ...importsOf(path, text)
        .filter(({ name }) => name.startsWith('node:'))
        .map(({ name }) => `${path}: imports ${name}`),
      ...findAll(path, codeOf(text), notPure),
    ])
}

/** Each cycle of what is imported when the modules are loaded, named once by its path. */
function cycles(tree: Tree): string[] {
  const next = new Map(
    [...tree]
      .filter(([path]) => packageOf(path) !== undefined && isScript(path))
      .map(([path, text]) => [
        path,
        importsOf(path, text).flatMap(({ path: to, atLoad }) => (to !== undefined && atLoad ? [to] : [])),
      ]),
  )
  const found: string[] = []
  const done = new Set<string>()
  const visit = (path: string, trail: string[]): void => {
    const start = trail.indexOf(path)
    if (start >= 0) found.push([...trail.slice(start), path].join(' → '))
    if (start >= 0 || done.has(path)) return
    for (const to of next.get(path) ?? []) visit(to, [...trail, path])
    done.add(path)
  }
  for (const path of next.keys()) visit(path, [])
  return found
}

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
}

/** What a package imports without having it in its own package.json; tests may use what the root has. */
function undeclared(tree: Tree): string[] {
  const read = (path: string): Manifest => JSON.parse(tree.get(path) ?? '{}')
  const rootNames = Object.keys(read('package.json').devDependencies ?? {})
  return [...tree].flatMap(([path, text]) => {
    const owner = packageOf(path)
    if (owner === undefined || !isScript(path)) return []
    const { dependencies = {}, devDependencies = {} } = read(`packages/${owner}/package.json`)
    const forTools = isTest(path) || path.includes('/testing/') || !path.includes('/src/')
    const known = [...Object.keys(dependencies), ...(forTools ? [...Object.keys(devDependencies), ...rootNames] : [])]
    return importsOf(path, text)
      .filter(({ name, path: to, atLoad }) => to === undefined && atLoad && !name.startsWith('node:'))
      .map(({ name }) =>
        name
          .split('/')
          .slice(0, name.startsWith('@') ? 2 : 1)
          .join('/'),
      )
      .filter((name) => !known.includes(name))
      .map((name) => `${path}: imports ${name}, which packages/${owner}/package.json does not name`)
  })
}

export const floorPlan: readonly Rule[] = [
  {
    name: 'in the server, imports point downstream',
    violations: serverViolations,
    broken: { [`${serverSource}media/example.ts`]: "import { Room } from '../room/room.ts'\n" },
  },
  {
    name: 'every folder of the server is on the floor plan',
    violations: (tree) => serverViolations(tree).filter((found) => found.endsWith('is not on the floor plan')),
    broken: { [`${serverSource}kitchen/tea.ts`]: '' },
  },
  {
    name: 'only main imports the server, and only the server its statistics',
    violations: (tree) => serverViolations(tree).filter((found) => /(main|server|stats)\.ts$/.test(found)),
    broken: { [`${serverSource}room/example.ts`]: "import { openServer } from '../server.ts'\n" },
  },
  {
    name: 'packages import only those below them, and those by name',
    violations: packageViolations,
    broken: {
      'packages/server/src/room/example.ts': "import { connect } from '@parley/client'\n",
      'packages/client/src/example.ts': "import { log } from '../../server/src/log/log.ts'\n",
    },
  },
  {
    name: 'the protocol is pure: no Node, no DOM',
    violations: impurities,
    broken: { 'packages/protocol/src/example.ts': "import { join } from 'node:path'\nconst at = Buffer.from([1])\n" },
  },
  {
    name: 'no files of a package import each other in a circle when they are loaded',
    violations: cycles,
    broken: {
      'packages/client/src/one.ts': "import { two } from './two.ts'\n",
      'packages/client/src/two.ts': "export { one } from './one.ts'\n",
    },
  },
  {
    name: 'a package names in its package.json what it imports',
    violations: undeclared,
    broken: { 'packages/client/src/example.ts': "import express from 'express'\n" },
  },
]
