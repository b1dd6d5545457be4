// What the address bar says: which room, with which token, and where the server listens.

import { normalRoom } from './room-name.ts'

export interface Address {
  /** Empty on the home page. */
  readonly room: string
  /**
   * From `#token=`, which browsers send to no server and so to no log, or from `?token=`. It leaves the address bar once
   * read, so that it is not shared along with the link.
   */
  readonly token: string | undefined
  /** From `#invite=`, which stays where it is: it is meant for whoever follows the link. */
  readonly invitation: string | undefined
}

type Place = Pick<Location, 'pathname' | 'search' | 'hash'>

/** Reads the address bar and takes a token out of it. */
export function readAddress(location: Place, history: Pick<History, 'state' | 'replaceState'>): Address {
  const room = roomOfPath(location.pathname)
  const fragment = withoutToken(location.hash)
  const query = withoutToken(location.search)
  if (fragment.token !== undefined || query.token !== undefined) {
    history.replaceState(history.state, '', location.pathname + query.rest + fragment.rest)
  }
  // Nothing behind `token=` is no token.
  return { room, token: fragment.token || query.token || undefined, invitation: invitationOf(location) }
}

/** Whether a token or another invitation came into the address bar of a page that stands already: with a fragment nothing is loaded anew. */
export function bringsToken(location: Pick<Location, 'hash'>, invitation?: string): boolean {
  const brought = invitationOf(location)
  return withoutToken(location.hash).token !== undefined || (brought !== undefined && brought !== invitation)
}

export function invitationOf({ hash }: Pick<Location, 'hash'>): string | undefined {
  return new URLSearchParams(hash.slice(1)).get('invite') || undefined
}

/** @param part `?…` or `#…`; what holds no token comes back as it is */
function withoutToken(part: string): { readonly token: string | undefined; readonly rest: string } {
  const fields = new URLSearchParams(part.slice(1))
  const token = fields.get('token') ?? undefined
  if (token === undefined) return { token, rest: part }
  fields.delete('token')
  return { token, rest: fields.size > 0 ? `${part.charAt(0)}${fields}` : '' }
}

/** The room in `/r/<room>`, or '' where there is none or its escapes are broken. */
export function roomOfPath(pathname: string): string {
  const match = /^\/r\/([^/]+)\/?$/.exec(pathname)
  if (!match?.[1]) return ''
  try {
    return normalRoom(decodeURIComponent(match[1]))
  } catch {
    return '' // a stray % in a link typed by hand: the person fills in the room
  }
}

/** Whether somebody follows a link that names no room: cut off, mistyped, or with a stray %. */
export function isBrokenLink(pathname: string): boolean {
  return pathname !== '/' && roomOfPath(pathname) === ''
}

export function pathOfRoom(room: string, invitation?: string): string {
  const path = room === '' ? '/' : `/r/${encodeURIComponent(room)}`
  return invitation === undefined ? path : `${path}#invite=${encodeURIComponent(invitation)}`
}

/** What one sends to a friend: the room and nothing else. */
export function inviteLink(location: Pick<Location, 'origin'>, room: string): string {
  return location.origin + pathOfRoom(room)
}

/** The server that gave us this page also has the WebSocket. */
export function socketUrl(location: Location): string {
  return `${location.protocol === 'https:' ? 'wss:' : 'ws:'}//${location.host}/ws`
}
