// One process owns a database file: a second server on the same file would take its rooms away from the first.

import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'

/** Another process has the file. */
export class FileOwned extends Error {}

/** Takes the file for this process; returns what gives it back. Throws FileOwned with the number of the process that has it. */
export function ownFile(path: string, pid: number): () => void {
  const mark = `${path}.pid`
  for (const last of [false, true]) {
    try {
      const file = openSync(mark, 'wx', 0o600)
      writeSync(file, String(pid))
      closeSync(file)
      return () => rmSync(mark, { force: true })
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
      const owner = Number(readFileSync(mark, 'utf8'))
      // Our own number: we opened it twice, or an earlier life in a container, where every server is process 1.
      if (owner !== pid && isAlive(owner))
        throw new FileOwned(`process ${owner} is using it: stop that server, or choose another file with --store`)
      if (last) throw error
      rmSync(mark, { force: true }) // its owner was killed
    }
  }
  throw new Error('unreachable: the second attempt returns or throws')
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid < 1) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // It lives, but is somebody else's.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
