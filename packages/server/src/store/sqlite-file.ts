// Opens the database file of the embedded store: private, write-ahead logged, and checked; a damaged one is moved aside.

import { closeSync, existsSync, mkdirSync, openSync, readSync, renameSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Log } from '../log/log.ts'
import { isSqliteCorrupt } from './sqlite-errors.ts'
import { FileOwned, ownFile } from './sqlite-owner.ts'

export interface SqliteFileOptions {
  /** `:memory:` or a path. */
  readonly path: string
  /**
   * What a commit waits for. `normal`: for the kernel, so that it survives the end of the process but not always a power
   * cut. `full`: for the disk, which holds up the whole process for as long.
   */
  readonly synchronous: 'normal' | 'full'
  /** Open it also while a server owns it, and leave it as it is then. */
  readonly besideServer: boolean
  readonly log: Log
  readonly now: () => number
}

/** While opening, another process may be migrating. */
const openBusyTimeoutMs = 5000
/** Waiting for another writer blocks the process; there is none but for tools, so the wait is short. */
const busyTimeoutMs = 250

export interface OwnedDatabase {
  readonly database: DatabaseSync
  /** false: a server is running on it, and this is a guest. */
  readonly owned: boolean
  /** Gives the file back; to be called when the database is closed. */
  release(): void
}

export function openSqliteFile(options: SqliteFileOptions): OwnedDatabase {
  const { path } = options
  if (path === ':memory:') return { database: openChecked(options), owned: true, release() {} }
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const release = takeFile(options)
  if (release === undefined)
    return { database: new DatabaseSync(path, { timeout: openBusyTimeoutMs }), owned: false, release() {} }
  try {
    return { database: openOrBeginAnew(options), owned: true, release }
  } catch (error) {
    release()
    throw error
  }
}

/** Undefined: a server has it, and need not give it up. */
function takeFile({ path, besideServer }: SqliteFileOptions): (() => void) | undefined {
  try {
    return ownFile(path, process.pid)
  } catch (error) {
    if (besideServer && error instanceof FileOwned) return undefined
    throw error
  }
}

function openOrBeginAnew(options: SqliteFileOptions): DatabaseSync {
  const { path, log } = options
  refuseForeign(path)
  createPrivate(path)
  try {
    return openChecked(options)
  } catch (error) {
    if (!(error instanceof DamagedFile) && !isSqliteCorrupt(error)) throw error
    const movedTo = moveAside(path, options.now())
    log.error('the database file is damaged; it was moved aside and an empty one begun', { path, movedTo, error })
    createPrivate(path)
    return openChecked(options)
  }
}

class DamagedFile extends Error {}

/** A file that is no database and is not named like one was named by mistake: it is not ours to move aside. */
function refuseForeign(path: string): void {
  if (!existsSync(path) || /\.(db|sqlite3?)$/.test(path)) return
  const file = openSync(path, 'r')
  const head = Buffer.alloc(16)
  const length = readSync(file, head)
  closeSync(file)
  if (length > 0 && !head.toString('latin1').startsWith('SQLite format 3'))
    throw new Error('it is no database; choose another file with --store')
}

function openChecked({ path, synchronous, log }: SqliteFileOptions): DatabaseSync {
  const database = new DatabaseSync(path, { timeout: openBusyTimeoutMs })
  try {
    const mode = database.prepare('pragma journal_mode = wal').get()?.['journal_mode']
    if (mode !== 'wal' && path !== ':memory:') log.warn('the file system allows no write-ahead log', { path, mode })
    database.exec(`pragma synchronous = ${synchronous}`)
    // Reads the whole file: about 1.5 s per GB that the kernel has cached.
    const problem = database.prepare('pragma quick_check(1)').get()?.['quick_check']
    if (problem !== 'ok') throw new DamagedFile(String(problem))
    database.exec(`pragma busy_timeout = ${busyTimeoutMs}`)
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

/** SQLite gives its -wal and -shm files the mode of the database file. */
function createPrivate(path: string): void {
  try {
    closeSync(openSync(path, 'wx', 0o600))
  } catch (error) {
    // An existing file is not opened here: closing it would drop the locks of another connection in this process.
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  }
}

/** The write-ahead log goes along, so that SQLite's `.recover` finds all that can be saved. */
function moveAside(path: string, nowMs: number): string {
  const target = `${path}.corrupt-${new Date(nowMs).toISOString().replaceAll(':', '-')}`
  for (const suffix of ['', '-wal', '-shm']) {
    if (existsSync(path + suffix)) renameSync(path + suffix, target + suffix)
  }
  return target
}
