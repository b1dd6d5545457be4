// The main program of a child process: does what its parent says, and ends with it.

import { Generator } from './generator.ts'
import { openLabEngine } from './lab-engine.ts'
import type { Assignment, FromChild, ToChild } from './messages.ts'

/** To leave the rooms in when the parent is gone; then the sockets are just cut. */
const FAREWELL_MS = 2_000

let generator: Generator | undefined

const send = (message: FromChild) => {
  // The channel is closed when the parent died; `disconnect` below ends us then.
  if (process.connected) process.send?.(message)
}

process.on('message', (message: ToChild) => {
  if (message.type === 'assign') void begin(message.assignment)
  else if (message.type === 'start') generator?.start(message.atUs)
  else if (generator) void generator.stop()
  else end(0)
})

// Ctrl-C reaches all processes of the terminal; what it means is for the parent to say.
process.on('SIGINT', () => {})
process.on('SIGTERM', () => {})

process.on('disconnect', () => {
  setTimeout(() => process.exit(1), FAREWELL_MS)
  if (generator) void generator.stop()
  else end(1)
})

async function begin(assignment: Assignment): Promise<void> {
  const engine = await openLabEngine(assignment.engineSeed)
  generator = new Generator({ engine, assignment, send })
  void generator.ended.then(() => end(0))
  send({ type: 'ready' })
}

function end(code: number): void {
  if (!process.connected) process.exit(code)
  process.send?.({ type: 'done' } satisfies FromChild, () => process.exit(code))
}
