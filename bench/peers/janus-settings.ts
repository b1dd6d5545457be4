// Janus's configuration for a comparison: one room of the videoroom, and where it is reached in the benchmark's own network.

import { existsSync } from 'node:fs'
import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ownAddress } from '../own-network.ts'

// Nobody else is in that network, so these are free.
const ports = { api: 8188, admin: 7188 }
export const janusUrl = `ws://127.0.0.1:${ports.api}`
export const adminUrl = `ws://127.0.0.1:${ports.admin}`
export const adminSecret = 'bench'

/** All that is not said here is as Debian ships it: threads, buffers, ciphers, NACKs, reports and the level of its log. */
export async function writeJanusSettings(folder: string): Promise<void> {
  const home = await findHome()
  const others = async (kind: string, wanted: string) => {
    const all = await readdir(join(home, kind))
    return all.filter((name) => name.endsWith('.so') && name !== wanted).join(',')
  }
  const files = {
    // ICE lite as mediasoup has it. Clients leave with the benchmark, and no session is too old before.
    'janus.jcfg': `
      general: { session_timeout = 0; admin_secret = "${adminSecret}" }
      nat: { ice_lite = true; ice_enforce_list = "${ownAddress}" }
      plugins: { disable = "${await others('plugins', 'libjanus_videoroom.so')}" }
      transports: { disable = "${await others('transports', 'libjanus_websockets.so')}" }`,
    'janus.transport.websockets.jcfg': `
      general: { ws = true; ws_ip = "127.0.0.1"; ws_port = ${ports.api}; wss = false }
      admin: { admin_ws = true; admin_ws_ip = "127.0.0.1"; admin_ws_port = ${ports.admin}; admin_wss = false }`,
    'janus.plugin.videoroom.jcfg': `
      room-1: { publishers = 10; bitrate = 0; audiocodec = "opus"; videocodec = "vp8" }`,
  }
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), `${text}\n`)
}

/** Debian has it in the folder of the machine's architecture. */
async function findHome(): Promise<string> {
  const root = '/usr/lib'
  const homes = (await readdir(root)).map((name) => join(root, name, 'janus'))
  const home = homes.find((each) => existsSync(join(each, 'plugins')))
  if (home === undefined) throw new Error('the plugins of Janus are not where Debian has them')
  return home
}
