// The files of a run, each there as a whole or not at all.

import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { resultOf, summarise } from './client-entries.ts'
import type { LabReport } from './lab-report.ts'
import { makePage } from './page/page.ts'

export const fileNames = {
  results: 'load_test_results.json',
  summary: 'load_test_summary.json',
  report: 'lab.json',
  page: 'report.html',
} as const

/** Returns their paths. */
export async function writeFiles(folder: string, report: LabReport): Promise<string[]> {
  await mkdir(folder, { recursive: true })
  const contents: [string, string][] = [
    [fileNames.results, toText(report.perClient.map(resultOf))],
    [fileNames.summary, toText(summarise(report.perClient))],
    [fileNames.report, toText(report)],
    [fileNames.page, makePage(report)],
  ]
  const paths = contents.map(([name]) => join(folder, name))
  await Promise.all(contents.map(([name, text]) => writeWhole(join(folder, name), text)))
  return paths
}

/** Written beside and moved into place, so that nobody reads half of it, also after a crash. */
async function writeWhole(path: string, text: string): Promise<void> {
  const beside = `${path}.${process.pid}.tmp`
  try {
    await writeFile(beside, text)
    await rename(beside, path)
  } catch (error) {
    await rm(beside, { force: true })
    throw error
  }
}

function toText(content: unknown): string {
  return `${JSON.stringify(content, (_, value) => (typeof value === 'number' ? rounded(value) : value), 1)}\n`
}

/** Six digits: no figure of ours is more exact, and the file stays readable. Whole numbers stay whole. */
function rounded(value: number): number {
  return Number.isInteger(value) ? value : Number(value.toPrecision(6))
}
