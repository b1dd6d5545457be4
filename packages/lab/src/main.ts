#!/usr/bin/env node
// The command line of the load lab.

import { Command, CommanderError } from 'commander'
import { addCompareCommands } from './compare/command.ts'
import { exitCodes, LabError } from './exit-codes.ts'
import { addImpairCommand } from './impair/command.ts'
import { addRunCommand } from './run-command.ts'
import { addStressCommand } from './stress/command.ts'

const program = new Command('parley-lab')
  .description('Real WebRTC clients by the hundred against a Parley server, and whether what they saw can be believed')
  .exitOverride()
  .showHelpAfterError('(parley-lab run conference --help says more)')
addRunCommand(program, process)
addStressCommand(program, process)
const say = (line: string) => void process.stdout.write(`${line}\n`)
addImpairCommand(program, say)
addCompareCommands(program, say)

try {
  await program.parseAsync()
} catch (error) {
  process.exitCode = failed(error)
}

/** Says what is wrong in a line; what nobody expected gets its stack. */
function failed(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok.code : exitCodes.usage.code
  if (!(error instanceof LabError)) throw error
  process.stderr.write(`parley-lab: ${error.message}\n`)
  return exitCodes[error.ending].code
}
