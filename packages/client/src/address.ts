// Where the socket is: from any way to write a server's address to the URL of its WebSocket.

import { ParleyError } from './errors.ts'

/** A path of the server, beside its socket: `wss://host/below/ws` and `/files/a` make `https://host/below/files/a`. */
export function httpUrl(address: string, path: string): string {
  const url = new URL(socketUrl(address))
  const base = url.pathname.replace(/\/ws$/, '')
  return `${url.protocol === 'wss:' ? 'https:' : 'http:'}//${url.host}${base}${path}`
}

/**
 * `https://host`, `wss://host` and `wss://host/ws` all lead to `wss://host/ws`. `room` becomes a query that a
 * load balancer can hash on.
 */
export function socketUrl(address: string, room?: string): string {
  if (!URL.canParse(address)) throw new ParleyError('unreachable', `not an address of a server: ${address}`)
  const url = new URL(address)
  const secure = url.protocol === 'https:' || url.protocol === 'wss:'
  if (!secure && url.protocol !== 'http:' && url.protocol !== 'ws:') {
    throw new ParleyError('unreachable', `an address begins with http, https, ws or wss: ${address}`)
  }
  url.protocol = secure ? 'wss:' : 'ws:'
  url.hash = ''
  if (url.pathname === '/') url.pathname = '/ws'
  if (room !== undefined) url.searchParams.set('room', room)
  return url.href
}
