// Lets one set-up at a time do a step: a lock file names its owner, and the lock of an owner that is gone is taken over.
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

const beatMs = 5000
const silentMs = 60_000
const takeoverMs = 10_000

/** When a process began, in clock ticks since boot: tells it from a later one with the same pid. @param {number} pid */
function bornAt(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
  } catch {
    return '' // no such process, or no /proc on this system
  }
}

/** @param {number} pid */
function runs(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

/** The lock's owner if it still holds it; undefined when the lock is free or left behind. @param {string} file */
function holderOf(file) {
  try {
    const owner = JSON.parse(readFileSync(file, 'utf8'))
    if (owner.host !== hostname()) return Date.now() - statSync(file).mtimeMs < silentMs ? owner : undefined
    return runs(owner.pid) && bornAt(owner.pid) === owner.born ? owner : undefined
  } catch (error) {
    if (error.code === 'ENOENT' || error instanceof SyntaxError) return undefined
    throw error
  }
}

/** Makes a file that must not exist yet, with its content, in one step. @param {string} file @param {string} content */
function create(file, content) {
  const draft = `${file}.${process.pid}`
  writeFileSync(draft, content)
  try {
    linkSync(draft, file)
    return true
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw error
  } finally {
    rmSync(draft, { force: true })
  }
}

/** Removes a lock left behind. A second lock stands around it, lest a new owner's lock is removed instead. */
function removeLeftBehind(/** @type {string} */ file) {
  const guard = `${file}.takeover`
  if (!create(guard, '')) {
    if (Date.now() - (statSync(guard, { throwIfNoEntry: false })?.mtimeMs ?? Date.now()) > takeoverMs) rmSync(guard)
    return
  }
  try {
    if (holderOf(file) === undefined) rmSync(file, { force: true })
  } finally {
    rmSync(guard, { force: true })
  }
}

/**
 * @template T
 * @param {string} file
 * @param {{ signal: AbortSignal, onWait: (pid: number) => void }} options
 * @param {() => Promise<T>} work
 */
export async function withLock(file, { signal, onWait }, work) {
  mkdirSync(path.dirname(file), { recursive: true })
  const mine = JSON.stringify({ pid: process.pid, born: bornAt(process.pid), host: hostname() })
  while (!create(file, mine)) {
    const holder = holderOf(file)
    if (holder === undefined) removeLeftBehind(file)
    else onWait(holder.pid)
    await wait(holder === undefined ? 20 : 300, undefined, { signal })
  }
  const beat = () => existsSync(file) && utimesSync(file, new Date(), new Date())
  const beating = setInterval(beat, beatMs)
  try {
    return await work()
  } finally {
    clearInterval(beating)
    rmSync(file, { force: true })
  }
}
