// Makes sure that there is a mediasoup worker that runs on this machine: found, from the cache, downloaded or built.
import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { SetUpFailure } from '../failure.mjs'
import { contentOf, filesIn, fingerprint } from '../fingerprint.mjs'
import { buildWorker } from '../worker/build.mjs'
import { fetchPrebuilt } from '../worker/prebuilt.mjs'
import { debian } from './debian.mjs'

const official = 'official'
const recipe = path.join(path.dirname(fileURLToPath(import.meta.url)), '../worker')

/** mediasoup's own test: a worker that nobody gave a version exits with 41. It also shows that its libraries are there. */
const runs = (/** @type {string} */ file) =>
  existsSync(file) && spawnSync(file, [], { env: {}, stdio: 'ignore', timeout: 10_000 }).status === 41

/** A compiled worker fits one architecture and one release of the system, and is as good as the recipe it was built by. */
function kindOf(/** @type {string} */ version) {
  const release = contentOf('/etc/os-release') ?? ''
  const field = (/** @type {string} */ name) => release.match(new RegExp(`^${name}="?([^"\n]*)`, 'm'))?.[1] ?? ''
  const system = [process.platform, process.arch, field('ID'), field('VERSION_ID')]
    .filter((word) => word !== '')
    .join('-')
  const files = [path.join(recipe, 'Makefile'), ...filesIn(path.join(recipe, 'shims'))]
  return `${version}-${system}-${fingerprint(...files.map((file) => readFileSync(file, 'utf8'))).slice(0, 8)}`
}

/** Replaces in one step: a server that runs the old file keeps it. @param {string} from @param {string} to @param {string} kind */
function place(from, to, kind) {
  mkdirSync(path.dirname(to), { recursive: true })
  copyFileSync(from, `${to}.${process.pid}`)
  renameSync(`${to}.${process.pid}`, to)
  writeFileSync(`${to}.kind`, kind)
}

/**
 * @param {import('../house.mjs').House} house
 * @param {string} node
 * @returns {import('../house.mjs').Step}
 */
export function worker(house, node) {
  const mediasoup = path.join(house.root, 'node_modules/mediasoup')
  const { version } = JSON.parse(readFileSync(path.join(mediasoup, 'package.json'), 'utf8'))
  const kind = kindOf(version)
  const folder = path.join(house.cache, `mediasoup-worker-${kind}`)
  const cached = path.join(folder, 'mediasoup-worker')
  const target = path.join(mediasoup, 'worker/out/Release/mediasoup-worker')

  return {
    title: `mediasoup worker ${version}`,
    lock: path.join(house.cache, 'locks/worker'),

    ready() {
      const chosen = process.env.MEDIASOUP_WORKER_BIN
      if (chosen) {
        if (runs(chosen)) return `MEDIASOUP_WORKER_BIN: ${chosen}`
        const advice = 'Name another file, or unset it to have a worker got or built.'
        throw new SetUpFailure(`MEDIASOUP_WORKER_BIN names a worker that does not run here: ${chosen}`, { advice })
      }
      const known = [undefined, official, kind].includes(contentOf(`${target}.kind`))
      return known && runs(target) ? 'already there' : undefined
    },

    async make(say) {
      const fromCache = () => {
        if (!runs(cached)) return false
        place(cached, target, contentOf(`${cached}.kind`) ?? kind)
        return true
      }
      if (fromCache()) return 'from the cache'
      if ((await fetchPrebuilt(house, node, mediasoup, say)) && runs(target)) {
        writeFileSync(`${target}.kind`, official)
        place(target, cached, official)
        return 'downloaded, built by its authors'
      }
      await house.step(debian(house, 'worker'))
      if (fromCache()) return 'from the cache' // all it lacked was the libraries
      await buildWorker(house, mediasoup, folder, say)
      writeFileSync(`${cached}.kind`, kind)
      if (fromCache()) return 'built here'
      throw new SetUpFailure(`the worker that was built does not run: ${cached}`, {
        advice: `Remove ${folder} and do it again; if it happens again, name a worker that runs with MEDIASOUP_WORKER_BIN.`,
      })
    },
  }
}
