// The figures by which runs are compared: what each is, which way is better, and what is too little to speak of.

import { bytes, count, ms, percent } from '../report/text.ts'
import type { Saved } from './saved.ts'

export interface Figure {
  readonly name: string
  /** Undefined: this run cannot tell. */
  readonly of: (run: Saved) => number | undefined
  readonly better: 'less' | 'more'
  /** A difference below this means nothing, however large its share of a small value is. */
  readonly least: number
  readonly words: (value: number) => string
}

const milliseconds = (value: number) => `${ms(value)} ms`

export const figures: readonly Figure[] = [
  {
    name: 'connected',
    of: ({ clients }) => clients.connected / Math.max(1, clients.planned),
    better: 'more',
    least: 0,
    words: percent,
  },
  { name: 'errors', of: ({ clients }) => clients.errors, better: 'less', least: 0, words: count },
  {
    name: 'until published, P95',
    of: ({ connecting }) => connecting.connectedMs?.p95,
    better: 'less',
    least: 5,
    words: milliseconds,
  },
  {
    name: 'answers, P99 of the slowest',
    of: ({ signaling }) =>
      Math.max(
        0,
        ...Object.entries(signaling).flatMap(([method, { p99 }]) => (method === 'room.leave' ? [] : (p99 ?? []))),
      ),
    better: 'less',
    least: 5,
    words: milliseconds,
  },
  {
    name: 'delivered of what should be',
    of: ({ media: { receiveRatio: ratio } }) =>
      ratio && ratio.expected > 0 ? ratio.measured / ratio.expected : undefined,
    better: 'more',
    least: 0.002,
    words: percent,
  },
  {
    name: 'lost',
    of: ({ media }) => Math.max(0, media.packetsLost - media.drops.lab) / Math.max(1, media.packetsExpected),
    better: 'less',
    least: 0.002,
    words: percent,
  },
  {
    name: 'latency of video, P95',
    of: ({ media }) => media.latencyMs.video?.p95,
    better: 'less',
    least: 2,
    words: milliseconds,
  },
  {
    name: 'latency of audio, P95',
    of: ({ media }) => media.latencyMs.audio?.p95,
    better: 'less',
    least: 2,
    words: milliseconds,
  },
  {
    name: 'CPU of the server for 1000 packets',
    of: serverCpu,
    better: 'less',
    least: 0.1,
    words: milliseconds,
  },
  {
    name: 'memory of the server',
    of: ({ server }) => (server.processes.length === 0 ? undefined : server.rssMaxBytes),
    better: 'less',
    least: 5e6,
    words: bytes,
  },
]

/** In ms, of all its processes, in the steady time. */
function serverCpu({ seconds }: Saved): number | undefined {
  const steady = seconds.filter(({ phase }) => phase === 'steady')
  const cpuMs = steady.reduce(
    (sum, { server }) => sum + server.processes.reduce((of, { cpu }) => of + cpu * 1_000, 0),
    0,
  )
  const packets = steady.reduce((sum, second) => sum + second.packetsSent + second.packetsReceived, 0)
  return packets === 0 || cpuMs === 0 ? undefined : (cpuMs * 1_000) / packets
}
