// Runs one test file in a process of its own and sees that it ends: in time, and with all that it started.
import { randomUUID } from 'node:crypto'
import { run } from 'node:test'
import type { TestEvent } from 'node:test/reporters'
import { setTimeout as wait } from 'node:timers/promises'
import { end, marked, processesOf } from './left-behind.ts'

const timeoutMs = 5 * 60_000
const graceMs = 10_000

export interface FileOptions {
  root: string
  signal: AbortSignal
  onEvent: (event: TestEvent) => void
}

/** Resolves to what was wrong with the file as a whole; '' if nothing was. */
export async function runTestFile(file: string, { root, signal, onEvent }: FileOptions): Promise<string> {
  const mark = randomUUID()
  const stop = () => end(processesOf(mark))
  let timedOut = false
  const timer = setTimeout(() => {
    timedOut = true
    stop()
  }, timeoutMs)
  signal.addEventListener('abort', stop, { once: true })
  try {
    for await (const event of run({ files: [file], cwd: root, isolation: 'process', env: marked(mark) }))
      onEvent(event as TestEvent)
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', stop)
  }
  if (timedOut) return `It did not end within ${timeoutMs / 60_000} minutes.`
  for (const until = Date.now() + graceMs; processesOf(mark).length > 0 && Date.now() < until; ) await wait(50)
  const left = processesOf(mark)
  stop()
  return left.length === 0
    ? ''
    : `It left processes behind:\n${left.map(({ pid, command }) => `  ${pid} ${command}`).join('\n')}`
}
