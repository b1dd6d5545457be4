// `--network` of a run: a bad network in words, or the phases of one in a file.

import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { LabError } from '../exit-codes.ts'
import { type Phase, readPhases } from './phases.ts'

/** @param text `{ loss: 3 %, delay: 50 ms }`, `{ up: …, down: … }`, a list of phases, or the path of a file with one of these @throws {LabError} usage */
export function readNetwork(text: string): Phase[] {
  const isFile = !/^\s*[[{]/.test(text)
  const content = readYaml(isFile ? readText(text) : text, isFile ? text : '--network')
  if (Array.isArray(content)) return readPhases(content)
  const isPhase =
    typeof content === 'object' && content !== null && ['up', 'down', 'both'].some((name) => name in content)
  return readPhases([isPhase ? content : { both: content }])
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new LabError(
      'usage',
      `--network ${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    )
  }
}

function readYaml(text: string, name: string): unknown {
  try {
    return parse(text)
  } catch (error) {
    throw new LabError(
      'usage',
      `${name} is no YAML: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`,
    )
  }
}
