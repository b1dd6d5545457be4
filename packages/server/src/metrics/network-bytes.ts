// How much this machine has sent and received, as Linux counts it per interface (proc_pid_net(5), `dev`).

import { readFile } from 'node:fs/promises'

export interface NetworkBytes {
  readonly sentBytes: number
  readonly receivedBytes: number
}

/** Of all interfaces but loopback, or of loopback where there is nothing else; undefined where the system does not tell. */
export async function readNetworkBytes(path = '/proc/net/dev'): Promise<NetworkBytes | undefined> {
  try {
    return sumInterfaces(await readFile(path, 'utf8'))
  } catch {
    return undefined // another system, or one that hides it: the figure is left out
  }
}

export function sumInterfaces(table: string): NetworkBytes | undefined {
  const rows = [...table.matchAll(/^\s*([^\s:]+):\s*(.*)$/gm)].map(([, name, figures = '']) => {
    const columns = figures.trim().split(/\s+/).map(Number)
    return { name, receivedBytes: columns[0] ?? 0, sentBytes: columns[8] ?? 0 }
  })
  const outside = rows.filter(({ name, sentBytes }) => name !== 'lo' && sentBytes > 0)
  const counted = outside.length > 0 ? outside : rows
  if (counted.length === 0) return undefined
  return {
    sentBytes: counted.reduce((sum, row) => sum + row.sentBytes, 0),
    receivedBytes: counted.reduce((sum, row) => sum + row.receivedBytes, 0),
  }
}
