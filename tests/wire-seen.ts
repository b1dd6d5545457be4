// What of the protocol the tests have met: noted by each test process, and compared with the tables when all have run.

import { appendFileSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { closeCodes, methods, notifications, refusals } from '@parley/protocol'

export type Kind = 'method' | 'notification' | 'refusal' | 'close'

/** Every word of the protocol that a client can meet. */
export const words: Readonly<Record<Kind, readonly string[]>> = {
  method: Object.keys(methods),
  notification: Object.keys(notifications),
  refusal: Object.keys(refusals),
  close: Object.keys(closeCodes),
}

const folder = process.env['PARLEY_TEST_SEEN']
const noted = new Set<string>()

/** Notes it, once for each process, where somebody has asked for it. */
export function note(kind: Kind | 'apart', name: string): void {
  const line = `${kind} ${name}`
  if (folder === undefined || noted.has(line)) return
  noted.add(line)
  appendFileSync(join(folder, `${process.pid}.txt`), `${line}\n`)
}

/** A close code by its number; the codes of WebSocket itself are not ours. */
export function noteClose(code: number): void {
  for (const [name, close] of Object.entries(closeCodes)) if (close.code === code) note('close', name)
}

/** What all test processes have noted. */
export function readSeen(from: string): ReadonlySet<string> {
  return new Set(
    readdirSync(from).flatMap((file) => readFileSync(join(from, file), 'utf8').split('\n').filter(Boolean)),
  )
}

/** What of the protocol was met by no test, as `kind name`. */
export function unmet(seen: ReadonlySet<string>, all = words): string[] {
  return Object.entries(all).flatMap(([kind, names]) =>
    names.map((name) => `${kind} ${name}`).filter((word) => !seen.has(word)),
  )
}

/** What of the protocol its page does not name. */
export function undocumented(page: string, all = words): string[] {
  const isNamed = (name: string) => new RegExp(`(?<![w.])${name.replaceAll('.', '.')}(?!w)`).test(page)
  return Object.entries(all).flatMap(([kind, names]) =>
    names.filter((name) => !isNamed(kind === 'close' ? codeOf(name) : name)).map((name) => `${kind} ${name}`),
  )
}

/** Topics that need a server of their own, and were left out because another was named. */
export function leftApart(seen: ReadonlySet<string>): string[] {
  return [...seen].filter((word) => word.startsWith('apart ')).map((word) => word.slice('apart '.length))
}

function codeOf(name: string): string {
  return String(Object.entries(closeCodes).find(([reason]) => reason === name)?.[1].code ?? name)
}
