// Runs the tests: `run.ts check` what is quick, `run.ts test` everything, `run.ts test --only e2e` or `… FILE` a part of it.
import { globSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import path from 'node:path'
import { inspect, parseArgs } from 'node:util'
import { checks, runCheck } from '../setup/testing/checks.ts'
import { runTestFile } from '../setup/testing/file.ts'
import { openPostgres } from './postgres.ts'
import { type Counts, openReporter } from './reporter.ts'

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

const { positionals, values } = parseArgs({ allowPositionals: true, options: { only: { type: 'string' } } })
const [mode, ...named] = positionals
const chosen = named.map((file) => path.resolve(root, file))
const isWanted = (part: string) => values.only === undefined || values.only === part

async function check(): Promise<void> {
  delete process.env['PARLEY_TEST_POSTGRES'] // quick: the store is tried with SQLite alone
  await Promise.all([runChecks(), runPart(parts.unit, [], true)])
}

async function test(): Promise<void> {
  if (isWanted('checks') && chosen.length === 0) {
    reporter.say('\nChecks')
    await runChecks()
  }
  await using postgres = await openPostgres()
  process.env['PARLEY_TEST_POSTGRES'] = postgres.url
  for (const [name, part] of Object.entries(parts))
    if (isWanted(name) && !interruption.signal.aborted) await runPart(part, chosen, false)
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
