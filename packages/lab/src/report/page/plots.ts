// What the page draws: figures over the seconds of the run.

import type { Second } from '../series.ts'

export interface Plot {
  readonly title: string
  /** `bit/s`, `ms`, `%` … */
  readonly unit: string
  readonly lines: readonly { readonly name: string; readonly values: readonly (number | null)[] }[]
}

export interface Plots {
  /** Seconds since the start. */
  readonly at: readonly number[]
  /** Where all were there; null: never. */
  readonly steady: readonly [number, number] | null
  readonly plots: readonly Plot[]
}

export function plotsOf(seconds: readonly Second[]): Plots {
  const line = (name: string, of: (second: Second) => number | undefined) => ({
    name,
    values: seconds.map((second) => of(second) ?? null),
  })
  const steady = seconds.filter(({ phase }) => phase === 'steady').map(({ atMs }) => atMs / 1_000)
  const [from, to] = [steady[0], steady.at(-1)]
  return {
    at: seconds.map(({ atMs }) => atMs / 1_000),
    steady: from === undefined || to === undefined ? null : [from - 1, to],
    plots: [
      {
        title: 'Clients',
        unit: '',
        lines: [
          line('connected', ({ clients }) => clients.connected),
          line('connecting', ({ clients }) => clients.connecting),
          line('reconnecting', ({ clients }) => clients.reconnecting),
          line('failed or lost', ({ clients }) => clients.failed + clients.lost),
        ],
      },
      {
        title: 'Packets',
        unit: '/s',
        lines: [
          line('received', ({ packetsReceived }) => packetsReceived),
          line('sent', ({ packetsSent }) => packetsSent),
          line('lost', ({ packetsLost }) => packetsLost),
        ],
      },
      {
        title: 'Bandwidth',
        unit: 'Mbit/s',
        lines: [
          line('received', ({ bytesReceived }) => (bytesReceived * 8) / 1e6),
          line('sent', ({ bytesSent }) => (bytesSent * 8) / 1e6),
        ],
      },
      {
        title: 'Latency, one way',
        unit: 'ms',
        lines: [
          line('P50', ({ latencyMs }) => latencyMs?.p50),
          line('P95', ({ latencyMs }) => latencyMs?.p95),
          line('P99', ({ latencyMs }) => latencyMs?.p99),
        ],
      },
      { title: 'CPU of the server', unit: '% of a core', lines: serverLines(seconds) },
      {
        title: 'CPU of the lab and the machine',
        unit: '%',
        lines: [
          line('lab (of a core)', ({ generator }) => generator.cpu * 100),
          line('machine', ({ machine }) => machine.busy * 100),
          line('taken by others', ({ machine }) => machine.steal * 100),
        ],
      },
      {
        title: 'How late the lab was',
        unit: 'ms',
        lines: [
          line('packets, P99', ({ generator }) => generator.scheduleErrorP99Ms),
          line('event loop, longest', ({ generator }) => generator.loopLagMaxMs),
        ],
      },
      {
        title: 'Memory',
        unit: 'MB',
        lines: [
          line('server', ({ server }) =>
            server.state === 'running'
              ? server.processes.reduce((sum, { rssBytes }) => sum + rssBytes, 0) / 1e6
              : undefined,
          ),
          line('lab', ({ generator }) => generator.rssBytes / 1e6),
        ],
      },
    ],
  }
}

/** Node by its name, workers by number. */
function serverLines(seconds: readonly Second[]): Plot['lines'] {
  const roles = new Map(seconds.flatMap(({ server }) => server.processes.map(({ pid, role }) => [pid, role] as const)))
  const workers = [...roles].filter(([, role]) => role === 'worker').map(([pid]) => pid)
  return [...roles].map(([pid, role]) => ({
    name: role === 'worker' && workers.length > 1 ? `worker ${workers.indexOf(pid) + 1}` : role,
    values: seconds.map(({ server }) => {
      const process = server.processes.find((each) => each.pid === pid)
      return process === undefined ? null : process.cpu * 100
    }),
  }))
}
