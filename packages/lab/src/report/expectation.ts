// How many packets should have been received: each one that was sent, once for everybody who was there to receive it.

import type { ClientSample } from '../swarm/messages.ts'
import type { ClientPlan } from '../swarm/plan.ts'

/** The clients at one moment, by id. */
export type Snapshot = ReadonlyMap<number, ClientSample>

export interface Ratio {
  /** Packets received for each one sent, as the plan of rooms and views implies. */
  readonly expected: number
  readonly measured: number
}

type Audience = { readonly audio: number; readonly video: number }

/** How many connected clients receive the audio and the video of each. */
function audiences(plans: readonly ClientPlan[], snapshot: Snapshot): Map<number, Audience> {
  const present = plans.filter(({ id }) => isPresent(snapshot.get(id)))
  const members = new Map<string, number>()
  const viewers = new Map<number, number>()
  for (const { room, views } of present) {
    members.set(room, (members.get(room) ?? 0) + 1)
    for (const id of views) viewers.set(id, (viewers.get(id) ?? 0) + 1)
  }
  return new Map(
    present.map(({ id, room }) => [id, { audio: (members.get(room) ?? 1) - 1, video: viewers.get(id) ?? 0 }]),
  )
}

/** Whether everybody who is connected receives from everybody it should receive from, and nobody is on the way in. */
export function isSettled(
  plans: readonly ClientPlan[],
  snapshot: Snapshot,
  { audio, video }: { readonly audio: boolean; readonly video: boolean },
): boolean {
  const speakers = new Map<string, number>()
  for (const { id, room, publishes } of plans)
    if (publishes && isPresent(snapshot.get(id))) speakers.set(room, (speakers.get(room) ?? 0) + 1)
  return plans.every(({ id, room, publishes, views }) => {
    const client = snapshot.get(id)
    if (client === undefined || client.state === 'waiting' || client.state === 'connecting') return false
    if (!isPresent(client)) return true
    const wantedVideo = views.filter((other) => isPresent(snapshot.get(other))).length
    const hasAudio = !audio || client.audioStreams >= (speakers.get(room) ?? 0) - (publishes ? 1 : 0)
    return hasAudio && (!video || client.videoStreams >= wantedVideo)
  })
}

/**
 * Between two moments in which the same clients were there. Undefined when nothing was sent, and when somebody came in
 * between: nobody knows from when on the others should have received it.
 */
export function receiveRatio(plans: readonly ClientPlan[], from: Snapshot, to: Snapshot): Ratio | undefined {
  if (plans.some(({ id }) => !isPresent(from.get(id)) && sentBy(to.get(id)) > sentBy(from.get(id)))) return undefined
  let sent = 0
  let expected = 0
  let received = 0
  for (const [id, audience] of audiences(plans, from)) {
    const before = from.get(id)
    const after = to.get(id)
    if (!before || !after) continue
    const audio = after.audioSent - before.audioSent
    const video = after.videoSent - before.videoSent
    sent += audio + video
    expected += audio * audience.audio + video * audience.video
    received += after.audioReceived + after.videoReceived - before.audioReceived - before.videoReceived
  }
  return sent === 0 ? undefined : { expected: expected / sent, measured: received / sent }
}

function sentBy(client: ClientSample | undefined): number {
  return client === undefined ? 0 : client.audioSent + client.videoSent
}

function isPresent(client: ClientSample | undefined): boolean {
  return client?.state === 'connected' || client?.state === 'reconnecting'
}
