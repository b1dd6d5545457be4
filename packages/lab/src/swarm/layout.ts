// How many processes a run needs, and which clients each of them is.

import { LabError } from '../exit-codes.ts'
import type { RunOptions } from '../options.ts'
import type { ClientPlan } from './plan.ts'

/** Sent by one client; video: counted from the clips of the lab, rounded up. */
const PACKETS_PER_SECOND = { audio: 50, '360p': 40, '720p': 110, '1080p': 200 } as const
/** One process carried 40,000 on the machine of the prototype; the rest is for machines that are slower or shared. */
const PACKETS_PER_PROCESS = 30_000
const CLIENTS_PER_PROCESS = 100
/**
 * Of clients that only listen. With 300 who heard one voice, a packet took 43 µs of CPU in processes of 75 and 27 µs in
 * those of 150: the more sockets one thread waits for, the more packets it finds when it wakes.
 */
const LISTENERS_PER_PROCESS = 200
const MOST_PROCESSES = 64
/** One for the WebSocket, one for each of the two media transports. */
export const DESCRIPTORS_PER_CLIENT = 3
/** Of the runtime itself: files, pipes, epoll. */
const OWN_DESCRIPTORS = 100

type Member = Pick<ClientPlan, 'id' | 'publishes' | 'hears' | 'views'>
type LayoutOptions = Pick<RunOptions, 'audio' | 'video' | 'processes' | 'clientsPerProcess'>

/** How many packets pass through these in a second when all are there, both ways. An estimate for the layout only. */
export function packetsPerSecond(clients: readonly Member[], { audio, video }: LayoutOptions): number {
  const audioRate = audio ? PACKETS_PER_SECOND.audio : 0
  const videoRate = video === undefined ? 0 : PACKETS_PER_SECOND[video]
  return clients.reduce((sum, { publishes, hears, views }) => {
    const sends = publishes ? 1 : 0
    return sum + audioRate * (sends + hears) + videoRate * (sends + views.length)
  }, 0)
}

/**
 * Client ids for each process: those of a room together, so that a run of few rooms spreads them as it spreads people.
 * Who publishes is kept apart from those who only listen, whose load would make it late.
 * @throws {LabError} usage, when descriptors do not suffice
 */
export function layOut(clients: readonly Member[], options: LayoutOptions, descriptorLimit: number): number[][] {
  const publishing = clients.filter(({ publishes }) => publishes)
  const listening = clients.filter(({ publishes }) => !publishes)
  const byDescriptors = Math.floor((descriptorLimit - OWN_DESCRIPTORS) / DESCRIPTORS_PER_CLIENT)
  const perProcess = (usual: number) => Math.max(1, Math.min(options.clientsPerProcess ?? usual, byDescriptors))
  const needed = {
    publishing: processesFor(publishing, perProcess(CLIENTS_PER_PROCESS), options),
    listening: processesFor(listening, perProcess(LISTENERS_PER_PROCESS), options),
  }
  const total = needed.publishing + needed.listening
  const count = options.processes ?? Math.min(MOST_PROCESSES, total)
  // Somebody who says how many of each wants them even.
  const isMixed = count === 1 || (options.processes !== undefined && options.clientsPerProcess !== undefined)
  if (isMixed || listening.length === 0) return divide(clients, count, descriptorLimit)
  const share = Math.max(1, Math.min(count - 1, Math.round((count * needed.publishing) / total)))
  return [...divide(publishing, share, descriptorLimit), ...divide(listening, count - share, descriptorLimit)]
}

function processesFor(clients: readonly Member[], perProcess: number, options: LayoutOptions): number {
  const byPackets = Math.ceil(packetsPerSecond(clients, options) / PACKETS_PER_PROCESS)
  return Math.min(clients.length, Math.max(Math.ceil(clients.length / perProcess), byPackets))
}

function divide(clients: readonly Member[], processes: number, descriptorLimit: number): number[][] {
  const count = Math.min(processes, clients.length)
  const each = Math.ceil(clients.length / count)
  const needed = each * DESCRIPTORS_PER_CLIENT + OWN_DESCRIPTORS
  if (needed > descriptorLimit) {
    throw new LabError(
      'usage',
      `${each} clients in a process need about ${needed} file descriptors (${DESCRIPTORS_PER_CLIENT} each), and its limit is ${descriptorLimit}: raise it (ulimit -n ${Math.max(65_536, needed)}) or use more --processes`,
    )
  }
  const end = (index: number) => Math.floor((index * clients.length) / count)
  return Array.from({ length: count }, (_, index) => clients.slice(end(index), end(index + 1)).map(({ id }) => id))
}
