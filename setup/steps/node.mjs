// Finds a Node that runs the source: the one that runs this, or the pinned one from the npm registry, in the user's cache.
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { SetUpFailure } from '../failure.mjs'
import { program } from '../program.mjs'

const oldest = 24
const pin = path.join(path.dirname(fileURLToPath(import.meta.url)), '../node')
const platform = `${process.platform}-${process.arch}`
const isNew = Number(process.versions.node.split('.')[0]) >= oldest

/** The npm that started us, if it did. pnpm and yarn use the same variable. */
const callersNpm = /npm-cli\.js$/.test(process.env.npm_execpath ?? '')
  ? [process.execPath, process.env.npm_execpath ?? '']
  : ['npm']

/** Installs from a lock file without asking a registry anything else; without a network it says so within half a minute. */
export const quickly = [
  '--no-audit',
  '--no-fund',
  '--fetch-retries=3',
  '--fetch-retry-mintimeout=1000',
  '--fetch-retry-maxtimeout=10000',
]

/**
 * @typedef {{ version: string, node: string, npm: string[] }} Tools
 * @param {import('../house.mjs').House} house
 * @returns {import('../house.mjs').Step & { tools: Tools }}
 */
export function node(house) {
  const packages = JSON.parse(readFileSync(path.join(pin, 'package.json'), 'utf8')).optionalDependencies
  const version = isNew ? process.versions.node : Object.values(packages)[0]
  const folder = path.join(house.cache, `node-${version}-${platform}`)
  const inCache = {
    node: path.join(folder, `node_modules/node-${platform}/bin/node`),
    npm: path.join(folder, 'node_modules/npm/bin/npm-cli.js'),
  }

  return {
    title: `Node ${version}`,
    lock: path.join(house.cache, 'locks/node'),
    // A newer npm comes along: the npm of Debian's Node 20 does not run on another Node.
    tools: isNew
      ? { version, node: process.execPath, npm: callersNpm }
      : { version, node: inCache.node, npm: [inCache.node, inCache.npm] },

    ready() {
      if (isNew) return 'the one that runs this'
      return existsSync(inCache.node) && existsSync(inCache.npm) ? 'already there' : undefined
    },

    async make(say) {
      if (!Object.hasOwn(packages, `node-${platform}`))
        throw new SetUpFailure(`the npm registry has no Node ${oldest} for ${platform}`, {
          advice: `Install Node ${oldest} or newer and do it again: this is Node ${process.versions.node}.`,
        })
      say('downloading from the npm registry')
      const draft = `${folder}.tmp`
      rmSync(draft, { recursive: true, force: true })
      mkdirSync(draft, { recursive: true })
      for (const file of ['package.json', 'package-lock.json']) cpSync(path.join(pin, file), path.join(draft, file))
      await program(house, 'node', [...callersNpm, 'ci', '--ignore-scripts', '--include=optional', ...quickly], {
        cwd: draft,
      })
      for (const part of ['include', 'share'])
        rmSync(path.join(draft, `node_modules/node-${platform}`, part), { recursive: true, force: true })
      const tried = spawnSync(path.join(draft, path.relative(folder, inCache.node)), ['--version'], {
        encoding: 'utf8',
      })
      if (tried.stdout?.trim() !== `v${version}`)
        throw new SetUpFailure(`Node ${version} from the npm registry does not run here`, {
          advice: `It needs glibc 2.28 or newer. Install Node ${oldest} or newer by other means and do it again.`,
          details: tried.error?.message ?? tried.stderr,
        })
      rmSync(folder, { recursive: true, force: true })
      renameSync(draft, folder)
      return 'installed'
    },
  }
}

/** The environment for programs that look for "node" themselves. @param {Tools} tools @returns {NodeJS.ProcessEnv} */
export const envWith = (tools) => ({ ...process.env, PATH: `${path.dirname(tools.node)}:${process.env.PATH}` })
