// Processes of this machine as /proc shows them now: who listens, whose children, what they use.

import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { parseListenerInode, parseSocketLink } from './proc-net.ts'
import { type ProcessStat, parseDescriptorLimit, parseProcessStat, parseRssBytes } from './proc-stat.ts'

export interface ProcessUse extends ProcessStat {
  readonly rssBytes: number
  /** Open file descriptors; 0 where we may not look. */
  readonly descriptors: number
}

/** Undefined when there is no such process (any more), or no /proc. */
export function readProcess(pid: number): ProcessUse | undefined {
  const stat = parseProcessStat(readText(`/proc/${pid}/stat`) ?? '')
  if (stat === undefined) return undefined
  return {
    ...stat,
    rssBytes: parseRssBytes(readText(`/proc/${pid}/status`) ?? ''),
    descriptors: list(`/proc/${pid}/fd`).length,
  }
}

export function childrenOf(pid: number): number[] {
  return pids().filter((other) => parseProcessStat(readText(`/proc/${other}/stat`) ?? '')?.parent === pid)
}

/** The process that listens on a TCP port of this machine; undefined when there is none, or it is somebody else's. */
export function findListener(port: number): number | undefined {
  const inode = ['tcp', 'tcp6']
    .map((table) => parseListenerInode(readText(`/proc/net/${table}`) ?? '', port))
    .find((found) => found !== undefined)
  return inode === undefined ? undefined : pids().find((pid) => socketInodes(pid).includes(inode))
}

export function socketInodes(pid: number): number[] {
  return list(`/proc/${pid}/fd`).flatMap((descriptor) => {
    const inode = parseSocketLink(readLink(`/proc/${pid}/fd/${descriptor}`) ?? '')
    return inode === undefined ? [] : [inode]
  })
}

/** How many files this process may open. Node has raised the soft limit to the hard one when it started. */
export function descriptorLimit(): number {
  return parseDescriptorLimit(readText('/proc/self/limits') ?? '')
}

/** Undefined where it cannot be read: another system, another user's process, or one that has just ended. */
export function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

function pids(): number[] {
  return list('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
}

function list(path: string): string[] {
  try {
    return readdirSync(path)
  } catch {
    // As with readText.
    return []
  }
}

function readLink(path: string): string | undefined {
  try {
    return readlinkSync(path)
  } catch {
    // As with readText.
    return undefined
  }
}
