// What somebody typed or pasted to say where they want to go: the name of a room, or a link into one. Pure.

import { roomOfPath } from '../address.ts'
import { type NameProblem, problemOfRoom } from '../names.ts'
import { normalRoom } from '../room-name.ts'

export type Place =
  /** `path` leads there, with what the link brought along. */
  | { readonly kind: 'room'; readonly path: string }
  /** A link of this server that leads to no room, such as an invitation to make an account. */
  | { readonly kind: 'page'; readonly path: string }
  | { readonly kind: 'elsewhere'; readonly host: string }
  | { readonly kind: 'problem'; readonly problem: NameProblem }

/** @param here origin of this page, `https://parley.example` */
export function readPlace(typed: string, here: string): Place {
  const text = typed.trim()
  const link = readLink(text, here)
  if (link === undefined) return named(normalRoom(text))
  if (link.origin !== here) return { kind: 'elsewhere', host: link.host }
  const path = link.pathname + link.search + link.hash
  const room = roomOfPath(link.pathname)
  if (room === '') return link.pathname === '/' ? { kind: 'page', path } : { kind: 'problem', problem: 'unusable' }
  return problemOfRoom(room) === null ? { kind: 'room', path } : { kind: 'problem', problem: 'unusable' }
}

function named(room: string): Place {
  const problem = problemOfRoom(room)
  return problem === null ? { kind: 'room', path: `/r/${encodeURIComponent(room)}` } : { kind: 'problem', problem }
}

/** With its scheme, or as browsers and chats shorten it: `parley.example/r/kitchen`, `/r/kitchen`. */
function readLink(text: string, here: string): URL | undefined {
  if (/^https?:\/\//i.test(text)) return URL.parse(text) ?? undefined
  if (text.startsWith('/r/')) return URL.parse(text, here) ?? undefined
  const { host, protocol } = new URL(here)
  if (text.startsWith(`${host}/`)) return URL.parse(`${protocol}//${text}`) ?? undefined
  return /^[^\s/]+\/r\/[^/]+$/.test(text) ? (URL.parse(`${protocol}//${text}`) ?? undefined) : undefined
}
