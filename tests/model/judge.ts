// What must be true after any sequence of calls: nobody is a ghost, everybody sees the same, nothing is left over.

import assert from 'node:assert/strict'
import type { Participant, Result } from '@parley/protocol'
import { eventually } from '../conformance/place.ts'
import type { Parley } from '../parley-process.ts'
import type { Scene } from './moves.ts'
import type { Player } from './player.ts'

/** Asks the server, through everybody who is in a room, and compares with what they were told. */
export async function judge(scene: Scene, parley: Parley): Promise<void> {
  for (const player of scene.players) if (player.alive && !player.online && !(await player.resume())) await player.end()
  for (const player of scene.players) await player.call('session.ping', {})
  for (const room of scene.rooms) await judgeRoom(scene, room)
  const alive = scene.players.filter(({ online }) => online).length
  await figures(parley, 'sessions', { sessions: alive, connections: alive })
}

async function judgeRoom({ players, acknowledged, deleted }: Scene, room: string): Promise<void> {
  const members: Player[] = []
  let truth: Participant[] = []
  for (const player of players.filter((one) => one.membership(room) !== undefined)) {
    const snapshot = await snapshotOf(player, room)
    if (snapshot === undefined) {
      assert.ok(player.heardTheEnd(room), `${player.name} is not in ${room}, and nobody has told it`)
      player.forget(room)
    } else {
      members.push(player)
      truth = snapshot
    }
  }
  for (const player of members) await seesTheTruth(player, room)
  const ids = (list: readonly (string | undefined)[]) => [...list].sort()
  if (members.length > 0) truth = (await snapshotOf(members[0], room)) ?? []
  assert.deepEqual(
    ids(truth.map(({ id }) => id)),
    ids(members.map((player) => player.membership(room)?.participant)),
    `who is in ${room} is not who was let in: a ghost, or somebody lost`,
  )
  const [reader] = members
  if (reader !== undefined && !deleted.has(room))
    await everythingKept(reader, room, acknowledged.get(room) ?? new Set())
}

async function snapshotOf(player: Player | undefined, room: string): Promise<Participant[] | undefined> {
  const answer = await player?.call('room.participants', { room, limit: 1000 })
  if (answer === undefined || 'error' in answer) {
    assert.equal(answer?.error.data?.reason, 'room.notJoined')
    return undefined
  }
  return (answer.result as Result<'room.participants'>).participants // the witness has checked it
}

/** Facts may still be on their way; in the end both are the same. */
async function seesTheTruth(player: Player, room: string): Promise<void> {
  const deadline = Date.now() + 5_000
  for (;;) {
    const [truth, seen] = [sorted((await snapshotOf(player, room)) ?? []), sorted([...player.view(room).values()])]
    try {
      assert.deepEqual(seen, truth, `${player.name} sees ${room} otherwise than it is`)
      return
    } catch (error) {
      if (Date.now() > deadline) throw error
    }
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

function sorted(participants: readonly Participant[]): Participant[] {
  const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1)
  return participants
    .map((one) => ({ ...one, tracks: one.tracks.toSorted(byId), publish: one.publish.toSorted() }))
    .toSorted(byId)
}

/** Every message that was acknowledged is there, once, and ids rise. */
async function everythingKept(player: Player, room: string, acknowledged: ReadonlySet<number>): Promise<void> {
  const ids: number[] = []
  for (let before: number | undefined; ; before = ids[0]) {
    const answer = await player.call('chat.history', { room, limit: 200, ...(before === undefined ? {} : { before }) })
    if (answer === undefined || 'error' in answer)
      return assert.fail(`no history of ${room}: ${JSON.stringify(answer)}`)
    const { messages, more } = answer.result as Result<'chat.history'> // the witness has checked it
    ids.unshift(...messages.map(({ id }) => id))
    if (!more) break
  }
  assert.deepEqual(
    ids,
    [...new Set(ids)].toSorted((a, b) => a - b),
    'ids rise, and each is there once',
  )
  const lost = [...acknowledged].filter((id) => !ids.includes(id))
  assert.deepEqual(lost, [], 'messages that were acknowledged are lost')
}

/** When everybody has gone, nothing is left: no session, no room, no track, no router with its transports. */
export async function judgeEmptiness(parley: Parley): Promise<void> {
  await figures(parley, 'the end', {
    sessions: 0,
    connections: 0,
    participants: 0,
    tracks: 0,
    subscriptions: 0,
    rooms: 0,
    routers: 0,
  })
}

async function figures(parley: Parley, when: string, wanted: Readonly<Record<string, number>>): Promise<void> {
  let found: Record<string, unknown> = {}
  const isSo = async () => {
    const stats = await parley.stats()
    const routers = stats.workers.reduce((sum, worker) => sum + worker.routers, 0)
    const all: Record<string, unknown> = { ...stats, routers }
    found = Object.fromEntries(Object.keys(wanted).map((name) => [name, all[name]]))
    return JSON.stringify(found) === JSON.stringify(wanted)
  }
  await eventually(when, isSo).catch(() => assert.deepEqual(found, wanted, `the figures after ${when}`))
}
