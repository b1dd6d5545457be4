// Whatever happens in a room, in whatever order: what is forwarded to whom is right.

import assert from 'node:assert/strict'
import { it } from 'node:test'
import { type Effect, layerFor, SfuTopology, type SfuTrack, type Wish } from './sfu.ts'
import { keepsPlaceMs, type Loudness, swapsPerSecond } from './stage.ts'

const sequences = 300
const steps = 150
const stage = { everybodyUpTo: 5, places: 3 }
const heights = [180, 360, 720]

it('what is forwarded is right after every step of random rooms', () => {
  for (let seed = 1; seed <= sequences; seed++) {
    const room = new ModelRoom(seed)
    for (let step = 0; step < steps; step++) {
      const did = room.step()
      try {
        room.check()
      } catch (error) {
        throw new Error(`seed ${seed}, step ${step}: after ${did}`, { cause: error })
      }
    }
  }
})

interface ModelReceiver {
  subscribes: boolean
  view: Map<string, number>
  held: Map<string, Wish>
}

/** The same room in the plainest form, and what the effects have made of the subscriptions. */
class ModelRoom {
  readonly #random: () => number
  readonly #sfu = new SfuTopology(stage)
  readonly #receivers = new Map<string, ModelReceiver>()
  readonly #tracks = new Map<string, SfuTrack>()
  readonly #demanded = new Map<string, number>()
  readonly #spokeAtMs = new Map<string, number>()
  #pushedAtMs: number[] = []
  #nowMs = 10_000
  #lastId = 0

  constructor(seed: number) {
    this.#random = mulberry(seed)
  }

  step(): string {
    this.#nowMs += Math.floor(this.#random() * 600)
    const actions = [this.#join, this.#leave, this.#publish, this.#publish, this.#publish, this.#unpublish, this.#mute]
    const others = [this.#speak, this.#speak, this.#speak, this.#view, this.#view, this.#permit, this.#lose]
    const action = this.#pick([...actions, ...others]) ?? this.#join
    return action.call(this)
  }

  check(): void {
    for (const { track, height } of this.#sfu.takeDemanded()) this.#demanded.set(track, height)
    const voices = [...this.#tracks.values()].filter(({ kind }) => kind === 'audio')
    const isCrowded = voices.length > stage.everybodyUpTo
    for (const [id, receiver] of this.#receivers) {
      for (const track of receiver.held.keys())
        assert.ok(this.#tracks.has(track), `${id} holds ${track}, which is gone`)
      const own = [...receiver.held.keys()].filter((track) => this.#tracks.get(track)?.publisher === id)
      assert.deepEqual(own, [], `${id} receives itself`)
      if (!receiver.subscribes) assert.equal(receiver.held.size, 0, `${id} may not receive`)
      const heard = voices.flatMap(({ id: track }) => receiver.held.get(track) ?? [])
      const flowing = heard.filter(({ paused }) => !paused)
      if (isCrowded) {
        assert.ok(flowing.length <= stage.places, `${flowing.length} voices flow to ${id}`)
        assert.ok(heard.length <= 2 * stage.places, `${id} holds ${heard.length} voices`)
      } else if (receiver.subscribes) {
        const others = voices.filter(({ publisher }) => publisher !== id)
        assert.equal(flowing.length, others.length, `${id} does not hear all`)
      }
      this.#checkVideos(id, receiver)
    }
    this.#checkDemand()
  }

  #checkVideos(id: string, { subscribes, view, held }: ModelReceiver): void {
    for (const track of this.#tracks.values()) {
      if (track.kind === 'audio' || track.publisher === id || !subscribes) continue
      const wish = held.get(track.id)
      const height = view.get(track.id)
      if (height === undefined) assert.notEqual(wish?.paused, false, `${track.id} flows to ${id}, who does not look`)
      else {
        assert.equal(wish?.paused, false, `${track.id} does not flow to ${id}, who looks`)
        assert.equal(wish.layer, layerFor(heights, height))
      }
    }
  }

  #checkDemand(): void {
    for (const { id, kind } of this.#tracks.values()) {
      if (kind === 'audio') continue
      const wishes = [...this.#receivers.values()].flatMap(({ held }) => held.get(id) ?? [])
      const wanted = wishes.filter(({ paused }) => !paused).map(({ layer }) => heights[layer] ?? 0)
      assert.equal(this.#demanded.get(id), Math.max(0, ...wanted), `what is demanded of ${id}`)
    }
  }

  #join(): string {
    const id = `r${++this.#lastId}`
    const subscribes = this.#random() < 0.9
    this.#receivers.set(id, { subscribes, view: new Map(), held: new Map() })
    this.#take(this.#sfu.receiverJoined(id, subscribes))
    return `join ${id}`
  }

  #leave(): string {
    const id = this.#pick([...this.#receivers.keys()])
    if (id === undefined || this.#receivers.size < 3) return 'nothing'
    this.#receivers.delete(id)
    this.#sfu.receiverLeft(id)
    for (const track of [...this.#tracks.values()]) if (track.publisher === id) this.#end(track.id)
    return `leave ${id}`
  }

  #publish(): string {
    const publisher = this.#pick([...this.#receivers.keys()])
    if (publisher === undefined || this.#tracks.size > 14) return 'nothing'
    const kind = this.#random() < 0.7 ? 'audio' : 'video'
    const id = `${kind}${++this.#lastId}`
    const track: SfuTrack = {
      id,
      publisher,
      kind,
      muted: this.#random() < 0.3,
      layerHeights: kind === 'video' ? heights : [],
    }
    this.#tracks.set(id, track)
    this.#take(this.#sfu.trackPublished(track, this.#nowMs))
    return `publish ${id}`
  }

  #unpublish(): string {
    const id = this.#pick([...this.#tracks.keys()])
    if (id !== undefined) this.#end(id)
    return `unpublish ${id}`
  }

  #end(id: string): void {
    this.#tracks.delete(id)
    this.#take(this.#sfu.trackUnpublished(id))
  }

  #mute(): string {
    const track = this.#pick([...this.#tracks.values()])
    if (track === undefined) return 'nothing'
    const muted = !track.muted
    this.#tracks.set(track.id, { ...track, muted })
    this.#take(this.#sfu.trackMuted(track.id, muted, this.#nowMs))
    return `mute ${track.id} ${muted}`
  }

  #speak(): string {
    const voices = [...this.#tracks.values()].filter(({ kind, muted }) => kind === 'audio' && !muted)
    const levels: Loudness[] = voices
      .filter(() => this.#random() < 0.4)
      .map(({ id }) => ({ track: id, level: -Math.floor(this.#random() * 60) }))
      .sort((a, b) => b.level - a.level)
    for (const { track } of levels) this.#spokeAtMs.set(track, this.#nowMs)
    this.#checkPushes(this.#sfu.spoke(levels, this.#nowMs))
    return `speak ${levels.map(({ track }) => track)}`
  }

  /** Nobody goes who spoke a moment ago, unless muted since, and not many go at once. */
  #checkPushes(effects: readonly Effect[]): void {
    this.#take(effects)
    const pushed = new Set(
      effects.flatMap((effect) => (effect.do === 'adjust' && effect.wish.paused ? [effect.track] : [])),
    )
    for (const track of pushed) {
      const isMuted = this.#tracks.get(track)?.muted === true
      const silentMs = this.#nowMs - (this.#spokeAtMs.get(track) ?? 0)
      assert.ok(isMuted || silentMs >= keepsPlaceMs, `${track} was pushed off after ${silentMs} ms`)
      this.#pushedAtMs.push(this.#nowMs)
    }
    this.#pushedAtMs = this.#pushedAtMs.filter((atMs) => this.#nowMs - atMs < 1_000)
    assert.ok(this.#pushedAtMs.length <= swapsPerSecond, `${this.#pushedAtMs.length} were pushed off within a second`)
  }

  #view(): string {
    const entry = this.#pick([...this.#receivers])
    if (entry === undefined) return 'nothing'
    const [id, receiver] = entry
    const videos = [...this.#tracks.values()].filter(({ kind }) => kind === 'video' && this.#random() < 0.5)
    receiver.view = new Map(videos.map((track) => [track.id, Math.floor(this.#random() * 900)]))
    const view = [...receiver.view].map(([track, height]) => ({ track, width: height, height }))
    this.#take(this.#sfu.viewChanged(id, view))
    return `view ${id}`
  }

  #permit(): string {
    const entry = this.#pick([...this.#receivers])
    if (entry === undefined) return 'nothing'
    const [id, receiver] = entry
    receiver.subscribes = !receiver.subscribes
    this.#take(this.#sfu.permissionChanged(id, receiver.subscribes))
    return `permit ${id} ${receiver.subscribes}`
  }

  /** A subscription fails, and its receiver is settled anew. */
  #lose(): string {
    const entry = this.#pick([...this.#receivers])
    const track = entry && this.#pick([...entry[1].held.keys()])
    if (entry === undefined || track === undefined) return 'nothing'
    entry[1].held.delete(track)
    this.#sfu.subscriptionLost(entry[0], track)
    this.#take(this.#sfu.settle(entry[0]))
    return `lose ${track} of ${entry[0]}`
  }

  #take(effects: readonly Effect[]): void {
    for (const effect of effects) {
      const held = this.#receivers.get(effect.receiver)?.held
      assert.ok(held, `${effect.do} for ${effect.receiver}, who is gone`)
      assert.equal(held.has(effect.track), effect.do !== 'open', `${effect.do} ${effect.track} for ${effect.receiver}`)
      if (effect.do === 'close') held.delete(effect.track)
      else held.set(effect.track, effect.wish)
    }
  }

  #pick<T>(all: readonly T[]): T | undefined {
    return all[Math.floor(this.#random() * all.length)]
  }
}

/** A small generator of numbers from 0 to below 1, the same for the same seed. */
function mulberry(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
