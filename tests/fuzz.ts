// The model test for as long as one likes: npm run fuzz -- --runs 100000 --seed 7. Ends with the first sequence that fails.

import { parseArgs } from 'node:util'
import { assertUnharmed } from './conformance/unharmed.ts'
import { playModel, settings } from './model/model.ts'
import { openParley } from './parley-process.ts'

const { values } = parseArgs({ options: { runs: { type: 'string', default: '100000' }, seed: { type: 'string' } } })
const calls = Number(values.runs)
const seed = Number(values.seed ?? Date.now() % 1_000_000_000)
if (!Number.isInteger(calls) || calls < 1 || !Number.isInteger(seed))
  throw new TypeError('--runs and --seed are whole numbers')

process.stdout.write(`seed ${seed}, ${calls} calls\n`)
await using parley = await openParley({ settings })
// Nothing is left running when it is asked to end before its time.
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => parley.kill().then(() => process.exit(130)))
const from = performance.now()
const made = await playModel(parley, { seed, calls, say: (line) => process.stdout.write(`${line}\n`) })
await assertUnharmed(parley)
process.stdout.write(`✓ ${made} calls in ${((performance.now() - from) / 1000).toFixed(0)} s, and all is well\n`)
