// What the address bar says: which room, with which token, and where the server listens.

export interface Address {
  /** Empty on the home page. */
  readonly room: string
  /** From `?token=`, which leaves the address bar once read so that it is not shared along with the link. */
  readonly token: string | undefined
}

/** Reads the address bar and takes a token out of it. */
export function readAddress(location: Location, history: History): Address {
  const room = roomOfPath(location.pathname)
  const query = new URLSearchParams(location.search)
  const token = query.get('token') ?? undefined
  if (token !== undefined) {
    query.delete('token')
    const rest = query.size > 0 ? `?${query}` : ''
    history.replaceState(history.state, '', location.pathname + rest + location.hash)
  }
  return { room, token }
}

/** The room in `/r/<room>`, or '' where there is none or its escapes are broken. */
export function roomOfPath(pathname: string): string {
  const match = /^\/r\/([^/]+)\/?$/.exec(pathname)
  if (!match?.[1]) return ''
  try {
    return decodeURIComponent(match[1])
  } catch {
    return '' // a stray % in a link typed by hand: the person fills in the room
  }
}

export function pathOfRoom(room: string): string {
  return room === '' ? '/' : `/r/${encodeURIComponent(room)}`
}

/** What one sends to a friend: the room and nothing else. */
export function inviteLink(location: Location, room: string): string {
  return location.origin + pathOfRoom(room)
}

/** The server that gave us this page also has the WebSocket. */
export function socketUrl(location: Location): string {
  return `${location.protocol === 'https:' ? 'wss:' : 'ws:'}//${location.host}/ws`
}
