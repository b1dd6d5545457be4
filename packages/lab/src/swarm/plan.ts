// Who does what when: the whole schedule of a run, made before it begins, and the same for the same seed.

import { type Random, seededRandom } from '../rtc/random.ts'

export interface PlanOptions {
  readonly clients: number
  readonly durationS: number
  readonly rampUpS: number
  readonly room: string
  readonly roomsOf: number
  /** Members of each room who send; the others only listen. */
  readonly publishers: number
  readonly view: number
  /** Of all clients: those whose packets pass a bad network. */
  readonly impairedShare?: number
  readonly seed: number
}

export interface ClientPlan {
  /** 1, 2, 3 … */
  readonly id: number
  readonly name: string
  readonly room: string
  readonly seed: number
  readonly publishes: boolean
  readonly impaired: boolean
  /** How many others of its room publish. */
  readonly hears: number
  /** Ids of the clients whose video it looks at. */
  readonly views: readonly number[]
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
/** Between the last of those who publish and the first who only listens: long enough to be there, as a speaker is. */
const LEAD_MS = 1_000

export function plan(options: PlanOptions): Plan {
  const random = seededRandom(options.seed)
  const rampedUpAtMs = options.rampUpS * 1_000
  const stopAtMs = rampedUpAtMs + options.durationS * 1_000
  const leaveAtMs = stopAtMs + DRAIN_MS
  const clients = Array.from({ length: options.clients }, (_, index) => clientPlan(options, index, random))
  const joins = joinTimes(clients, rampedUpAtMs, random)
  const events = clients.flatMap(({ id }, index): PlanEvent[] => [
    { atMs: joins[index] ?? 0, client: id, action: 'join' },
    { atMs: stopAtMs, client: id, action: 'stop' },
    { atMs: leaveAtMs, client: id, action: 'leave' },
  ])
  events.sort((a, b) => a.atMs - b.atMs || a.client - b.client)
  return { clients, events, rampedUpAtMs, stopAtMs, leaveAtMs }
}

function clientPlan(options: PlanOptions, index: number, random: Random): ClientPlan {
  const { clients, room, roomsOf, view, seed, impairedShare = 0 } = options
  const first = index - (index % roomsOf)
  const publishers = Math.min(options.publishers, roomsOf, clients - first)
  const member = index - first
  const hears = member < publishers ? publishers - 1 : publishers
  return {
    id: index + 1,
    name: nameOf(seed, index + 1),
    room: roomsOf >= clients ? room : `${room}-${first / roomsOf + 1}`,
    seed: Math.floor(random() * 0x1_0000_0000),
    publishes: member < publishers,
    impaired: Math.floor((index + 1) * impairedShare) > Math.floor(index * impairedShare),
    hears,
    views: viewed(member, publishers, Math.min(view, hears)).map((other) => first + other + 1),
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

/** The next ones around the table of those who publish, so that each is looked at by as many as the others. */
function viewed(member: number, publishers: number, count: number): number[] {
  return Array.from({ length: count }, (_, step) => (member + step + 1) % publishers)
}

/**
 * Evenly over the ramp-up, each at a random moment of its share: clients that come in step would test nothing real. Those
 * who publish come first, so that whoever listens finds somebody.
 */
function joinTimes(clients: readonly ClientPlan[], rampUpMs: number, random: Random): number[] {
  const publishers = clients.filter(({ publishes }) => publishes).length
  const leadMs = publishers === clients.length ? 0 : Math.min(LEAD_MS, rampUpMs / 2)
  const places = { publisher: 0, listener: publishers }
  return clients.map(({ publishes }) => {
    const place = publishes ? places.publisher++ : places.listener++
    return Math.floor(((place + random()) / clients.length) * (rampUpMs - leadMs) + (publishes ? 0 : leadMs))
  })
}
