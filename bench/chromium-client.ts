// What one Chromium uses that takes part in a room with the web app: all of its processes, as the system counts them.

import { setTimeout as pause } from 'node:timers/promises'
import { childrenOf, readProcess } from '../packages/lab/src/machine/processes.ts'
import { openBrowser } from '../tests/e2e/browser.ts'
import { familyOf, pssMegabytes } from './process-use.ts'

export interface ChromiumUse {
  /** Share of one core. */
  readonly cpu: number
  readonly pssMegabytes: number
  readonly processes: number
  /** Videos that it decodes. */
  readonly videos: number
}

/** Joins the room, waits until it decodes the others, and measures for so long. */
export async function measureChromium(origin: string, room: string, others: number, ms: number): Promise<ChromiumUse> {
  const before = new Set(childrenOf(process.pid))
  await using browser = await openBrowser()
  const isOurs = (pid: number) => !before.has(pid)
  const visitor = await browser.visitor('Chromium')
  await visitor.join(origin, room)
  await visitor.decodesVideoOf(others)
  const family = () => childrenOf(process.pid).filter(isOurs).flatMap(familyOf)
  const cpuBefore = new Map(family().map((pid) => [pid, cpuSeconds(pid)]))
  const begun = performance.now()
  await pause(ms)
  const now = family()
  const seconds = (performance.now() - begun) / 1_000
  const used = now.reduce((sum, pid) => sum + cpuSeconds(pid) - (cpuBefore.get(pid) ?? 0), 0)
  const pss = now.reduce((sum, pid) => sum + pssMegabytes(pid), 0)
  const videos = (await visitor.inboundVideo()).filter(({ framesDecoded }) => framesDecoded > 0).length
  return { cpu: used / seconds, pssMegabytes: pss, processes: now.length, videos }
}

/** With threads that have ended: Chromium has many that do. */
function cpuSeconds(pid: number): number {
  return readProcess(pid)?.cpuSeconds ?? 0
}
