// What the whole machine goes through during a run: busy and stolen processor time.

import { availableParallelism, cpus, release, totalmem } from 'node:os'
import { type ProcessorTimes, parseProcessorTimes } from './proc-stat.ts'
import { readText } from './processes.ts'

export interface MachineFacts {
  readonly cores: number
  readonly model: string
  readonly memoryBytes: number
  readonly kernel: string
}

/** Shares of all processors together, 0–1. */
export interface MachineSample {
  readonly busy: number
  readonly steal: number
}

export function machineFacts(): MachineFacts {
  return {
    cores: availableParallelism(),
    model: cpus()[0]?.model.trim() ?? 'unknown',
    memoryBytes: totalmem(),
    kernel: release(),
  }
}

export class MachineWatch {
  #last = readTimes()
  readonly #first = this.#last

  /** Since the last call, or the beginning. */
  sample(): MachineSample {
    const now = readTimes()
    const sample = between(this.#last, now)
    this.#last = now
    return sample
  }

  /** Since the beginning. */
  overall(): MachineSample {
    return between(this.#first, readTimes())
  }
}

function readTimes(): ProcessorTimes {
  return parseProcessorTimes(readText('/proc/stat') ?? '') ?? { busy: 0, steal: 0, total: 0 }
}

function between(from: ProcessorTimes, to: ProcessorTimes): MachineSample {
  const total = to.total - from.total
  if (total <= 0) return { busy: 0, steal: 0 }
  return { busy: (to.busy - from.busy) / total, steal: (to.steal - from.steal) / total }
}
