// Who receives which track over an SFU, and at which size: decisions only, without clock or I/O.

import type { View } from '@parley/protocol'
import type { Demanded } from './demand.ts'
import { type Loudness, Stage, type StageOptions } from './stage.ts'

export interface SfuTrack {
  readonly id: string
  readonly publisher: string
  readonly kind: 'audio' | 'video'
  readonly muted: boolean
  /** Heights of the simulcast layers in pixels, smallest first; one entry where there are no layers; of audio: none. */
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
  /** Those of audio stand in the order of their last change. */
  readonly held: Map<string, Wish>
}

/**
 * Audio reaches everybody by itself, in large rooms that of the stage; video whoever looks at it, in the smallest layer
 * that fills the tile. Each receiver keeps as many paused voices as the stage has places, since those who spoke will speak
 * again: so it never holds more than twice as many.
 */
export class SfuTopology {
  readonly #receivers = new Map<string, Receiver>()
  readonly #tracks = new Map<string, SfuTrack>()
  readonly #stage: Stage
  readonly #sparesMost: number
  /** Videos that others are looked at, or in another size, since `takeDemanded`. */
  readonly #touched = new Set<string>()

  constructor(stage: StageOptions) {
    this.#stage = new Stage(stage)
    this.#sparesMost = stage.places
  }

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
    return [...receiver.held.keys()].flatMap((track) => this.#close(id, receiver, track))
  }

  /** Its subscriptions end with it, so there is nothing left to close. */
  receiverLeft(id: string): void {
    for (const track of this.#receivers.get(id)?.held.keys() ?? []) this.#touch(track)
    this.#receivers.delete(id)
  }

  trackPublished(track: SfuTrack, nowMs: number): Effect[] {
    this.#tracks.set(track.id, track)
    this.#touch(track.id)
    const changed = track.kind === 'audio' ? this.#stage.added(track.id, track.muted, nowMs) : []
    return [...this.#voicesChanged(changed), ...this.#settleAll(track)]
  }

  trackUnpublished(id: string): Effect[] {
    this.#tracks.delete(id)
    this.#touched.delete(id)
    const closed = [...this.#receivers].flatMap(([receiver, state]) => this.#close(receiver, state, id))
    return [...closed, ...this.#voicesChanged(this.#stage.removed(id))]
  }

  trackMuted(id: string, muted: boolean, nowMs: number): Effect[] {
    return this.#voicesChanged(this.#stage.muted(id, muted, nowMs))
  }

  /** Who speaks, loudest first. */
  spoke(levels: readonly Loudness[], nowMs: number): Effect[] {
    return this.#voicesChanged(this.#stage.spoke(levels, nowMs))
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
    if (this.#receivers.get(receiver)?.held.delete(track) === true) this.#touch(track)
  }

  /** All its carriers are gone, as after the death of its worker: what it looks at is remembered. */
  carriersLost(receiver: string): void {
    const held = this.#receivers.get(receiver)?.held
    for (const track of held?.keys() ?? []) this.#touch(track)
    held?.clear()
  }

  /** The largest layer that anybody wants of each video for which that may have changed. */
  takeDemanded(): Demanded[] {
    const demanded = [...this.#touched].flatMap((id): Demanded[] => {
      const track = this.#tracks.get(id)
      return track === undefined ? [] : [{ track: id, height: this.#demandOf(track) }]
    })
    this.#touched.clear()
    return demanded
  }

  #demandOf({ id, layerHeights }: SfuTrack): number {
    let largest = 0
    for (const { held } of this.#receivers.values()) {
      const wish = held.get(id)
      if (wish !== undefined && !wish.paused) largest = Math.max(largest, layerHeights[wish.layer] ?? 0)
    }
    return largest
  }

  #settleAll(track: SfuTrack): Effect[] {
    return [...this.#receivers.keys()].flatMap((receiver) => this.#settle(receiver, track))
  }

  #voicesChanged(ids: readonly string[]): Effect[] {
    if (ids.length === 0) return []
    const changed = ids.flatMap((id) => this.#tracks.get(id) ?? [])
    return [...this.#receivers].flatMap(([id, receiver]) => [
      ...changed.flatMap((track) => this.#settle(id, track)),
      ...this.#dropSpares(id, receiver),
    ])
  }

  /** Closes the voices that have been paused for longest, beyond those that are kept. */
  #dropSpares(id: string, receiver: Receiver): Effect[] {
    const paused = [...receiver.held].flatMap(([track, wish]) =>
      wish.paused && this.#tracks.get(track)?.kind === 'audio' ? [track] : [],
    )
    const tooMany = Math.max(0, paused.length - this.#sparesMost)
    return paused.slice(0, tooMany).flatMap((track) => this.#close(id, receiver, track))
  }

  #settle(receiverId: string, track: SfuTrack): Effect[] {
    const receiver = this.#receivers.get(receiverId)
    if (receiver === undefined || !receiver.subscribes || track.publisher === receiverId) return []
    const held = receiver.held.get(track.id)
    const wish = this.#wishFor(track, receiver.view.get(track.id), held)
    if (wish === undefined || (held !== undefined && same(held, wish))) return []
    receiver.held.delete(track.id)
    receiver.held.set(track.id, wish)
    this.#touch(track.id)
    return [{ do: held === undefined ? 'open' : 'adjust', receiver: receiverId, track: track.id, wish }]
  }

  #close(receiverId: string, receiver: Receiver, track: string): Effect[] {
    if (!receiver.held.delete(track)) return []
    this.#touch(track)
    return [{ do: 'close', receiver: receiverId, track }]
  }

  /** Nothing where there is no reason to open a subscription; one that is open is paused instead of closed. */
  #wishFor(track: SfuTrack, view: View | undefined, held: Wish | undefined): Wish | undefined {
    const isVoice = track.kind === 'audio'
    if (isVoice ? !this.#stage.hears(track.id) : view === undefined) return held && { ...held, paused: true }
    if (isVoice || view === undefined) return { paused: false, layer: 0, priority: 255 }
    return { paused: false, layer: layerFor(track.layerHeights, view.height), priority: view.priority ?? 1 }
  }

  #touch(track: string): void {
    if (this.#tracks.get(track)?.kind === 'video') this.#touched.add(track)
  }
}

/** The smallest layer that is at least four fifths as high as the tile; a little upscaling is not seen, a layer costs much. */
export function layerFor(layerHeights: readonly number[], tileHeight: number): number {
  const enough = layerHeights.findIndex((height) => height >= tileHeight * 0.8)
  return enough === -1 ? Math.max(0, layerHeights.length - 1) : enough
}

function same(a: Wish, b: Wish): boolean {
  return a.paused === b.paused && a.layer === b.layer && a.priority === b.priority
}
