// How many processes a run needs, and which clients each of them is.

import { LabError } from '../exit-codes.ts'
import type { RunOptions } from '../options.ts'

/** Sent by one client; video: counted from the clips of the lab, rounded up. */
const PACKETS_PER_SECOND = { audio: 50, '360p': 40, '720p': 110, '1080p': 200 } as const
/** One process carried 40,000 on the machine of the prototype; the rest is for machines that are slower or shared. */
const PACKETS_PER_PROCESS = 30_000
const CLIENTS_PER_PROCESS = 100
const MOST_PROCESSES = 64
/** One for the WebSocket, one for each of the two media transports. */
export const DESCRIPTORS_PER_CLIENT = 3
/** Of the runtime itself: files, pipes, epoll. */
const OWN_DESCRIPTORS = 100

type LayoutOptions = Pick<
  RunOptions,
  'clients' | 'roomsOf' | 'publishers' | 'audio' | 'video' | 'view' | 'processes' | 'clientsPerProcess'
>

/** How many packets pass through the lab in a second when all are there, both ways. An estimate for the layout only. */
export function packetsPerSecond({ clients, roomsOf, publishers, audio, video, view }: LayoutOptions): number {
  const members = Math.min(roomsOf, clients)
  const senders = Math.min(publishers, members)
  const audioRate = audio ? PACKETS_PER_SECOND.audio : 0
  const videoRate = video === undefined ? 0 : PACKETS_PER_SECOND[video]
  const received = (from: number) => audioRate * from + videoRate * Math.min(view, from)
  const room = senders * (audioRate + videoRate + received(senders - 1)) + (members - senders) * received(senders)
  return (clients / members) * room
}

/**
 * Client ids for each process: those of a room together, so that a run of few rooms spreads them as it spreads people.
 * @throws {LabError} usage, when descriptors do not suffice
 */
export function layOut(options: LayoutOptions, descriptorLimit: number): number[][] {
  const { clients } = options
  const byDescriptors = Math.floor((descriptorLimit - OWN_DESCRIPTORS) / DESCRIPTORS_PER_CLIENT)
  const count = options.processes ?? defaultCount(options, byDescriptors)
  const each = Math.ceil(clients / count)
  if (each > byDescriptors) {
    const needed = each * DESCRIPTORS_PER_CLIENT + OWN_DESCRIPTORS
    throw new LabError(
      'usage',
      `${each} clients in a process need about ${needed} file descriptors (${DESCRIPTORS_PER_CLIENT} each), and its limit is ${descriptorLimit}: raise it (ulimit -n ${Math.max(65_536, needed)}) or use more --processes`,
    )
  }
  const ids = Array.from({ length: clients }, (_, index) => index + 1)
  return Array.from({ length: count }, (_, index) =>
    ids.slice(Math.floor((index * clients) / count), Math.floor(((index + 1) * clients) / count)),
  )
}

function defaultCount(options: LayoutOptions, byDescriptors: number): number {
  const perProcess = Math.max(1, Math.min(options.clientsPerProcess ?? CLIENTS_PER_PROCESS, byDescriptors))
  const byClients = Math.ceil(options.clients / perProcess)
  const byPackets = Math.ceil(packetsPerSecond(options) / PACKETS_PER_PROCESS)
  return Math.min(options.clients, MOST_PROCESSES, Math.max(byClients, byPackets))
}
