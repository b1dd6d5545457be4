// Installs the Debian packages that one need asks for and that are missing; a server is never started by it.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { SetUpFailure } from '../failure.mjs'
import { program } from '../program.mjs'

/** What each need asks for: a package of Debian, and a program or header that shows elsewhere that the thing is there. */
const needs = {
  worker: {
    title: 'Debian packages to build the worker',
    packages: {
      'g++': 'g++',
      make: 'make',
      'flatbuffers-compiler': 'flatc',
      'libflatbuffers-dev': '/usr/include/flatbuffers/flatbuffers.h',
      'libsrtp2-dev': '/usr/include/srtp2/srtp.h',
      'libssl-dev': '/usr/include/openssl/ssl.h',
      'libuv1-dev': '/usr/include/uv.h',
    },
  },
  test: {
    title: 'Debian packages for the tests',
    packages: {
      chromium: 'chromium',
      'fonts-liberation': '/usr/share/fonts/truetype/liberation',
      'fonts-noto-color-emoji': '/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf',
      postgresql: '/usr/lib/postgresql',
    },
  },
}

const folders = [...(process.env.PATH ?? '').split(':'), '/usr/sbin', '/sbin']
const isThere = (/** @type {string} */ sign) =>
  sign.startsWith('/') ? existsSync(sign) : folders.some((folder) => existsSync(path.join(folder, sign)))
const hasApt = isThere('apt-get') && isThere('dpkg-query')

/** @param {Record<string, string>} packages */
function missing(packages) {
  if (!hasApt) return Object.keys(packages).filter((name) => !isThere(packages[name]))
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the placeholders are dpkg-query's
  const asked = spawnSync('dpkg-query', ['-W', '-f', '${Package} ${db:Status-Status}\n', ...Object.keys(packages)])
  const installed = new Set(asked.stdout.toString().split('\n'))
  return Object.keys(packages).filter((name) => !installed.has(`${name} installed`))
}

/** @param {string} name */
const command = (name) => `sudo apt-get update && sudo apt-get install --no-install-recommends -y ${name}`

/** Debian's postgresql makes and starts a cluster as it is installed. Only its programs are wanted, so a note says no. */
async function withoutCluster(/** @type {() => Promise<void>} */ install) {
  const folder = '/etc/postgresql-common/createcluster.d'
  const note = path.join(folder, 'parley.conf')
  mkdirSync(folder, { recursive: true })
  writeFileSync(note, 'create_main_cluster = false\n')
  try {
    await install()
  } finally {
    rmSync(note, { force: true })
    if (readdirSync(folder).length === 0) rmSync(folder, { recursive: true })
  }
}

/** Follows what apt reports of itself, such as "dlstatus:3:41.2:Retrieving file 3 of 90". */
const follow = (/** @type {(doing: string) => void} */ say, /** @type {AbortSignal} */ signal) =>
  function onStatus(/** @type {string} */ line) {
    const [kind, , percent] = line.split(':')
    if (kind === 'dlstatus') say(`downloading ${Math.round(Number(percent))} %`)
    const before = signal.aborted ? 'interrupted; before it ends, dpkg goes on ' : ''
    if (kind === 'pmstatus') say(`${before}installing ${Math.round(Number(percent))} %`)
  }

/**
 * @param {import('../house.mjs').House} house
 * @param {keyof typeof needs} need
 * @returns {import('../house.mjs').Step}
 */
export function debian(house, need) {
  const { title, packages } = needs[need]
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C.UTF-8' }
  const apt = (/** @type {string} */ log, /** @type {string[]} */ args, options = {}) =>
    program(house, log, ['apt-get', '-q', '-y', '-o', 'DPkg::Lock::Timeout=300', ...args], { env, ...options })

  /** Does it again after putting right what a dpkg that was killed left behind. @param {() => Promise<void>} work */
  async function mended(work) {
    try {
      await work()
    } catch (error) {
      if (!(error instanceof SetUpFailure && error.details.includes('dpkg was interrupted'))) throw error
      await program(house, 'debian-repair', ['dpkg', '--configure', '-a', '--force-confold'], { env, finish: true })
      await work()
    }
  }

  return {
    title,
    lock: path.join(house.cache, 'locks/debian'),
    ready: () => (missing(packages).length === 0 ? 'already there' : undefined),
    async make(say) {
      const names = missing(packages)
      const list = names.join(' ')
      if (!hasApt) {
        const advice = `Install what Debian has as: ${list}`
        throw new SetUpFailure('this system has no apt-get, and these are missing', { advice })
      }
      if (process.getuid?.() !== 0)
        throw new SetUpFailure(`${names.length} Debian packages are missing`, { advice: `Run: ${command(list)}` })

      say('reading the package lists')
      /** @type {unknown} */
      let stale
      try {
        await apt('debian-update', ['update'])
      } catch (error) {
        if (!(error instanceof SetUpFailure)) throw error
        stale = error // one broken source among several, say: the packages may be had all the same
      }
      const install = ['--no-install-recommends', '-o', 'APT::Status-Fd=3', 'install', ...names]
      const onStatus = follow(say, house.signal)
      try {
        await mended(() => apt('debian-download', ['--download-only', ...install], { onStatus }))
        const unpack = () =>
          apt('debian-install', ['-o', 'Dpkg::Options::=--force-confold', ...install], { onStatus, finish: true })
        await (names.includes('postgresql') ? withoutCluster(unpack) : unpack())
      } catch (error) {
        throw stale !== undefined && error instanceof SetUpFailure ? stale : error
      }
      return `${names.length} installed`
    },
  }
}
