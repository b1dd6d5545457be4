// Does all that a fresh clone lacks, then runs what was asked for: node setup/main.mjs start|parley|check|test|bench [args]
import { commands } from './commands.mjs'
import { Interrupted, SetUpFailure } from './failure.mjs'
import { foreground } from './foreground.mjs'
import { openHouse } from './house.mjs'
import { openInterruption } from './interruption.mjs'
import { openProgress } from './progress.mjs'
import { debian } from './steps/debian.mjs'
import { dependencies } from './steps/dependencies.mjs'
import { node } from './steps/node.mjs'
import { typedoc } from './steps/typedoc.mjs'
import { web } from './steps/web.mjs'
import { worker } from './steps/worker.mjs'

/** Carries out the steps that a command needs. @param {import('./commands.mjs').Command} command */
async function setUp(command) {
  const interruption = openInterruption()
  try {
    const progress = command.quiet ? openProgress(process.stderr, true) : openProgress(process.stdout, false)
    const house = openHouse(interruption.signal, progress)
    const first = node(house)
    const { tools } = first
    const steps = {
      worker: () => worker(house, tools.node),
      packages: () => debian(house, 'test'),
      web: () => web(house, tools),
      typedoc: () => typedoc(house, tools),
    }
    await house.step(first)
    await house.step(dependencies(house, tools))
    for (const need of command.needs) await house.step(steps[need]())
    return { node: tools.node, root: house.root }
  } finally {
    interruption.close()
  }
}

/** @param {import('./commands.mjs').Command} command @param {string[]} args */
async function run(command, args) {
  const { node, root } = await setUp(command)
  return await foreground([node, ...command.runs(args)], root)
}

/** @param {unknown} error */
function explain(error) {
  if (error instanceof Interrupted) {
    console.error('\nInterrupted. The next time it goes on from here.')
    process.kill(process.pid, error.by)
  } else if (error instanceof SetUpFailure) {
    console.error(
      ['', error.details, `Set-up failed: ${error.message}.`, error.advice]
        .filter((part, at) => at === 0 || part)
        .join('\n'),
    )
  } else throw error
  return 1
}

const [name = '', ...args] = process.argv.slice(2)
const command = Object.hasOwn(commands, name) ? commands[name] : undefined
if (command === undefined) {
  console.error(`usage: node setup/main.mjs ${Object.keys(commands).join('|')} [arguments]`)
  process.exitCode = 2
} else process.exitCode = await run(command, args).catch(explain)
