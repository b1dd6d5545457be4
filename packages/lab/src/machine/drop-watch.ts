// UDP packets that arrived and were thrown away because their socket was full: whose fault a loss is.

import { parseReceiveBufferErrors, parseUdpSockets } from './proc-net.ts'
import { readText, socketInodes } from './processes.ts'

export type Owner = 'lab' | 'server' | 'other'

export interface Drops {
  readonly lab: number
  readonly server: number
  /** RcvbufErrors of the whole machine since the start: contains the others, and sockets that were closed in between. */
  readonly machine: number
}

/** Asked for now and then: a socket that is closed takes its count with it. */
export class DropWatch {
  readonly #pidsOf: () => Readonly<Record<'lab' | 'server', readonly number[]>>
  /** Of a socket that dropped something: its owner, and how many when the run began. */
  readonly #known = new Map<number, { readonly owner: Owner; readonly before: number; drops: number }>()
  readonly #machineBefore = readMachine()

  constructor(pidsOf: () => Readonly<Record<'lab' | 'server', readonly number[]>>) {
    this.#pidsOf = pidsOf
    // What lies behind us is nobody's fault now.
    for (const { inode, drops } of readDropping())
      this.#known.set(inode, { owner: this.#ownerOf(inode), before: drops, drops })
  }

  sample(): Drops {
    for (const { inode, drops } of readDropping()) {
      const known = this.#known.get(inode)
      if (known) known.drops = Math.max(known.drops, drops)
      else this.#known.set(inode, { owner: this.#ownerOf(inode), before: 0, drops })
    }
    return { lab: this.#sum('lab'), server: this.#sum('server'), machine: readMachine() - this.#machineBefore }
  }

  /** Looks through the descriptors of the processes: dear, and done only once for a socket that dropped something. */
  #ownerOf(inode: number): Owner {
    const { lab, server } = this.#pidsOf()
    if (lab.some((pid) => socketInodes(pid).includes(inode))) return 'lab'
    return server.some((pid) => socketInodes(pid).includes(inode)) ? 'server' : 'other'
  }

  #sum(owner: Owner): number {
    return [...this.#known.values()].reduce(
      (sum, each) => sum + (each.owner === owner ? each.drops - each.before : 0),
      0,
    )
  }
}

function readDropping() {
  return ['udp', 'udp6'].flatMap((table) =>
    parseUdpSockets(readText(`/proc/net/${table}`) ?? '').filter(({ drops }) => drops > 0),
  )
}

function readMachine(): number {
  return parseReceiveBufferErrors(readText('/proc/net/snmp') ?? '')
}
