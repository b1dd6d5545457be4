// One client of Janus's videoroom: the lab's connections and streams, with as much SDP as Janus wants to see.

import { addTotals, type MediaTotals } from '../../packages/lab/src/rtc/media-totals.ts'
import { randomSsrc } from '../../packages/lab/src/rtc/random.ts'
import type { LabTrack } from '../../packages/lab/src/source/track.ts'
import { type JanusHandle, JanusSocket } from '../peers/janus-socket.ts'
import { type ClientOptions, type CrewClient, tracksOf } from './client.ts'
import { linesOf, ourExtensions, serverOf, sessionSdp } from './janus-sdp.ts'
import { JanusTransport } from './janus-transport.ts'
import type { JoinTimes } from './messages.ts'

const room = 1
const unknownTimes: JoinTimes = { joinMs: Number.NaN, connectedMs: Number.NaN, firstPacketMs: Number.NaN }

export class JanusClient implements CrewClient {
  readonly #options: ClientOptions
  readonly #sending: JanusTransport
  readonly #receiving: JanusTransport
  #socket: JanusSocket | undefined
  #tracks: readonly LabTrack[] = []
  /** Our own, when we publish. */
  #feed: number | undefined
  #isViewing = false

  constructor(options: ClientOptions) {
    this.#options = options
    this.#sending = new JanusTransport(options.engine)
    this.#receiving = new JanusTransport(options.engine)
  }

  get totals(): MediaTotals {
    return addTotals(this.#sending.totals, this.#receiving.totals)
  }

  async join(sends: boolean): Promise<void> {
    const { url, member } = this.#options
    this.#socket = await JanusSocket.open(url)
    if (member.videoBps !== undefined) await this.#publish(await this.#socket.attach(), member.videoBps)
    if (sends) await this.send(true)
  }

  /** Views the others at the first time: by then all have come, and one subscription holds all their streams. */
  async send(on: boolean): Promise<void> {
    if (on && this.#options.member.views && !this.#isViewing && this.#socket !== undefined) {
      this.#isViewing = true
      await this.#subscribe(await this.#socket.attach())
    }
    for (const track of this.#tracks) track.enabled = on
  }

  /** Nobody visits Janus. */
  times(): JoinTimes {
    return unknownTimes
  }

  async leave(): Promise<void> {
    this.#sending.close()
    this.#receiving.close()
    this.#socket?.close()
  }

  /** We offer, and are the DTLS server. */
  async #publish(handle: JanusHandle, videoBps: number): Promise<void> {
    const { voice, screen } = tracksOf(this.#options, videoBps)
    this.#tracks = [voice, screen]
    await this.send(false)
    const joined = await handle.ask({ request: 'join', ptype: 'publisher', room })
    this.#feed = joined.plugindata?.data.id
    const { random } = this.#options.engine
    const lines = [voice, screen].map((track, index) => {
      const line = { kind: track.kind, mid: String(index), ssrc: randomSsrc(random), extensions: ourExtensions }
      this.#sending.startSending(track, line)
      return line
    })
    const sdp = sessionSdp('sendonly', this.#sending.pipe, lines)
    const { jsep } = await handle.ask({ request: 'publish' }, { type: 'offer', sdp })
    await this.#sending.pipe.connect(serverOf(jsep?.sdp ?? ''))
  }

  /** Janus offers; we are the DTLS server again. */
  async #subscribe(handle: JanusHandle): Promise<void> {
    const listed = await handle.ask({ request: 'listparticipants', room })
    const others = listed.plugindata?.data.participants?.filter(({ id, publisher }) => publisher && id !== this.#feed)
    const streams = others?.map(({ id }) => ({ feed: id }))
    const { jsep } = await handle.ask({ request: 'join', ptype: 'subscriber', room, streams })
    const offer = jsep?.sdp ?? ''
    const lines = linesOf(offer)
    for (const line of lines) this.#receiving.startReceiving(line)
    const sdp = sessionSdp('recvonly', this.#receiving.pipe, lines)
    await handle.ask({ request: 'start' }, { type: 'answer', sdp })
    await this.#receiving.pipe.connect(serverOf(offer))
  }
}
