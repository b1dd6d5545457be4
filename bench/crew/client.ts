// One client of the lab's engine that a benchmark commands: comes, sends or is silent, counts, goes.

/// <reference lib="dom" />

import { connect, type Parley, type Room } from '@parley/client'
import type { LabEngine } from '../../packages/lab/src/rtc/engine.ts'
import { type LabPlatform, labPlatform } from '../../packages/lab/src/rtc/platform.ts'
import { keyFrameHeader } from '../../packages/lab/src/rtp/vp8.ts'
import type { VideoClip } from '../../packages/lab/src/source/clip.ts'
import { LabTrack } from '../../packages/lab/src/source/track.ts'
import { LeanSocket } from '../../packages/lab/src/swarm/lean-socket.ts'
import { watchedWebSocket } from '../../packages/lab/src/swarm/watched-socket.ts'
import type { JoinTimes, Member } from './messages.ts'

const picture = { width: 1_280, height: 720 }
const framesPerSecond = 30

export interface ClientOptions {
  readonly engine: LabEngine
  readonly url: string
  readonly member: Member
  readonly onAnswer: (tookMs: number) => void
  readonly onError: (error: Error) => void
}

/** What a process of clients does with each of them. */
export interface CrewClient {
  /** So far. */
  readonly totals: {
    readonly packetsSent: number
    readonly packetsReceived: number
    readonly packetsUnrecovered: number
  }
  join(sends: boolean): Promise<void>
  send(on: boolean): void | Promise<void>
  times(): JoinTimes
  leave(): Promise<void>
}

export class BenchClient implements CrewClient {
  readonly platform: LabPlatform
  readonly #options: ClientOptions
  readonly #tracks: LabTrack[] = []
  #startedAtUs = 0
  #joinMs = Number.NaN
  #connectedMs = Number.NaN
  #parley: Parley | undefined

  constructor(options: ClientOptions) {
    this.#options = options
    const { engine, onError } = options
    this.platform = labPlatform({ engine, webSocket: LeanSocket, onError })
  }

  get totals(): CrewClient['totals'] {
    return this.platform.media.totals
  }

  /** @param sends at once; otherwise it publishes in silence */
  async join(sends: boolean): Promise<void> {
    const { engine, url, member, onAnswer } = this.#options
    const { clock } = engine
    this.#startedAtUs = clock.nowUs()
    const WebSocket = watchedWebSocket(this.platform.WebSocket, {
      onOpen: () => {},
      onAnswer: (_method, tookUs) => onAnswer(tookUs / 1_000),
      nowUs: () => clock.nowUs(),
    })
    const parley = await connect(url, { platform: { ...this.platform, WebSocket }, name: member.name })
    this.#parley = parley
    const room = await parley.join(member.room)
    this.#joinMs = this.#sinceStart(clock.nowUs())
    if (member.views) viewAll(room)
    if (member.videoBps !== undefined) await this.#publish(room, member.videoBps, sends)
    await connected(room)
    this.#connectedMs = this.#sinceStart(clock.nowUs())
  }

  send(on: boolean): void {
    for (const track of this.#tracks) track.enabled = on
  }

  times(): JoinTimes {
    const moments = this.platform.media.received.map((stream) => stream.firstPacketAtUs).filter((atUs) => atUs >= 0)
    const firstPacketMs = moments.length === 0 ? Number.NaN : this.#sinceStart(Math.min(...moments))
    return { joinMs: this.#joinMs, connectedMs: this.#connectedMs, firstPacketMs }
  }

  async leave(): Promise<void> {
    await this.#parley?.close()
  }

  async #publish(room: Room, videoBps: number, sends: boolean): Promise<void> {
    const { voice, screen } = tracksOf(this.#options, videoBps)
    this.#tracks.push(voice, screen)
    this.send(sends)
    await room.publish(voice, { source: 'microphone' })
    await room.publish(screen, { source: 'screen' })
  }

  #sinceStart(atUs: number): number {
    return (atUs - this.#startedAtUs) / 1_000
  }
}

/** What a member publishes. */
export function tracksOf({ engine, member }: ClientOptions, videoBps: number): Record<'voice' | 'screen', LabTrack> {
  const clip = flatClip(videoBps)
  const clips = { video: () => clip, voice: NO_VOICE }
  const screen = new LabTrack(`screen of ${member.name}`, { kind: 'video', clips, ...picture })
  return { voice: engine.microphone(), screen }
}

const NO_VOICE = { packets: [] }

/** Frames of noise of one size, key frames too, so that bursts do not overflow what a benchmark of CPU is not about. */
function flatClip(bitrateBps: number): VideoClip {
  const delta = Buffer.alloc(Math.round(bitrateBps / 8 / framesPerSecond), 0x5a)
  delta[0] = 0x11
  const key = Buffer.from(delta)
  key.set(keyFrameHeader(picture.width, picture.height))
  return { ...picture, framesPerSecond, frames: [key, ...Array.from({ length: 149 }, () => delta)] }
}

/** All videos of others, now and later. */
function viewAll(room: Room): void {
  const videos = new Map<string, { track: string; width: number; height: number }>()
  const look = (id: string, kind: string) => {
    if (kind === 'video') videos.set(id, { track: id, ...picture })
  }
  for (const { isSelf, tracks } of room.participants.values()) {
    if (!isSelf) for (const { id, kind } of tracks.values()) look(id, kind)
  }
  room.view([...videos.values()])
  room.on('trackPublished', ({ track, participant }) => {
    if (participant.isSelf) return
    look(track.id, track.kind)
    room.view([...videos.values()])
  })
}

async function connected(room: Room): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const look = () => {
    if (room.mediaState === 'connected') resolve()
  }
  const off = room.on('mediaStateChanged', look)
  look()
  await promise.finally(off)
}
