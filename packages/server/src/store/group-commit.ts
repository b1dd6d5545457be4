// Group commit: while one group is being written, what arrives gathers and goes as the next group, so that each commit
// is shared by all that waited for it.

import { Refusal } from '@parley/protocol'

export interface GroupCommitOptions<I, O> {
  /**
   * Commits the items in order and gives one outcome per item, in the same place; an error in a place answers that item
   * alone. When it throws, nothing was committed: a refusal answers all items, any other error means that one is bad.
   */
  readonly commit: (items: readonly I[]) => Promise<readonly (O | Error)[]>
  readonly maxGroup: number
  /** More than these waiting are refused with `store.unavailable`. */
  readonly maxWaiting: number
}

export interface GroupCommit<I, O> {
  /** Resolves after the item's own commit. */
  add(item: I): Promise<O>
  /** Resolves when everything added before has its answer; later items are refused. */
  close(): Promise<void>
}

interface Waiting<I, O> {
  readonly item: I
  readonly resolve: (outcome: O) => void
  readonly reject: (error: unknown) => void
}

export function createGroupCommit<I, O>({ commit, maxGroup, maxWaiting }: GroupCommitOptions<I, O>): GroupCommit<I, O> {
  let waiting: Waiting<I, O>[] = []
  let writing: Promise<void> | undefined
  let closed = false

  async function writeAll(): Promise<void> {
    while (waiting.length > 0) {
      const group = waiting.slice(0, maxGroup)
      waiting = waiting.slice(maxGroup)
      await write(group)
    }
    writing = undefined
  }

  /** Never rejects: each item of the group gets its own answer. */
  async function write(group: readonly Waiting<I, O>[]): Promise<void> {
    try {
      const outcomes = await commit(group.map(({ item }) => item))
      for (const [index, outcome] of outcomes.entries()) {
        if (outcome instanceof Error) group[index]?.reject(outcome)
        else group[index]?.resolve(outcome)
      }
    } catch (error) {
      if (error instanceof Refusal || group.length === 1) {
        for (const { reject } of group) reject(error)
        return
      }
      // Halving finds the bad item in few commits, and keeps the order.
      const middle = group.length >> 1
      await write(group.slice(0, middle))
      await write(group.slice(middle))
    }
  }

  return {
    add(item) {
      if (closed) return Promise.reject(new Refusal('store.unavailable', 'the server is stopping'))
      if (waiting.length >= maxWaiting) return Promise.reject(new Refusal('store.unavailable', 'too much is waiting'))
      return new Promise((resolve, reject) => {
        waiting.push({ item, resolve, reject })
        writing ??= writeAll()
      })
    },
    async close() {
      closed = true
      await writing
    },
  }
}
