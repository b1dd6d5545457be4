// Who does what when: the whole schedule of a run, made before it begins, and the same for the same seed.

import { type Random, seededRandom } from '../rtc/random.ts'

export interface PlanOptions {
  readonly clients: number
  readonly durationS: number
  readonly rampUpS: number
  readonly room: string
  readonly roomsOf: number
  readonly view: number
  readonly seed: number
}

export interface ClientPlan {
  /** 1, 2, 3 … */
  readonly id: number
  readonly name: string
  readonly room: string
  readonly seed: number
  /** Ids of the clients whose video it looks at. */
  readonly views: readonly number[]
  /** How many others its room will have. */
  readonly others: number
}

export type Action = 'join' | 'stop' | 'leave'

export interface PlanEvent {
  /** From the start of the run. */
  readonly atMs: number
  readonly client: number
  readonly action: Action
}

export interface Plan {
  readonly clients: readonly ClientPlan[]
  /** In order of time. */
  readonly events: readonly PlanEvent[]
  /** All have been told to join. */
  readonly rampedUpAtMs: number
  /** All stop sending. */
  readonly stopAtMs: number
  /** All leave: what was on the way when they stopped has arrived by then. */
  readonly leaveAtMs: number
}

/** Longer than a packet and its repair take on a host that is not overloaded. */
export const DRAIN_MS = 1_000

export function plan(options: PlanOptions): Plan {
  const random = seededRandom(options.seed)
  const rampedUpAtMs = options.rampUpS * 1_000
  const stopAtMs = rampedUpAtMs + options.durationS * 1_000
  const leaveAtMs = stopAtMs + DRAIN_MS
  const clients = Array.from({ length: options.clients }, (_, index) => clientPlan(options, index, random))
  const events = clients.flatMap(({ id }): PlanEvent[] => [
    { atMs: joinAtMs(id - 1, options.clients, rampedUpAtMs, random), client: id, action: 'join' },
    { atMs: stopAtMs, client: id, action: 'stop' },
    { atMs: leaveAtMs, client: id, action: 'leave' },
  ])
  events.sort((a, b) => a.atMs - b.atMs || a.client - b.client)
  return { clients, events, rampedUpAtMs, stopAtMs, leaveAtMs }
}

function clientPlan({ clients, room, roomsOf, view, seed }: PlanOptions, index: number, random: Random): ClientPlan {
  const first = index - (index % roomsOf)
  const size = Math.min(roomsOf, clients - first)
  return {
    id: index + 1,
    name: nameOf(seed, index + 1),
    room: roomsOf >= clients ? room : `${room}-${first / roomsOf + 1}`,
    seed: Math.floor(random() * 0x1_0000_0000),
    views: viewed(index - first, size, view).map((member) => first + member + 1),
    others: size - 1,
  }
}

/** Others see it; it also tells a client which participants are of this run. */
export function nameOf(seed: number, id: number): string {
  return `lab ${seed}.${id}`
}

export function idOf(seed: number, name: string): number | undefined {
  const [, itsSeed, id] = /^lab (\d+)\.(\d+)$/.exec(name) ?? []
  return Number(itsSeed) === seed && id !== undefined ? Number(id) : undefined
}

/** The next members around the table, so that everybody is looked at by as many as everybody else. */
function viewed(member: number, size: number, view: number): number[] {
  return Array.from({ length: Math.min(view, size - 1) }, (_, step) => (member + step + 1) % size)
}

/** Evenly over the ramp-up, each at a random moment of its share: clients that come in step would test nothing real. */
function joinAtMs(index: number, clients: number, rampUpMs: number, random: Random): number {
  return Math.floor(((index + random()) / clients) * rampUpMs)
}
