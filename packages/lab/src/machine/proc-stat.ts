// What Linux says of a process and of the processors (proc(5)): parsers of text, without I/O.

/** USER_HZ: the unit of CPU times in /proc; 100 on every Linux that Node runs on. */
export const TICKS_PER_SECOND = 100

export interface ProcessStat {
  readonly pid: number
  readonly command: string
  readonly parent: number
  /** User and system time, of all threads. */
  readonly cpuSeconds: number
  readonly threads: number
}

/** /proc/PID/stat. Undefined when it is none. */
export function parseProcessStat(text: string): ProcessStat | undefined {
  // The command stands in parentheses and may contain anything, also parentheses and spaces.
  const open = text.indexOf('(')
  const close = text.lastIndexOf(')')
  if (open < 0 || close < open) return undefined
  const fields = text
    .slice(close + 2)
    .split(' ')
    .map(Number)
  // Counted from `state`, the third field of proc(5).
  const [parent, user, system, threads] = [fields[1], fields[11], fields[12], fields[17]]
  if (parent === undefined || user === undefined || system === undefined || threads === undefined) return undefined
  return {
    pid: Number.parseInt(text, 10),
    command: text.slice(open + 1, close),
    parent,
    cpuSeconds: (user + system) / TICKS_PER_SECOND,
    threads,
  }
}

/** VmRSS of /proc/PID/status, in bytes; 0 for a zombie, which has none. */
export function parseRssBytes(status: string): number {
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024
}

/** The soft limit of /proc/PID/limits; infinity where it is unlimited or not said. */
export function parseDescriptorLimit(text: string): number {
  const soft = /^Max open files\s+(\S+)/m.exec(text)?.[1]
  return soft === undefined || soft === 'unlimited' ? Number.POSITIVE_INFINITY : Number(soft)
}

/** Seconds of all processors together since boot. */
export interface ProcessorTimes {
  readonly busy: number
  /** Taken by the hypervisor for others. */
  readonly steal: number
  readonly total: number
}

/** The line `cpu` of /proc/stat. */
export function parseProcessorTimes(text: string): ProcessorTimes | undefined {
  const fields = /^cpu +(.*)$/m.exec(text)?.[1]?.split(' ').map(Number)
  if (fields === undefined || fields.length < 8) return undefined
  // user nice system idle iowait irq softirq steal; guest times are in user already.
  const [user = 0, nice = 0, system = 0, idle = 0, wait = 0, irq = 0, softIrq = 0, steal = 0] = fields
  const busy = user + nice + system + irq + softIrq
  const seconds = (ticks: number) => ticks / TICKS_PER_SECOND
  return { busy: seconds(busy), steal: seconds(steal), total: seconds(busy + idle + wait + steal) }
}

/** A thread since it began; nanoseconds. */
export interface ThreadTimes {
  readonly runNs: number
  /** Ready to run, and waiting for a processor. */
  readonly waitNs: number
}

/** /proc/PID/task/TID/schedstat (sched-stats.rst of Linux). Undefined when it is none. */
export function parseThreadTimes(text: string): ThreadTimes | undefined {
  const [runNs, waitNs] = text.trim().split(' ').map(Number)
  return runNs === undefined || waitNs === undefined ? undefined : { runNs, waitNs }
}
