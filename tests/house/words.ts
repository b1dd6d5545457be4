// What may not stand in a file, and what a file may not be called.

import type { Rule } from './rule.ts'
import {
  codeOf,
  findAll,
  isRule,
  isScript,
  isTest,
  packageOf,
  sourcesOf,
  type Tree,
  withoutComments,
} from './source.ts'

type Files = (tree: Tree) => [path: string, text: string][]

const scripts: Files = (tree) => [...tree].filter(([path]) => isScript(path) && !isRule(path))
const packages: Files = (tree) => scripts(tree).filter(([path]) => packageOf(path) !== undefined && !isTest(path))
const tests: Files = (tree) => scripts(tree).filter(([path]) => isTest(path))
const sources =
  (name: string, but = /^$/): Files =>
  (tree) =>
    sourcesOf(tree, name).filter(([path]) => !isTest(path) && !path.includes('/testing/') && !but.test(path))

const inCode = (files: Files, pattern: RegExp) => (tree: Tree) =>
  files(tree).flatMap(([path, text]) => findAll(path, codeOf(text), pattern))
const inText = (files: Files, pattern: RegExp) => (tree: Tree) =>
  files(tree).flatMap(([path, text]) => findAll(path, text, pattern))

const maxLines = 400
/** Words that say nothing about what they stand beside, and words that say nothing when they stand alone. */
const refusedNames = /(^|[-/.])(utils?|helpers?|managers?)([-./]|$)|(^|\/)(common|misc|shared)(\.|\/|$)/i

/** A pause of so many milliseconds, unless a loop around it asks for a condition. */
function sleeps(tree: Tree): string[] {
  return tests(tree).flatMap(([path, text]) => {
    const lines = withoutComments(text).split('\n')
    const [, alias = 'setTimeout'] = /setTimeout as (\w+)[^;\n]*timers\/promises'/.exec(text) ?? []
    const pause = new RegExp(`await ${alias}\\(|new Promise\\b.*\\bsetTimeout\\b`)
    return lines.flatMap((line, at) => {
      const around = lines.slice(Math.max(0, at - 8), at + 1).join('\n')
      return pause.test(line) && !/\b(while|for)\b/.test(around) ? [`${path}:${at + 1}: ${line.trim()}`] : []
    })
  })
}

export const words: readonly Rule[] = [
  {
    name: `no file has more than ${maxLines} lines`,
    violations: (tree) =>
      [...tree]
        .filter(([path]) => /\.(ts|tsx|mjs|css)$/.test(path))
        .map(([path, text]) => [path, text.trimEnd().split('\n').length] as const)
        .filter(([, lines]) => lines > maxLines)
        .map(([path, lines]) => `${path}: ${lines} lines`),
    broken: { 'packages/client/src/example.ts': 'export {}\n'.repeat(maxLines + 1) },
  },
  {
    name: 'every name says what is inside',
    violations: (tree) => [...tree.keys()].filter((path) => refusedNames.test(path)),
    broken: { 'packages/client/src/string-utils.ts': '' },
  },
  {
    name: 'every script begins with a sentence that says what it is',
    violations: (tree) =>
      scripts(tree)
        .filter(([path, text]) => !isTest(path) && !path.endsWith('.d.ts') && !/^(#!.*\n)?\/[/*]+ \S/.test(text))
        .map(([path]) => path),
    broken: { 'packages/client/src/example.ts': 'export const x = 1\n' },
  },
  {
    name: 'only config reads the environment',
    violations: inCode(
      (tree) => packages(tree).filter(([path]) => !path.startsWith('packages/server/src/config/')),
      /process\.env\b|import\.meta\.env\b/,
    ),
    broken: { 'packages/server/src/room/example.ts': "const x = process.env['X']\n" },
  },
  {
    name: 'only log and main write to the console',
    violations: inCode(
      (tree) =>
        packages(tree).filter(
          ([path]) => !/^packages\/(server\/src\/log\/|\w+\/src\/main\.ts)|\.bench\.ts$/.test(path),
        ),
      /\bconsole\.|process\.(stdout|stderr)\b/,
    ),
    broken: { 'packages/server/src/room/example.ts': 'console.log(1)\n' },
  },
  {
    name: 'only main ends the process',
    violations: inCode(sources('server', /src\/main\.ts$/), /process\.(exit|abort|kill)\b(?!\(worker|\(\w+, 0\))/),
    broken: { 'packages/server/src/room/example.ts': 'process.exit(1)\n' },
  },
  {
    name: 'in the client, only platform touches the world',
    violations: inCode(
      sources('client', /src\/platform\.ts$/),
      /(?<![.\w'])(globalThis|window|document|navigator|localStorage|sessionStorage|setTimeout|setInterval|fetch)\b(?!\s*[?:])|\bnew (WebSocket|RTCPeerConnection)\b|\b(Math\.random|Date\.now|performance\.now)\b/,
    ),
    broken: { 'packages/client/src/example.ts': 'const socket = new WebSocket(url)\n' },
  },
  {
    name: 'no type is cast away',
    violations: inCode(scripts, /\bas any\b|\bas unknown as\b|<any\b|\bany\[\]/),
    broken: { 'packages/client/src/example.ts': 'const x = y as any\n' },
  },
  {
    name: 'no error of the compiler or the linter is silenced without a reason',
    violations: inText(
      scripts,
      /@ts-(ignore|expect-error|nocheck)|eslint-disable|biome-ignore(?!(-all|-start)? [\w/]+: (?!<explanation>)\S)/,
    ),
    broken: { 'packages/client/src/example.ts': '// @ts-ignore\n// biome-ignore lint/style/x\n' },
  },
  {
    name: 'nothing is left for later',
    violations: inText(
      (tree) => [...tree].filter(([path]) => isScript(path) && !isRule(path)),
      /\b(TODO|FIXME|XXX|HACK)\b/,
    ),
    broken: { 'packages/client/src/example.ts': '// TODO: write it\n' },
  },
  {
    name: 'no test is skipped or runs alone',
    violations: inCode(
      tests,
      /\b(describe|it|test|suite)\.(skip|only|todo)\b|\b\w+\.(skip|todo)\(|[{,]\s*(skip|only|todo):/,
    ),
    broken: { 'packages/client/src/example.test.ts': "it('waits', { skip: true }, () => {})\n" },
  },
  {
    name: 'no test sleeps: it waits for a condition',
    violations: sleeps,
    broken: { 'packages/client/src/example.test.ts': 'await new Promise((done) => setTimeout(done, 500))\n' },
  },
  {
    name: 'nothing is exported by default, unless a tool asks for it',
    violations: inCode(
      (tree) => scripts(tree).filter(([path]) => path !== 'packages/web/vite.config.ts' && !path.endsWith('.d.ts')),
      /\bexport default\b|\bas default\b/,
    ),
    broken: { 'packages/client/src/example.ts': 'export default 1\n' },
  },
  {
    name: 'no module has a state of its own',
    violations: inCode(packages, /^(export )?(let|var) /m),
    broken: { 'packages/client/src/example.ts': 'let count = 0\n' },
  },
  {
    name: 'nothing is an EventEmitter',
    violations: inCode(packages, /\bextends (EventEmitter|EventTarget)\b/),
    broken: { 'packages/client/src/example.ts': 'class Room extends EventEmitter {}\n' },
  },
]
