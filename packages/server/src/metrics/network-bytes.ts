// How much this machine has sent and received, as Linux counts it per interface (proc_pid_net(5), `dev`).

import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'

export interface NetworkBytes {
  readonly sentBytes: number
  readonly receivedBytes: number
}

/**
 * Of the network cards; of all interfaces but loopback where there are none, as in a container; of loopback where there is
 * nothing else. Undefined where the system does not tell.
 */
export async function readNetworkBytes(path = '/proc/net/dev'): Promise<NetworkBytes | undefined> {
  try {
    return sumInterfaces(await readFile(path, 'utf8'), (name) => existsSync(`/sys/class/net/${name}/device`))
  } catch {
    return undefined // another system, or one that hides it: the figure is left out
  }
}

/** @param isCard bridges and tunnels carry what a card carries too, and would count it twice */
export function sumInterfaces(table: string, isCard: (name: string) => boolean): NetworkBytes | undefined {
  const rows = [...table.matchAll(/^\s*([^\s:]+):\s*(.*)$/gm)].map(([, name, figures = '']) => {
    const columns = figures.trim().split(/\s+/).map(Number)
    return { name: name ?? '', receivedBytes: columns[0] ?? 0, sentBytes: columns[8] ?? 0 }
  })
  const outside = rows.filter(({ name, sentBytes }) => name !== 'lo' && sentBytes > 0)
  const cards = outside.filter(({ name }) => isCard(name))
  const counted = [cards, outside, rows].find((some) => some.length > 0) ?? []
  if (counted.length === 0) return undefined
  return {
    sentBytes: counted.reduce((sum, row) => sum + row.sentBytes, 0),
    receivedBytes: counted.reduce((sum, row) => sum + row.receivedBytes, 0),
  }
}
