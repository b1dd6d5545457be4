// People of the lab in one room, who all send voice and video and receive each other's: whether it flows, and since when.

import { connect, type Parley, type Room } from '@parley/client'
import type { ClientMedia } from '../packages/lab/src/rtc/client-media.ts'
import type { LabEngine } from '../packages/lab/src/rtc/engine.ts'
import { labPlatform } from '../packages/lab/src/rtc/platform.ts'
import type { ReceiveStream } from '../packages/lab/src/rtp/receive-stream.ts'

interface Member {
  readonly parley: Parley
  readonly room: Room
  readonly media: ClientMedia
}

export interface MediaRoomOptions {
  readonly url: string
  readonly engine: LabEngine
  readonly name: string
  readonly people: number
  readonly onError: (error: Error) => void
}

/** What was lost, over all members. */
export interface Missing {
  readonly packets: number
  /** Transports that were opened. */
  readonly transports: number
}

const longestWaitMs = 30_000
const lookMs = 5
/** Packets that were on their way when a worker died. */
const stragglersUs = 50_000

export class MediaRoom implements AsyncDisposable {
  readonly #engine: LabEngine
  readonly #members: readonly Member[]

  private constructor(engine: LabEngine, members: readonly Member[]) {
    this.#engine = engine
    this.#members = members
  }

  /** One after the other has come, and everybody receives everybody. */
  static async open({ url, engine, name, people, onError }: MediaRoomOptions): Promise<MediaRoom> {
    await using opened = new AsyncDisposableStack()
    const members: Member[] = []
    for (let index = 0; index < people; index += 1) {
      const platform = labPlatform({ engine, onError })
      const parley = opened.use(await connect(url, { name: `${name} ${index}`, platform }))
      const room = await parley.join(name)
      lookAtAll(room)
      await room.publish(engine.microphone(), { source: 'microphone' })
      await room.publish(engine.camera('360p'), { source: 'camera', simulcast: false })
      members.push({ parley, room, media: platform.media })
    }
    const room = new MediaRoom(engine, members)
    await room.untilAll((stream) => isFlowing(stream, 0))
    opened.move()
    return room
  }

  get nowUs(): number {
    return this.#engine.clock.nowUs()
  }

  get missing(): Missing {
    const media = this.#members.map((member) => member.media)
    return {
      packets: media.reduce(
        (sum, { received }) => sum + received.reduce((of, { packetsLost }) => of + packetsLost, 0),
        0,
      ),
      transports: media.reduce((sum, { connects }) => sum + connects.length, 0),
    }
  }

  /** Who keeps receiving what, and from whom, is all the same: `ms` after `sinceUs` everybody has everybody (again). */
  async back(sinceUs: number): Promise<number> {
    await this.untilAll((stream) => isFlowing(stream, sinceUs + stragglersUs))
    return (this.nowUs - sinceUs) / 1_000
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#members.map(({ parley }) => parley.close()))
  }

  async untilAll(flows: (stream: ReceiveStream) => boolean): Promise<void> {
    const others = this.#members.length - 1
    const has = (media: ClientMedia, kind: string) =>
      media.received.filter((stream) => stream.kind === kind && flows(stream)).length === others
    const deadline = performance.now() + longestWaitMs
    while (!this.#members.every(({ media }) => has(media, 'audio') && has(media, 'video'))) {
      if (performance.now() > deadline) throw new Error(`media did not flow within ${longestWaitMs} ms`)
      await new Promise((resolve) => setTimeout(resolve, lookMs))
    }
  }
}

/** Of a video, a picture can be shown. */
function isFlowing(stream: ReceiveStream, sinceUs: number): boolean {
  return stream.lastPacketAtUs > sinceUs && (stream.kind === 'audio' || stream.framesDecoded > 0)
}

/** At all videos of others, now and later. */
function lookAtAll(room: Room): void {
  const look = () =>
    room.view(
      [...room.participants.values()]
        .filter(({ isSelf }) => !isSelf)
        .flatMap(({ tracks }) => [...tracks.values()])
        .filter(({ kind }) => kind === 'video')
        .map((track) => ({ track, width: 640, height: 360 })),
    )
  look()
  room.on('trackPublished', look)
}
