// Gets the worker that mediasoup's authors built, where their site can be reached; never costs more than it saves.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { SetUpFailure } from '../failure.mjs'
import { program } from '../program.mjs'

const answerMs = 3000
const downloadMs = 90_000

/** mediasoup's own script waits without a limit, so somebody must ask first. @param {string} url @param {AbortSignal} signal */
async function answers(url, signal) {
  try {
    await fetch(url, { method: 'HEAD', signal: AbortSignal.any([signal, AbortSignal.timeout(answerMs)]) })
    return true
  } catch {
    signal.throwIfAborted()
    return false // no name, no route, no answer in time: all of them mean that there is nothing to be had
  }
}

/**
 * @param {import('../house.mjs').House} house
 * @param {string} node
 * @param {string} mediasoup
 * @param {(doing: string) => void} say
 */
export async function fetchPrebuilt(house, node, mediasoup, say) {
  const env = process.env
  if (env.MEDIASOUP_SKIP_WORKER_PREBUILT_DOWNLOAD) return false
  const { repository } = JSON.parse(readFileSync(path.join(mediasoup, 'package.json'), 'utf8'))
  const site = env.MEDIASOUP_WORKER_PREBUILT_DOWNLOAD_BASE_URL ?? repository.url.replace(/^git\+|\.git$/g, '')
  say('looking for a prebuilt worker')
  if (!(await answers(site, house.signal))) return false
  say('downloading a prebuilt worker')
  try {
    await program(house, 'worker-download', [node, 'npm-scripts.mjs', 'postinstall'], {
      cwd: mediasoup,
      env: { ...env, PYTHON: 'false' }, // without it a failed download goes on to pip and meson, and those to the network
      timeoutMs: downloadMs,
    })
    return true
  } catch (error) {
    if (error instanceof SetUpFailure) return false // its log stays; the worker is built instead
    throw error
  }
}
