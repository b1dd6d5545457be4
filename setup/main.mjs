// Does all that a fresh clone lacks, then runs what was asked for.
import { Interrupted, SetUpFailure } from './failure.mjs'
import { openHouse } from './house.mjs'
import { openInterruption } from './interruption.mjs'
import { openProgress } from './progress.mjs'
import { worker } from './steps/worker.mjs'

const interruption = openInterruption()
const house = openHouse(interruption.signal, openProgress(process.stdout, false))
try {
  await house.step(worker(house, process.execPath))
} catch (e) {
  console.error(e)
  process.exitCode = 1
}
