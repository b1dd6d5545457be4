// What `parley invite` does: makes an invitation in the database of a server, which may be running, and a link of it.

import { randomBytes } from 'node:crypto'
import { type Role, RoomName } from '@parley/protocol'
import { Check } from 'typebox/value'
import type { Log } from '../log/log.ts'
import { openBesideServer } from './beside-server.ts'
import { openInvitations } from './invitations.ts'

export interface InviteOptions {
  readonly storeUrl: string
  /** Where others reach the server. */
  readonly address: string
  readonly admin: boolean
  readonly room: string | undefined
  readonly role: string | undefined
  /** `30m`, `12h`, `7d`. */
  readonly time: string
  readonly uses: number | undefined
  readonly log: Log
}

const roles: readonly Role[] = ['owner', 'moderator', 'member', 'guest']
const longestSeconds = 365 * 86_400

/** The note says, in a sentence, what the link is good for. Throws errors that say what to write instead. */
export async function invite(options: InviteOptions): Promise<{ link: string; note: string }> {
  const { storeUrl, room, admin, log } = options
  const address = readAddress(options.address)
  const role = roleOf(options)
  const seconds = readTime(options.time)
  const uses = options.uses ?? (room === undefined ? 1 : undefined)
  await using store = await openBesideServer(storeUrl, log)
  const newId = () => randomBytes(9).toString('base64url')
  const invitations = openInvitations({ store, now: Date.now, newId, randomBytes })
  const { secret } = await invitations.make({ room, role, seconds, uses, by: 'server' })
  const path = room === undefined ? '/' : `/r/${encodeURIComponent(room)}`
  const purpose =
    room === undefined ? `make an account${admin ? ' that runs this server' : ''}` : `enter ${room} as ${role}`
  const people = uses === undefined ? 'Whoever has it' : uses === 1 ? 'One person' : `${uses} people`
  const until = new Date(Date.now() + seconds * 1000).toISOString()
  return { link: `${address}${path}#invite=${secret}`, note: `${people} can ${purpose} with it until ${until}.` }
}

function roleOf({ admin, room, role }: InviteOptions): Role {
  if (room === undefined) {
    if (role !== undefined) throw new Error('--role is of a room: name one with --room, or write --admin')
    return admin ? 'owner' : 'member'
  }
  if (admin) throw new Error('--admin makes an account of this server, --room leads into a room: choose one')
  if (!Check(RoomName, room)) throw new Error(`${JSON.stringify(room)} is no name of a room`)
  const found = roles.find((one) => one === (role ?? 'member'))
  if (found === undefined) throw new Error(`--role is one of ${roles.join(', ')}`)
  return found
}

function readAddress(address: string): string {
  const url = URL.parse(address)
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new Error(`--url wants an address such as https://parley.example.org, not ${address}`)
  return url.href.replace(/[?#].*$/, '').replace(/\/$/, '')
}

function readTime(time: string): number {
  const [, count = '', unit = ''] = /^(\d{1,6})(m|h|d)$/.exec(time) ?? []
  const seconds = Number(count) * ({ m: 60, h: 3600, d: 86_400 }[unit] ?? 0)
  if (seconds > 0 && seconds <= longestSeconds) return seconds
  throw new Error(`--for wants a time such as 30m, 12h or 7d, a year at most, not ${time}`)
}
