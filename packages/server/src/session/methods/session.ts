// Who speaks: hello, resume, refresh, ping, end; and what this server understands.

import { openRpc, protocolVersion, Refusal } from '@parley/protocol'
import { capabilitySet } from '../capability-sets.ts'
import type { Handlers } from '../request.ts'

export const sessionHandlers: Handlers<
  'rpc.discover' | 'session.hello' | 'session.resume' | 'session.refresh' | 'session.ping' | 'session.end'
> = {
  'rpc.discover': ({ house }) => openRpc(house.version),

  'session.hello': async ({ session, house, afterAnswer }, params) => {
    const { protocol, capabilities, client } = params
    if (session.greeted) throw new Refusal('session.alreadyGreeted')
    if (protocol !== protocolVersion)
      throw new Refusal('session.versionUnsupported', `it speaks version ${protocolVersion}`)
    const identity = await house.access.identify(params)
    if (session.greeted) throw new Refusal('session.alreadyGreeted')
    if (!session.ended) house.sessions.take(identity.person.id)
    session.capabilities = capabilitySet(capabilities)
    // The signed guest id is for the client to keep.
    const { guest: signed, ...known } = identity
    session.identify(known, afterAnswer)
    return {
      session: session.id,
      person: identity.person,
      ...(signed === undefined ? {} : { guest: signed }),
      grants: identity.grants,
      ...expiry(identity.expiresAtMs),
      protocol: protocolVersion,
      server: { name: 'parley', version: house.version, node: house.node },
      capabilities: [
        ...(house.mediaWorkers > 0 ? ['sfu', 'data', 'media.reopen'] : []),
        ...(house.sessions.graceMs > 0 ? ['resume'] : []),
      ],
      rtpCapabilities: house.rtpCapabilities,
      iceServers: [...house.iceServers],
      ...(session.ended
        ? { graceMs: 0 }
        : house.sessions.begin(session, { client: `${client.name} ${client.version}`, sinceMs: house.now() })),
      heartbeatMs: house.limits.heartbeatMs,
      maxMessageBytes: house.limits.maxMessageBytes,
    }
  },

  'session.resume': ({ session: stranger, house, carrier, afterAnswer }, { resumeToken, received, rooms }) => {
    if (stranger.greeted) throw new Refusal('session.alreadyGreeted')
    const session = house.sessions.find(resumeToken)
    const { identity } = session
    const resumed = session.resume(carrier, { received, rooms })
    house.sessions.found(session)
    carrier.carry(session)
    afterAnswer(resumed.follow)
    return {
      session: session.id,
      grants: identity.grants,
      ...expiry(identity.expiresAtMs),
      rooms: resumed.rooms,
      iceServers: [...house.iceServers],
    }
  },

  'session.end': ({ session }) => {
    session.end('left')
    return undefined
  },

  'session.refresh': async ({ session, house, afterAnswer }, { token }) => {
    const before = session.identity
    const identity = await house.access.identify({ token, name: before.person.name })
    if (identity.person.id !== before.person.id) throw new Refusal('session.otherPerson')
    const { invited } = before
    session.identify({ ...identity, ...(invited === undefined ? {} : { invited }) }, afterAnswer)
    return { grants: identity.grants, ...expiry(identity.expiresAtMs) }
  },

  'session.ping': ({ house }) => ({ at: new Date(house.now()).toISOString() }),
}

function expiry(expiresAtMs: number | undefined): { expiresAt?: string } {
  return expiresAtMs === undefined ? {} : { expiresAt: new Date(expiresAtMs).toISOString() }
}
