// Sums up files and words in a short hash, so that a step can tell that nothing has changed since it was done.
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

/** @param {string[]} parts */
export function fingerprint(...parts) {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(`${part.length}:${part}`)
  return hash.digest('hex').slice(0, 16)
}

/** All files below a folder, sorted. @param {string} folder @param {(name: string) => boolean} [wanted] @returns {string[]} */
export const filesIn = (folder, wanted = () => true) =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => wanted(entry.name))
    .flatMap((entry) => {
      const file = path.join(folder, entry.name)
      return entry.isDirectory() ? filesIn(file, wanted) : [file]
    })
    .sort()

/** Content of a small file; undefined when it does not exist. @param {string} file */
export function contentOf(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (error.code === 'ENOENT') return undefined
    throw error
  }
}
