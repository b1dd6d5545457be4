// The main program of a process of clients: does what the benchmark asks, answers, and ends with it.

import type { Answered, Asked } from './messages.ts'
import { Troupe } from './troupe.ts'

const troupe = new Troupe()

process.on('message', (asked: Asked) => {
  troupe.answer(asked).then(
    (answer) => tell({ id: asked.id, answer }),
    (error: unknown) => tell({ id: asked.id, error: error instanceof Error ? (error.stack ?? error.message) : '?' }),
  )
})
process.on('disconnect', () => process.exit(1))
// Ctrl-C reaches all processes of the terminal; the benchmark ends us.
process.on('SIGINT', () => {})

function tell(message: Answered): void {
  // Without a channel the benchmark is gone, and `disconnect` ends us.
  if (process.connected) process.send?.(message)
}
