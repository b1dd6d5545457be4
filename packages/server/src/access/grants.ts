// What a person may do: from a token's claims to grants, and from grants to yes or no. Pure.

import type { Grants, Permission, TrackSource } from '@parley/protocol'

const everySource: readonly TrackSource[] = ['camera', 'microphone', 'screen', 'screenAudio']
/** What everybody may who may come in at all. */
const entry: Grants = {
  room: null,
  join: true,
  publish: [...everySource],
  subscribe: true,
  chat: true,
  data: true,
  create: false,
  moderate: false,
  admin: false,
}
const nothing: Grants = {
  room: null,
  join: false,
  publish: [],
  subscribe: false,
  chat: false,
  data: false,
  create: false,
  moderate: false,
  admin: false,
}

/** Guests of a server that lets them in, or (`room`) those who were invited into one room. */
export function guestGrants(create: boolean, room: string | null = null): Grants {
  return { ...entry, create, room }
}

export function accountGrants(admin: boolean): Grants {
  return { ...entry, create: true, admin }
}

/**
 * Reads LiveKit's `video` claim: roomJoin, room, canPublish, canPublishSources, canSubscribe, canPublishData, roomCreate,
 * roomAdmin; and `serverAdmin`, which is ours. As there, what begins with `can` is granted when it is absent; a token without `roomJoin` grants nothing.
 * Left unread on purpose: `hidden` and `recorder`, since nobody is in a room unseen; `ingressAdmin`, `roomRecord` and
 * the like, since there is nothing here that they would allow.
 */
export function grantsFromClaims(claims: Readonly<Record<string, unknown>>): Grants {
  const video = claims['video']
  if (!isRecord(video) || video['roomJoin'] !== true) return nothing
  const room = video['room']
  if (room !== undefined && typeof room !== 'string') return nothing
  return {
    room: room === undefined || room === '' ? null : room,
    join: true,
    publish:
      video['canPublish'] === undefined || video['canPublish'] === true ? sources(video['canPublishSources']) : [],
    subscribe: video['canSubscribe'] === undefined || video['canSubscribe'] === true,
    chat: video['canPublishData'] === undefined || video['canPublishData'] === true,
    data: video['canPublishData'] === undefined || video['canPublishData'] === true,
    create: video['roomCreate'] === true,
    moderate: video['roomAdmin'] === true,
    admin: video['serverAdmin'] === true,
  }
}

/**
 * Whether these grants alone cover a permission in a room; a role that is stored may allow more. `member` is presence, which
 * only the session knows: here it needs `join`. To moderate no room is to moderate this server.
 */
export function allows(grants: Grants, permission: Permission, room: string | undefined): boolean {
  if (permission === 'open' || permission === 'session') return true
  if (permission === 'admin' || permission === 'own') return grants.admin
  if (permission === 'moderate' && (grants.admin || room === undefined)) return grants.admin
  if (grants.room !== null && grants.room !== room) return false
  if (permission === 'publish') return grants.publish.length > 0
  return permission === 'member' ? grants.join : grants[permission]
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

/** LiveKit's names of sources; absent or empty: every source. Names that are not known grant nothing. */
function sources(claim: unknown): TrackSource[] {
  if (!Array.isArray(claim) || claim.length === 0) return [...everySource]
  const ours: Readonly<Record<string, TrackSource>> = {
    camera: 'camera',
    microphone: 'microphone',
    screen_share: 'screen',
    screen_share_audio: 'screenAudio',
  }
  return everySource.filter((source) =>
    claim.some((name) => typeof name === 'string' && ours[name.toLowerCase()] === source),
  )
}
