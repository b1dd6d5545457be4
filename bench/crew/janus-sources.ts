// What a client sends to Janus: the voice and the video that it would send to Parley, on the lab's own streams.

import type { LabEngine } from '../../packages/lab/src/rtc/engine.ts'
import { syntheticSound } from '../../packages/lab/src/source/clip.ts'
import { SendStream } from '../../packages/lab/src/source/send-stream.ts'
import { VideoLayer } from '../../packages/lab/src/source/video-layer.ts'
import { Voice } from '../../packages/lab/src/source/voice.ts'
import { flatClip } from './client.ts'
import type { JanusPipe } from './janus-pipe.ts'
import { audio, extensions, video } from './janus-sdp.ts'

const historyPackets = 512

export class JanusSources {
  readonly #engine: LabEngine
  readonly #sources: readonly (Voice | VideoLayer)[]
  readonly #ticking = { tick: (nowUs: number) => this.#tick(nowUs) }

  constructor(engine: LabEngine, pipe: JanusPipe, videoBps: number) {
    this.#engine = engine
    const { random, scheduleError } = engine
    let transportSequence = 0
    const sink = {
      isOpen: true,
      nextTransportSequence: () => transportSequence++ & 0xffff,
      send: (packet: Buffer) => pipe.send(packet),
    }
    const base = { sink, cname: 'bench', extensions, historyPackets, random }
    const timing = { firstTimestamp: 1, scheduleError }
    const voice = new SendStream({ ...base, ...audio, mid: '0' })
    const picture = new SendStream({ ...base, ...video, mid: '1' })
    this.#sources = [
      new Voice({ ...timing, stream: voice, clip: syntheticSound() }),
      new VideoLayer({ ...timing, stream: picture, clip: flatClip(videoBps), random }),
    ]
  }

  start(): void {
    for (const source of this.#sources) source.start(this.#engine.clock.nowUs())
    this.#engine.ticker.add(this.#ticking)
  }

  stop(): void {
    this.#engine.ticker.remove(this.#ticking)
  }

  #tick(nowUs: number): void {
    for (const source of this.#sources) source.tick(nowUs)
  }
}
