// Installs what package-lock.json names, beside the old node_modules, which it replaces only when all of it is there.
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { SetUpFailure } from '../failure.mjs'
import { contentOf, fingerprint } from '../fingerprint.mjs'
import { differences, holds, workspacesOf } from '../lockfile.mjs'
import { program } from '../program.mjs'
import { envWith, quickly } from './node.mjs'

/**
 * @param {import('../house.mjs').House} house
 * @param {import('./node.mjs').Tools} tools
 * @returns {import('../house.mjs').Step}
 */
export function dependencies(house, tools) {
  const { root } = house
  const lockFile = path.join(root, 'package-lock.json')
  const lock = JSON.parse(readFileSync(lockFile, 'utf8'))
  const places = workspacesOf(lock)
  const manifests = places.map((place) => readFileSync(path.join(root, place, 'package.json'), 'utf8'))
  const key = fingerprint(readFileSync(lockFile, 'utf8'), ...manifests, tools.version, process.platform, process.arch)
  const stamp = path.join(root, 'node_modules/.set-up')

  return {
    title: 'npm dependencies',
    lock: path.join(house.own, 'locks/dependencies'),

    ready() {
      if (contentOf(stamp) === key) return 'already there'
      const unlike = differences(lock, root)
      if (unlike.length > 0)
        throw new SetUpFailure('package.json and package-lock.json do not agree', {
          advice: 'Run "npm install" and commit what it changes.',
          details: unlike.join('\n'),
        })
      // Somebody installed them by hand, or a change left them as they are.
      if (!holds(lock, root)) return undefined
      writeFileSync(stamp, key)
      return 'already there'
    },

    async make(say) {
      const stage = path.join(house.own, 'install')
      const old = path.join(house.own, 'old')
      for (const folder of [stage, old]) rmSync(folder, { recursive: true, force: true })
      for (const file of ['package-lock.json', '.npmrc', ...places.map((place) => path.join(place, 'package.json'))])
        cpSync(path.join(root, file), path.join(stage, file))
      say(`installing ${Object.keys(lock.packages).length - places.length} packages`)
      // Not "npm ci": npm 11's refuses a lock file without the packages for systems that the registry does not have.
      const args = ['install', '--no-save', '--ignore-scripts', '--include=dev', '--include=optional', ...quickly]
      await program(house, 'npm', [...tools.npm, ...args], { cwd: stage, env: envWith(tools) })
      if (!holds(lock, stage))
        throw new SetUpFailure('npm installed something else than package-lock.json names', {
          advice: `Look at ${stage}/node_modules and ${house.logs}/npm.log.`,
        })
      for (const place of places) {
        const [from, to, away] = [stage, root, old].map((folder) => path.join(folder, place, 'node_modules'))
        mkdirSync(path.dirname(away), { recursive: true })
        if (existsSync(to)) renameSync(to, away)
        if (existsSync(from)) renameSync(from, to)
      }
      writeFileSync(stamp, key)
      for (const folder of [stage, old]) rmSync(folder, { recursive: true, force: true })
      return 'installed'
    },
  }
}
