// Runs the tests: `run.ts check` what is quick, `run.ts test` everything, `… --only e2e` or `… FILE` a part of it, and
// `… --url ws://host:8080/ws` the protocol at a server that runs already.
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import path from 'node:path'
import { inspect, parseArgs } from 'node:util'
import { checks, runCheck } from '../setup/testing/checks.ts'
import { runTestFile } from '../setup/testing/file.ts'
import { openPostgres } from './postgres.ts'
import { type Counts, openReporter } from './reporter.ts'
import { leftApart, readSeen, unmet } from './wire-seen.ts'

interface Part {
  title: string
  files: string[]
  /** How many files at a time: one, where a file wants the machine for itself. */
  abreast: number
}

const parts = {
  unit: {
    title: 'Unit tests',
    files: ['packages/*/src/**/*.test.ts', 'packages/*/src/**/*.test.tsx', 'bench/**/*.test.ts', 'tests/*.test.ts'],
    abreast: Math.max(2, availableParallelism()),
  },
  sdk: { title: 'SDK, packed', files: ['tests/sdk/**/*.test.ts'], abreast: 2 },
  conformance: { title: 'Conformance', files: ['tests/conformance/**/*.test.ts'], abreast: 1 },
  e2e: { title: 'End to end, in real browsers', files: ['tests/e2e/**/*.test.ts'], abreast: 1 },
} satisfies Record<string, Part>

const root = path.dirname(import.meta.dirname)
const reporter = openReporter((text) => process.stdout.write(text), root)
const interruption = new AbortController()

async function runFiles(files: string[], abreast: number, brief: boolean): Promise<Counts> {
  const queue = [...files]
  const counts = { passed: 0, failed: 0 }
  const runNext = async (): Promise<void> => {
    const file = queue.shift()
    if (file === undefined || interruption.signal.aborted) return
    const report = reporter.openFile(file, { live: abreast === 1, brief })
    const wrong = await runTestFile(file, { root, signal: interruption.signal, onEvent: report.event })
    const { passed, failed } = report.close(wrong)
    counts.passed += passed
    counts.failed += failed
    return runNext()
  }
  await Promise.all(Array.from({ length: abreast }, runNext))
  return counts
}

async function runChecks(): Promise<void> {
  const run = async (check: (typeof checks)[number]) => {
    const { title, passed, output, tookMs } = await runCheck(check, root)
    reporter.add({ title, tookMs, failure: passed ? undefined : output })
  }
  await Promise.all(checks.map(run))
}

function readText(file: string): string {
  return readFileSync(path.join(root, file), 'utf8')
}

/** Runs the conformance suite; whole, it must meet every word of the protocol. */
async function runConformance(part: Part): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'parley-seen-'))
  process.env['PARLEY_TEST_SEEN'] = folder
  try {
    const files = globSync(part.files, { cwd: root })
    const own = values.url === undefined ? [] : files.filter((file) => !/^conformance\(/m.test(readText(file)))
    await runPart({ ...part, files: files.filter((file) => !own.includes(file)) }, chosen, false)
    const seen = readSeen(folder)
    const missing = unmet(seen)
    const { url } = values
    if (url !== undefined) {
      const apart = [...leftApart(seen), ...own].map((topic) => `\n    ${topic}`)
      reporter.say(`  These need a server of their own, and were not tried at ${url}:${apart.join('')}`)
      if (missing.length > 0) reporter.say(`  So this was not met there:\n    ${missing.join('\n    ')}`)
    } else if (chosen.length === 0 && !interruption.signal.aborted) {
      const failure = missing.length === 0 ? undefined : `No conformance test has met:\n${missing.join('\n')}`
      reporter.add({ title: 'every method, notification, refusal and close code was met', tookMs: 0, failure })
    }
  } finally {
    // The tests that follow are no part of the suite, and note nothing.
    delete process.env['PARLEY_TEST_SEEN']
    rmSync(folder, { recursive: true })
  }
}

async function runPart({ title, files, abreast }: Part, chosen: string[], brief: boolean): Promise<void> {
  const all = globSync(files, { cwd: root })
    .map((file) => path.join(root, file))
    .sort()
  const wanted = chosen.length === 0 ? all : all.filter((file) => chosen.includes(file))
  if (wanted.length === 0) return
  const from = performance.now()
  if (!brief) reporter.say(`\n${title}`)
  const { passed, failed } = await runFiles(wanted, abreast, brief)
  const took = ((performance.now() - from) / 1000).toFixed(1)
  reporter.say(`  ${failed > 0 ? '✗' : '✓'} ${title}: ${passed} passed, ${failed} failed in ${took} s`)
}

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { only: { type: 'string' }, url: { type: 'string' } },
})
const [mode, ...named] = positionals
const chosen = named.map((file) => path.resolve(root, file))
const isWanted = (part: string) => (values.url === undefined ? (values.only ?? part) : 'conformance') === part
if (values.url !== undefined) process.env['PARLEY_URL'] = values.url

async function check(): Promise<void> {
  delete process.env['PARLEY_TEST_POSTGRES'] // quick: the store is tried with SQLite alone
  await Promise.all([runChecks(), runPart(parts.unit, [], true)])
}

async function test(): Promise<void> {
  if (values.url !== undefined) return await runConformance(parts.conformance)
  if (isWanted('checks') && chosen.length === 0) {
    reporter.say('\nChecks')
    await runChecks()
  }
  await using postgres = await openPostgres()
  process.env['PARLEY_TEST_POSTGRES'] = postgres.url
  for (const [name, part] of Object.entries(parts)) {
    if (!isWanted(name) || interruption.signal.aborted) continue
    if (name === 'conformance') await runConformance(part)
    else await runPart(part, chosen, false)
  }
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => interruption.abort(new Error(`interrupted by ${signal}`)))

try {
  await (mode === 'check' ? check() : test())
} catch (error) {
  reporter.add({ title: 'the run itself', tookMs: 0, failure: inspect(error) })
}
if (interruption.signal.aborted) process.exitCode = 130
else if (!reporter.close()) process.exitCode = 1
