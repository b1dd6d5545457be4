// Compiles the worker from the sources in mediasoup's npm package; goes on where an interrupted build stopped.
import { cpSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { availableParallelism, totalmem } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { filesIn } from '../fingerprint.mjs'
import { program } from '../program.mjs'

const makefile = path.join(path.dirname(fileURLToPath(import.meta.url)), 'Makefile')
const bytesPerCompiler = 768 * 1024 ** 2

/** Sources of the build's own, so that it neither sees node_modules change nor starts anew because npm wrote it anew. */
function copySources(/** @type {string} */ mediasoup, /** @type {string} */ target) {
  if (existsSync(target)) return
  const draft = `${target}.tmp`
  rmSync(draft, { recursive: true, force: true })
  for (const part of ['src', 'include', 'fbs', 'deps/libwebrtc'])
    cpSync(path.join(mediasoup, 'worker', part), path.join(draft, 'worker', part), { recursive: true })
  renameSync(draft, target)
}

/**
 * @param {import('../house.mjs').House} house
 * @param {string} mediasoup
 * @param {string} folder where the worker comes to lie
 * @param {(doing: string) => void} say
 */
export async function buildWorker(house, mediasoup, folder, say) {
  const building = path.join(folder, 'build')
  const sources = path.join(building, 'sources')
  const objects = path.join(building, 'obj')
  mkdirSync(objects, { recursive: true })
  copySources(mediasoup, sources)
  const all = filesIn(sources).filter((file) => /worker\/(src|deps)\/.*\.(cpp|cc)$/.test(file)).length
  const count = () => {
    const done = filesIn(objects).filter((file) => file.endsWith('.o')).length
    say(done < all ? `compiling ${done} of ${all}` : 'linking')
  }
  const jobs = Math.max(1, Math.min(availableParallelism(), Math.floor(totalmem() / bytesPerCompiler)))
  count()
  const counting = setInterval(count, 1000)
  try {
    await program(house, 'worker-build', [
      'make',
      '-s',
      `-j${jobs}`,
      '-f',
      makefile,
      `MS=${sources}`,
      `OUT=${building}`,
    ])
  } finally {
    clearInterval(counting)
  }
  renameSync(path.join(building, 'mediasoup-worker'), path.join(folder, 'mediasoup-worker'))
  rmSync(building, { recursive: true })
}
