// Noticing that a room is not ours any more: the store refuses what is written into it once another server has opened it,
// or it was deleted.

import { Refusal } from '@parley/protocol'

/** From the refusal on this is the wrong place; whoever comes again finds the right one. */
export async function asOwner<T>(write: () => Promise<T>, overtaken: () => void): Promise<T> {
  try {
    return await write()
  } catch (error) {
    if (error instanceof Refusal && error.reason === 'room.closed') overtaken()
    throw error
  }
}
