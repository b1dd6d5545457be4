// How a child process of clients is started: lean, since its memory is counted per client and its CPU per packet.

import { join } from 'node:path'

export interface ProcessSettings {
  readonly execArgv: string[]
  readonly env: Record<string, string | undefined>
}

const CACHE = join(import.meta.dirname, '../../../../node_modules/.cache/parley-lab')

/** @param environment of the parent; what is set there wins */
export function generatorProcess(environment: Readonly<Record<string, string | undefined>>): ProcessSettings {
  return {
    // Packets leave little garbage: a young generation of 16 MB would fill up before it is looked at.
    execArgv: ['--max-semi-space-size=4'],
    env: {
      // Compiled once for all runs: without it the compiler's own memory stays with each process.
      NODE_COMPILE_CACHE: CACHE,
      // glibc makes an arena per thread, and libdatachannel has several; nothing here allocates often enough to need them.
      MALLOC_ARENA_MAX: '2',
      ...environment,
    },
  }
}
