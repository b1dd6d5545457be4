// Who receives which track over an SFU, and at which size: decisions only, without clock or I/O.

import type { View } from '@parley/protocol'

export interface SfuTrack {
  readonly id: string
  readonly publisher: string
  readonly kind: 'audio' | 'video'
  /** Heights of the simulcast layers in pixels, smallest first; one entry where there are no layers; empty: unknown. */
  readonly layerHeights: readonly number[]
}

/** How a subscription should be now. */
export interface Wish {
  readonly paused: boolean
  /** Index of the wanted simulcast layer. */
  readonly layer: number
  readonly priority: number
}

export type Effect =
  | { readonly do: 'open'; readonly receiver: string; readonly track: string; readonly wish: Wish }
  | { readonly do: 'adjust'; readonly receiver: string; readonly track: string; readonly wish: Wish }
  | { readonly do: 'close'; readonly receiver: string; readonly track: string }

interface Receiver {
  subscribes: boolean
  view: ReadonlyMap<string, View>
  readonly held: Map<string, Wish>
}

/** Audio reaches everybody by itself; video whoever looks at it, in the smallest layer that fills the tile. */
export class SfuTopology {
  readonly #receivers = new Map<string, Receiver>()
  readonly #tracks = new Map<string, SfuTrack>()

  receiverJoined(id: string, subscribes: boolean): Effect[] {
    this.#receivers.set(id, { subscribes, view: new Map(), held: new Map() })
    return this.settle(id)
  }

  /** Wishes anew for whatever a receiver lacks, as after it got transports. */
  settle(id: string): Effect[] {
    return [...this.#tracks.values()].flatMap((track) => this.#settle(id, track))
  }

  /** What may no longer be received is closed; what may be again is opened. */
  permissionChanged(id: string, subscribes: boolean): Effect[] {
    const receiver = this.#receivers.get(id)
    if (receiver === undefined || receiver.subscribes === subscribes) return []
    receiver.subscribes = subscribes
    if (subscribes) return this.settle(id)
    const closed = [...receiver.held.keys()].map((track) => ({ do: 'close', receiver: id, track }) satisfies Effect)
    receiver.held.clear()
    return closed
  }

  /** Its subscriptions end with it, so there is nothing left to close. */
  receiverLeft(id: string): void {
    this.#receivers.delete(id)
  }

  trackPublished(track: SfuTrack): Effect[] {
    this.#tracks.set(track.id, track)
    return [...this.#receivers.keys()].flatMap((receiver) => this.#settle(receiver, track))
  }

  trackUnpublished(id: string): Effect[] {
    this.#tracks.delete(id)
    return [...this.#receivers].flatMap(([receiver, { held }]) =>
      held.delete(id) ? [{ do: 'close', receiver, track: id } satisfies Effect] : [],
    )
  }

  /** A view replaces the earlier one; only tracks of either can change. */
  viewChanged(id: string, view: readonly View[]): Effect[] {
    const receiver = this.#receivers.get(id)
    if (receiver === undefined) return []
    const touched = new Set([...receiver.view.keys(), ...view.map(({ track }) => track)])
    receiver.view = new Map(view.map((entry) => [entry.track, entry]))
    return [...touched].flatMap((trackId) => {
      const track = this.#tracks.get(trackId)
      return track === undefined ? [] : this.#settle(id, track)
    })
  }

  /** The carrier of a subscription refused or lost it: it will be wished for anew when something changes. */
  subscriptionLost(receiver: string, track: string): void {
    this.#receivers.get(receiver)?.held.delete(track)
  }

  /** All carriers are gone, as after the death of a worker: receivers and views stay, tracks come back one by one. */
  carriersLost(): void {
    this.#tracks.clear()
    for (const { held } of this.#receivers.values()) held.clear()
  }

  #settle(receiverId: string, track: SfuTrack): Effect[] {
    const receiver = this.#receivers.get(receiverId)
    if (receiver === undefined || !receiver.subscribes || track.publisher === receiverId) return []
    const held = receiver.held.get(track.id)
    const wish = wishFor(track, receiver.view.get(track.id), held)
    if (wish === undefined || (held !== undefined && same(held, wish))) return []
    receiver.held.set(track.id, wish)
    return [{ do: held === undefined ? 'open' : 'adjust', receiver: receiverId, track: track.id, wish }]
  }
}

/** Nothing where there is no reason to open a subscription; one that is open is paused instead of closed. */
function wishFor(track: SfuTrack, view: View | undefined, held: Wish | undefined): Wish | undefined {
  if (track.kind === 'audio') return { paused: false, layer: 0, priority: 255 }
  if (view === undefined) return held && { ...held, paused: true }
  return { paused: false, layer: layerFor(track.layerHeights, view.height), priority: view.priority ?? 1 }
}

/** The smallest layer that is at least four fifths as high as the tile; a little upscaling is not seen, a layer costs much. */
export function layerFor(layerHeights: readonly number[], tileHeight: number): number {
  const enough = layerHeights.findIndex((height) => height >= tileHeight * 0.8)
  return enough === -1 ? Math.max(0, layerHeights.length - 1) : enough
}

function same(a: Wish, b: Wish): boolean {
  return a.paused === b.paused && a.layer === b.layer && a.priority === b.priority
}
