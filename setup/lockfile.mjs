// Compares package.json, package-lock.json and node_modules: do they agree about what is installed?
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { contentOf } from './fingerprint.mjs'

/** @typedef {{ version?: string, integrity?: string, link?: boolean, optional?: boolean, os?: string | string[] }} Entry */
/** @typedef {{ packages: Record<string, Entry & { cpu?: string | string[], libc?: string | string[] }> }} Lock */

const kinds = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies']

/** The folders with a package.json of ours; '' is the root. @param {Lock} lock */
export const workspacesOf = (lock) => Object.keys(lock.packages).filter((place) => !place.includes('node_modules/'))

/** Where the manifests want something else than the lock file knows of. @param {Lock} lock @param {string} root */
export const differences = (lock, root) =>
  workspacesOf(lock).flatMap((place) => {
    const manifest = JSON.parse(readFileSync(path.join(root, place, 'package.json'), 'utf8'))
    return kinds.flatMap((kind) => {
      const wanted = manifest[kind] ?? {}
      const known = lock.packages[place][kind] ?? {}
      return [...new Set([...Object.keys(wanted), ...Object.keys(known)])]
        .filter((name) => wanted[name] !== known[name])
        .map(
          (name) =>
            `${place || '.'}: ${name} is ${wanted[name] ?? 'absent'}, in the lock file ${known[name] ?? 'absent'}`,
        )
    })
  })

/** @param {string | string[] | undefined} list @param {string} mine */
function admits(list, mine) {
  const words = [list ?? []].flat()
  const allowed = words.filter((word) => !word.startsWith('!'))
  return !words.includes(`!${mine}`) && (allowed.length === 0 || allowed.includes(mine))
}

/** Whether an optional package was made for this system. One for all systems may be absent: one for another needs it. */
const isOursToHave = (/** @type {Lock['packages'][string]} */ { os, cpu, libc }) =>
  (os ?? cpu ?? libc) !== undefined &&
  admits(os, process.platform) &&
  admits(cpu, process.arch) &&
  admits(libc, 'glibc')

/** Whether all packages of the lock file that are for this system lie in node_modules. @param {Lock} lock @param {string} root */
export function holds(lock, root) {
  const content = contentOf(path.join(root, 'node_modules/.package-lock.json'))
  if (content === undefined) return false
  /** @type {Lock} */
  const there = JSON.parse(content)
  return Object.entries(lock.packages).every(([place, wanted]) => {
    if (!place.includes('node_modules/')) return true
    const found = there.packages[place]
    if (found === undefined) return wanted.optional === true && !isOursToHave(wanted)
    if (found.link !== wanted.link || found.version !== wanted.version || found.integrity !== wanted.integrity)
      return false
    return found.link === true || existsSync(path.join(root, place, 'package.json'))
  })
}
