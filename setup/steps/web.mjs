// Builds the web app when its sources are not those of the last build; the server sees the old one or the new one, whole.
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { contentOf, filesIn, fingerprint } from '../fingerprint.mjs'
import { program } from '../program.mjs'
import { envWith } from './node.mjs'

const isSource = (/** @type {string} */ name) => !/^(dist|node_modules|\..*|.*\.test\.tsx?)$/.test(name)

/**
 * @param {import('../house.mjs').House} house
 * @param {import('./node.mjs').Tools} tools
 * @returns {import('../house.mjs').Step}
 */
export function web(house, tools) {
  const { root } = house
  const app = path.join(root, 'packages/web')
  const dist = path.join(app, 'dist')
  const stamp = path.join(house.own, 'web')
  const key = () => {
    const folders = ['packages/web', 'packages/client', 'packages/protocol'].map((folder) => path.join(root, folder))
    const files = [path.join(root, 'package-lock.json'), ...folders.flatMap((folder) => filesIn(folder, isSource))]
    return fingerprint(...files.flatMap((file) => [path.relative(root, file), readFileSync(file, 'latin1')]))
  }

  return {
    title: 'web app',
    lock: path.join(house.own, 'locks/web'),
    ready: () =>
      existsSync(path.join(dist, 'index.html')) && contentOf(stamp) === key() ? 'already there' : undefined,
    async make(say) {
      say('building')
      const made = key() // before the build: what changes meanwhile is built the next time
      const draft = path.join(house.own, 'web-dist')
      const old = path.join(house.own, 'web-old')
      mkdirSync(house.own, { recursive: true })
      await program(
        house,
        'web',
        [tools.node, path.join(root, 'node_modules/vite/bin/vite.js'), 'build', '--outDir', draft, '--emptyOutDir'],
        { cwd: app, env: { ...envWith(tools), NODE_ENV: 'production' } },
      )
      rmSync(old, { recursive: true, force: true })
      if (existsSync(dist)) renameSync(dist, old)
      renameSync(draft, dist)
      writeFileSync(stamp, made)
      rmSync(old, { recursive: true, force: true })
      return 'built'
    },
  }
}
