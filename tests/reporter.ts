// Tells what the tests did: a line per test as it ends, the failures in full at the end, and the count as the last line.
import { relative, resolve } from 'node:path'
import type { TestEvent } from 'node:test/reporters'
import { inspect } from 'node:util'

export interface Outcome {
  title: string
  tookMs: number
  /** What to read when it failed; undefined when it passed. */
  failure: string | undefined
}

export interface Counts {
  passed: number
  failed: number
}

export interface FileReport {
  event: (event: TestEvent) => void
  /** Ends the file's report with what was wrong with the file as a whole, or ''. Says how many tests did what. */
  close: (wrong: string) => Counts
}

type Ended = Extract<TestEvent, { type: 'test:pass' | 'test:fail' }>

const outputLines = 80
const duration = (ms: number) => (ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`)
const line = (depth: number, { failure, title, tookMs }: Outcome) =>
  `${'  '.repeat(depth)}${failure === undefined ? '✓' : '✗'} ${title} (${duration(tookMs)})\n`

/** The words of an error without the frames inside of Node, which say nothing about our code. */
function describe(error: Error): string {
  const cause: unknown = error.cause ?? error
  const words = cause instanceof Error ? (cause.stack ?? cause.message) : inspect(cause)
  return words.replaceAll(/\n\s+at [^\n]*\bnode:[^\n]*/g, '')
}

/** What one test's ending says; undefined when it only sums up what its inner tests said before. */
function outcomeOf({ type, data }: Ended): Outcome | undefined {
  const outcome = { title: data.name, tookMs: data.details.duration_ms, failure: undefined }
  if (type === 'test:pass') {
    if (data.details.type === 'suite') return undefined
    const isSkipped = data.skip !== undefined || data.todo !== undefined
    return { ...outcome, failure: isSkipped ? 'It was skipped. A test is run, or it is not there.' : undefined }
  }
  const { error } = data.details
  if ('failureType' in error && error.failureType === 'subtestsFailed') return undefined
  return { ...outcome, failure: describe(error) }
}

/** How the process of a file ended, where that was not well: its tests alone do not tell. */
function endingOf({ type, data }: Ended): string {
  if (
    type === 'test:pass' ||
    ('failureType' in data.details.error && data.details.error.failureType === 'subtestsFailed')
  )
    return ''
  const { exitCode, signal } = data.details.error as { exitCode?: number; signal?: string }
  return `Its process ended ${signal ? `by ${signal}` : `with code ${exitCode}`}, outside of a test.`
}

export function openReporter(write: (text: string) => void, root: string) {
  let passed = 0
  const failures: Outcome[] = []
  const count = (outcome: Outcome) => {
    if (outcome.failure === undefined) passed++
    else failures.push(outcome)
  }

  return {
    say: (text: string) => write(`${text}\n`),

    add(outcome: Outcome) {
      count(outcome)
      write(line(1, outcome))
    },

    /** Reports a file as it runs or, when others run beside it, at its end; `brief` leaves out what passed. */
    openFile(file: string, { live, brief }: { live: boolean; brief: boolean }): FileReport {
      const from = performance.now()
      const name = relative(root, file)
      const held: string[] = []
      const output: string[] = []
      let ending = ''
      let begun = ''
      const path: string[] = [] // the names of the tests around the one that runs, and its own
      let headed = 0 // how many of them stand above in print
      const counts = { passed: 0, failed: 0 }
      const print = (text: string) => (live ? write(text) : held.push(text))
      const report = (outcome: Outcome, around: string[]) => {
        counts[outcome.failure === undefined ? 'passed' : 'failed']++
        const title = [name, ...around, outcome.title].join(' › ')
        const printed = outcome.failure !== undefined && output.length > 0 ? `\n\nIt printed:\n${last(output)}` : ''
        count(outcome.failure === undefined ? outcome : { ...outcome, title, failure: `${outcome.failure}${printed}` })
        if (printed !== '') output.length = 0
        if (brief && outcome.failure === undefined) return
        for (const [depth, heading] of around.entries())
          if (depth >= headed) print(`${'  '.repeat(depth + 2)}${heading}\n`)
        headed = around.length
        print(line(around.length + 2, outcome))
      }
      if (!brief) print(`  ${name}\n`)

      return {
        event(event) {
          const { type, data } = event
          if (type === 'test:stdout' || type === 'test:stderr') output.push(data.message)
          if (type === 'test:diagnostic' && data.file === file) output.push(`${data.message}\n`)
          if (type === 'test:dequeue') begun = data.name
          if (type === 'test:start') {
            path.splice(data.nesting, path.length, data.name)
            headed = Math.min(headed, data.nesting)
          }
          if (type !== 'test:pass' && type !== 'test:fail') return
          const one = event as Ended
          if (data.nesting === 0 && resolve(root, data.name) === file) {
            ending = endingOf(one)
            return
          }
          const outcome = outcomeOf(one)
          if (outcome) report(outcome, path.slice(0, data.nesting))
        },

        close(wrong) {
          const tookMs = performance.now() - from
          const isEmpty = counts.passed + counts.failed === 0
          const failure = wrong || ending || (isEmpty ? 'There is no test in it.' : '')
          if (wrong !== '' && begun !== '') output.push(`The last test that began: ${begun}\n`)
          if (failure !== '') report({ title: 'the file itself', tookMs, failure }, [])
          if (!brief) print(`    ${counts.passed} passed, ${counts.failed} failed in ${duration(tookMs)}\n`)
          for (const text of held) write(text)
          return counts
        },
      }
    },

    /** Prints the end; says whether all went well. */
    close(): boolean {
      if (passed + failures.length === 0)
        failures.push({ title: 'No test was run', tookMs: 0, failure: 'Nothing matched.' })
      for (const { title, failure } of failures) write(`\n✗ ${title}\n${failure?.replaceAll(/^/gm, '    ')}\n`)
      write(`\n${passed} passed, ${failures.length} failed\n`)
      return failures.length === 0
    },
  }
}

const last = (output: string[]) => output.join('').trimEnd().split('\n').slice(-outputLines).join('\n')
