// The checks that run no code of ours: Biome and the TypeScript compiler.
import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'

export interface Check {
  title: string
  command: string[]
}

const bin = (name: string) => `node_modules/.bin/${name}`

export const checks: Check[] = [
  { title: 'Biome: style and faults', command: [bin('biome'), 'check', '--error-on-warnings'] },
  { title: 'TypeScript: protocol, server, client, tests', command: [bin('tsc'), '-p', '.'] },
  { title: 'TypeScript: web app', command: [bin('tsc'), '-p', 'packages/web'] },
  { title: 'TypeScript: example in React', command: [bin('tsc'), '-p', 'examples/react'] },
]

export interface CheckResult {
  title: string
  passed: boolean
  output: string
  tookMs: number
}

export async function runCheck({ title, command: [file = '', ...args] }: Check, root: string): Promise<CheckResult> {
  const from = performance.now()
  const child = spawn(file, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  const [code, out, err] = await Promise.all([ended, text(child.stdout), text(child.stderr)])
  return { title, passed: code === 0, output: `${out}${err}`.trim(), tookMs: performance.now() - from }
}
