// What Linux says of sockets (/proc/net): who listens, and which UDP sockets lost packets because nobody read them.

export interface UdpSocket {
  readonly inode: number
  readonly localPort: number
  /** Packets thrown away because the receive buffer was full, since the socket was opened. */
  readonly drops: number
}

/** The inode of the socket that listens on a TCP port: /proc/net/tcp or tcp6. */
export function parseListenerInode(text: string, port: number): number | undefined {
  const LISTEN = '0A'
  for (const fields of rows(text)) {
    if (fields[3] === LISTEN && portOf(fields[1]) === port) return Number(fields[9])
  }
  return undefined
}

/** /proc/net/udp or udp6. */
export function parseUdpSockets(text: string): UdpSocket[] {
  return rows(text).map((fields) => ({
    localPort: portOf(fields[1]),
    inode: Number(fields[9]),
    drops: Number(fields[12] ?? 0),
  }))
}

/** `RcvbufErrors` of /proc/net/snmp: the same for all sockets of this machine (or network namespace) together. */
export function parseReceiveBufferErrors(text: string): number {
  const [names = [], values = []] = text
    .split('\n')
    .filter((line) => line.startsWith('Udp: '))
    .map((line) => line.split(' '))
  return Number(values[names.indexOf('RcvbufErrors')] ?? 0)
}

/** `socket:[1234]`, as a link in /proc/PID/fd reads. */
export function parseSocketLink(link: string): number | undefined {
  const inode = /^socket:\[(\d+)\]$/.exec(link)?.[1]
  return inode === undefined ? undefined : Number(inode)
}

function rows(text: string): string[][] {
  const [, ...lines] = text.trimEnd().split('\n')
  return lines.map((line) => line.trim().split(/\s+/))
}

/** `0100007F:1F90` → 8080. */
function portOf(address = ''): number {
  return Number.parseInt(address.slice(address.lastIndexOf(':') + 1), 16)
}
