// Asks Janus how it encrypts: a comparison with another cipher than Parley's would say nothing.

import { adminSecret, adminUrl } from './janus-settings.ts'
import { JanusSocket } from './janus-socket.ts'

/** The SRTP protection profiles of all its connections, as `AEAD_AES_256_GCM`; `none` of those that are not up. */
export async function janusProfiles(): Promise<ReadonlySet<string>> {
  using socket = await JanusSocket.open(adminUrl, 'janus-admin-protocol')
  const ask = (janus: string, facts: object = {}) => socket.ask(janus, { admin_secret: adminSecret, ...facts })
  const found = new Set<string>()
  for (const session_id of (await ask('list_sessions')).sessions ?? []) {
    for (const handle_id of (await ask('list_handles', { session_id })).handles ?? []) {
      const { info } = await ask('handle_info', { session_id, handle_id })
      found.add(/"srtp-profile":"([^"]+)"/.exec(JSON.stringify(info))?.[1] ?? 'none')
    }
  }
  return found
}
