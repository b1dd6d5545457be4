// The limit of open files of a process that runs: read, and set with prlimit(1) of util-linux.

import { execFile } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { promisify } from 'node:util'

export interface OpenFiles {
  readonly soft: number
  readonly hard: number
  readonly open: ReadonlySet<number>
}

export async function openFiles(pid: number): Promise<OpenFiles> {
  const limits = await readFile(`/proc/${pid}/limits`, 'utf8')
  const [, soft, hard] = /^Max open files +(\d+) +(\d+)/m.exec(limits) ?? []
  const open = new Set((await readdir(`/proc/${pid}/fd`)).map(Number))
  return { soft: Number(soft), hard: Number(hard), open }
}

export async function setOpenFiles(pid: number, soft: number, hard: number): Promise<void> {
  await promisify(execFile)('prlimit', ['--pid', String(pid), `--nofile=${soft}:${hard}`])
}

/** The limit under which so many more can be opened: a new file takes the lowest number that is free. */
export function limitLeaving(free: number, open: ReadonlySet<number>): number {
  let limit = 0
  for (let left = free; left > 0; limit += 1) if (!open.has(limit)) left -= 1
  return limit
}
