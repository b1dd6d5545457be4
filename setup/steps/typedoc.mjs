// Installs what writes the API reference of the SDK, by a lock file of its own: it wants an older TypeScript than the house.
import { cpSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { contentOf, fingerprint } from '../fingerprint.mjs'
import { program } from '../program.mjs'
import { envWith, quickly } from './node.mjs'

/**
 * @param {import('../house.mjs').House} house
 * @param {import('./node.mjs').Tools} tools
 * @returns {import('../house.mjs').Step}
 */
export function typedoc(house, tools) {
  const from = path.join(house.root, 'docs/sdk')
  const folder = path.join(house.own, 'typedoc')
  const files = ['package.json', 'package-lock.json']
  const key = fingerprint(...files.map((file) => readFileSync(path.join(from, file), 'utf8')), tools.version)
  const stamp = path.join(folder, 'node_modules/.set-up')

  return {
    title: 'TypeDoc',
    lock: path.join(house.own, 'locks/typedoc'),
    ready: () => (contentOf(stamp) === key ? 'already there' : undefined),
    async make(say) {
      const draft = `${folder}.tmp`
      rmSync(draft, { recursive: true, force: true })
      mkdirSync(draft, { recursive: true })
      for (const file of files) cpSync(path.join(from, file), path.join(draft, file))
      say('installing')
      await program(house, 'typedoc', [...tools.npm, 'ci', '--ignore-scripts', ...quickly], {
        cwd: draft,
        env: envWith(tools),
      })
      writeFileSync(path.join(draft, 'node_modules/.set-up'), key)
      rmSync(folder, { recursive: true, force: true })
      renameSync(draft, folder)
      return 'installed'
    },
  }
}
