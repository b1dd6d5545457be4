// What players may do in the model test: valid calls, calls in the wrong moment, calls with the ids of others, and nonsense.

import { type MethodName, methods, type Participant } from '@parley/protocol'
import fc from 'fast-check'
import { camera, fingerprint, microphone } from '../conformance/media-parameters.ts'
import type { Answer } from '../wire-client.ts'
import type { Player } from './player.ts'

/** Numbers choose among what is there when the move is made: so a shorter sequence still makes sense. */
export interface Move {
  readonly who: number
  readonly what: string
  readonly room: number
  readonly choice: number
  readonly flag: boolean
}

export interface Scene {
  readonly players: readonly Player[]
  readonly rooms: readonly string[]
  /** Messages that were acknowledged, by room. */
  readonly acknowledged: Map<string, Set<number>>
  /** Rooms that were deleted, and what was kept with them. */
  readonly deleted: Set<string>
}

interface Call {
  readonly method: MethodName
  readonly params: object
}

type Made = (at: { player: Player; room: string; seen: readonly Participant[]; move: Move }) => object

/** So often each is chosen; a method that this server does not have is left out. */
const calls: Readonly<Record<string, readonly [weight: number, made: Made]>> = {
  'session.ping': [1, () => ({})],
  'session.hello': [1, () => ({ protocol: 1, client: { name: 'again', version: '1' }, capabilities: [] })],
  'session.refresh': [1, () => ({ token: 'a.b.c' })],
  'room.join': [
    12,
    ({ player, room, move }) => ({
      room,
      ...(move.flag && player.rtpCapabilities ? { rtpCapabilities: player.rtpCapabilities } : {}),
      ...(move.choice % 4 === 0 ? { password: 'sesame' } : {}),
    }),
  ],
  'room.leave': [4, ({ room }) => ({ room })],
  'room.participants': [2, ({ room, move }) => ({ room, limit: 1 + (move.choice % 5) })],
  'room.view': [
    2,
    ({ room, seen, move }) => ({
      room,
      view: tracksOf(seen)
        .slice(0, 3)
        .map((track) => ({ track, width: 320, height: 180, priority: move.choice % 3 })),
    }),
  ],
  'transport.connect': [
    1,
    ({ player, room, move }) => ({
      room,
      transport: transportOf(player, room, move.flag),
      dtlsParameters: fingerprint,
    }),
  ],
  'transport.restartIce': [1, ({ player, room, move }) => ({ room, transport: transportOf(player, room, move.flag) })],
  'track.publish': [5, ({ room, move }) => (move.flag ? microphone : camera)(room, move.choice % 40)],
  'track.setMuted': [
    4,
    ({ room, seen, move }) => ({ room, track: pick(tracksOf(seen), move.choice), muted: move.flag }),
  ],
  'track.unpublish': [3, ({ room, seen, move }) => ({ room, track: pick(tracksOf(seen), move.choice) })],
  'subscription.ready': [1, ({ room }) => ({ room, subscriptions: ['nobody'] })],
  'chat.send': [
    6,
    ({ room, move }) => ({
      room,
      text: `text ${move.choice}`,
      ...(move.flag ? { key: `key-${move.choice % 50}-${move.who}` } : {}),
    }),
  ],
  'chat.history': [1, ({ room, move }) => ({ room, limit: 1 + (move.choice % 20) })],
  'chat.edit': [2, ({ room, move }) => ({ room, message: 1 + (move.choice % 20), text: 'edited' })],
  'chat.delete': [1, ({ room, move }) => ({ room, message: 1 + (move.choice % 20) })],
  'chat.read': [1, ({ room, move }) => ({ room, upTo: 1 + (move.choice % 20) })],
  'chat.search': [1, ({ room }) => ({ room, search: 'text' })],
  'chat.attach': [1, ({ room }) => ({ room, name: 'a.txt', mediaType: 'text/plain', bytes: 10 })],
  'room.raiseHand': [3, ({ room, move }) => ({ room, raised: move.flag })],
  'room.react': [1, ({ room }) => ({ room, reaction: '👍' })],
  'room.data': [
    2,
    ({ room, seen, move }) => ({ room, data: 'bytes', ...(move.flag ? { to: [pick(idsOf(seen), move.choice)] } : {}) }),
  ],
  'room.create': [2, ({ room }) => ({ room })],
  'room.get': [1, ({ room }) => ({ room })],
  'room.list': [1, () => ({})],
  'room.update': [4, ({ room, move }) => ({ room, ...settingsFor(move) })],
  'room.delete': [1, ({ room }) => ({ room })],
  'role.set': [
    3,
    ({ room, seen, move }) => ({
      room,
      person: pick(
        seen.map(({ person }) => person),
        move.choice,
      ),
      role: pick(['member', 'moderator', 'owner', 'guest'], move.choice >> 4),
    }),
  ],
  'role.list': [1, ({ room }) => ({ room })],
  'lobby.admit': [2, ({ player, room, move }) => ({ room, waiting: [pick(waitingSeen(player, room), move.choice)] })],
  'lobby.deny': [1, ({ player, room, move }) => ({ room, waiting: [pick(waitingSeen(player, room), move.choice)] })],
  'participant.mute': [2, ({ room, seen, move }) => ({ room, participants: [pick(idsOf(seen), move.choice)] })],
  'participant.setPublish': [
    2,
    ({ room, seen, move }) => ({
      room,
      participant: pick(idsOf(seen), move.choice),
      sources: move.flag ? ['microphone'] : [],
    }),
  ],
  'participant.remove': [2, ({ room, seen, move }) => ({ room, participant: pick(idsOf(seen), move.choice) })],
  'participant.lowerHand': [1, ({ room, seen, move }) => ({ room, participant: pick(idsOf(seen), move.choice) })],
  'ban.add': [1, ({ room, seen, move }) => ({ room, participant: pick(idsOf(seen), move.choice) })],
  'ban.list': [1, ({ room }) => ({ room })],
  'invitation.list': [1, ({ room }) => ({ room })],
}

const lives = { drop: 3, resume: 6, end: 1, begin: 2 } as const

export const move: fc.Arbitrary<Move> = fc.record({
  who: fc.nat(3),
  what: fc.oneof(
    ...Object.entries(calls)
      .filter(([method]) => isMethod(method))
      .map(([method, [weight]]) => ({ arbitrary: fc.constant(method), weight })),
    ...Object.entries(lives).map(([life, weight]) => ({ arbitrary: fc.constant(life), weight })),
    { arbitrary: fc.constant('nonsense'), weight: 2 },
  ),
  room: fc.nat(1),
  choice: fc.nat(1_000_000),
  flag: fc.boolean(),
})

/** Mostly one after another; sometimes several at once. */
export const moves: fc.Arbitrary<Move[][]> = fc.array(
  fc.oneof(
    { arbitrary: move.map((one) => [one]), weight: 6 },
    { arbitrary: fc.array(move, { minLength: 2, maxLength: 5 }), weight: 1 },
  ),
  { minLength: 1, maxLength: 60, size: 'max' },
)

/** Makes one move. `alone`: nothing else happens meanwhile, so what must come of it is known. Returns how many calls it took. */
export async function make(scene: Scene, one: Move, alone: boolean): Promise<number> {
  const player = scene.players[one.who % scene.players.length]
  const room = scene.rooms[one.room % scene.rooms.length]
  if (player === undefined || room === undefined) return 0
  if (one.what in lives) return await live(player, one.what)
  const { method, params } = callFor(player, room, one)
  const wasIn = player.membership(room) !== undefined && !player.heardTheEnd(room)
  const answer = await player.call(method, params)
  if (answer === undefined) return 0
  // Nonsense may name another room, and make sense there.
  if ('room' in params && params.room !== room) return 1
  note(scene, method, room, answer)
  if (alone) expect(method, wasIn, answer)
  return 1
}

/** Changes of the line and of the session. */
async function live(player: Player, what: string): Promise<number> {
  if (what === 'drop') await player.drop()
  else if (what === 'resume') {
    if (!(await player.resume())) await restart(player)
  } else if (what === 'end') {
    // A session that has no socket is fetched, so that it can end.
    if (!player.online) await player.resume()
    await player.end()
  } else if (!player.online) {
    if (!(await player.resume())) await restart(player)
  }
  return 1
}

async function restart(player: Player): Promise<void> {
  await player.end()
  await player.begin()
}

function callFor(player: Player, room: string, one: Move): Call {
  const seen = [...player.view(room).values()]
  if (one.what === 'nonsense') return nonsense(room, one.choice)
  const made = calls[one.what]?.[1]
  if (made === undefined || !isMethod(one.what)) throw new Error(`there is no move ${one.what}`)
  return { method: one.what, params: made({ player, room, seen, move: one }) }
}

const strange = [
  null,
  -1,
  1e308,
  '',
  '__proto__',
  "'; drop table rooms;--",
  '\u001b[31m',
  [[]],
  JSON.parse('{"then": 1}'),
  'x'.repeat(3000),
]

/** A method that there is, with params that make no sense. */
function nonsense(room: string, choice: number): Call {
  const method = pick(
    Object.keys(methods).filter((name) => !/^(session|rpc)\./.test(name)),
    choice,
  )
  const value = strange[choice % strange.length]
  const params =
    choice % 2 === 0 ? { room, track: value, participant: value, text: value, view: value } : { room: value }
  if (!isMethod(method)) throw new Error(`there is no method ${method}`)
  return { method, params }
}

/** What must come of a call that nothing disturbed. */
function expect(method: MethodName, wasIn: boolean, answer: Answer): void {
  const reason = 'error' in answer ? answer.error.data?.reason : undefined
  const needsPresence = ['member', 'publish', 'subscribe', 'chat', 'data'].includes(methods[method].permission)
  if ('error' in answer && answer.error.code < 0) return // its params made no sense
  if (method === 'room.join' && wasIn && reason !== 'room.alreadyJoined')
    throw new Error(`let in twice: ${told(answer)}`)
  if (needsPresence && !wasIn && reason !== 'room.notJoined') throw new Error(`${method} from outside: ${told(answer)}`)
  if (needsPresence && wasIn && reason === 'room.notJoined') throw new Error(`${method} from inside: ${told(answer)}`)
  if (method === 'room.leave' && reason !== undefined) throw new Error(`leaving: ${told(answer)}`)
}

function note({ acknowledged, deleted }: Scene, method: MethodName, room: string, answer: Answer): void {
  if ('error' in answer) return
  if (String(method) === 'room.delete') deleted.add(room)
  if (method !== 'chat.send' || !isSent(answer.result)) return
  const ids = acknowledged.get(room) ?? new Set()
  acknowledged.set(room, ids.add(answer.result.message.id))
}

function isSent(result: unknown): result is { message: { id: number } } {
  return typeof result === 'object' && result !== null && 'message' in result
}

function settingsFor({ choice, flag }: Move): object {
  if (choice % 9 === 0) return { password: flag ? 'sesame' : null }
  const setting = pick(['lobby', 'locked', 'moderated', 'audioOnly', 'guests', 'listed', 'capacity'], choice)
  return { settings: { [setting]: setting === 'capacity' ? 1 + (choice % 4) : flag } }
}

function waitingSeen(player: Player, room: string): string[] {
  const last = player.notifications.findLast(
    ({ method, params }) => String(method) === 'room.lobbyChanged' && 'room' in params && params.room === room,
  )
  const waiting: unknown = last !== undefined && 'waiting' in last.params ? last.params.waiting : []
  return Array.isArray(waiting) ? waiting.map(({ id }) => String(id)) : []
}

function transportOf(player: Player, room: string, send: boolean): string {
  const media = player.membership(room)?.media
  return media?.topology === 'sfu' ? (send ? media.send.id : media.receive.id) : 'none'
}

function tracksOf(seen: readonly Participant[]): string[] {
  return seen.flatMap(({ tracks }) => tracks.map(({ id }) => id))
}

function idsOf(seen: readonly Participant[]): string[] {
  return seen.map(({ id }) => id)
}

/** One of them, or what there is not. */
function pick(list: readonly string[], choice: number): string {
  return list[choice % (list.length + (list.length < 3 ? 1 : 0))] ?? 'nobody'
}

function isMethod(name: string): name is MethodName {
  return Object.hasOwn(methods, name)
}

function told(answer: Answer): string {
  return JSON.stringify('error' in answer ? answer.error : answer.result).slice(0, 300)
}
