// One client of Janus's videoroom: the lab's connections and streams, with as much SDP as Janus wants to see.

import { type JanusHandle, JanusSocket } from '../peers/janus-socket.ts'
import type { ClientOptions, CrewClient } from './client.ts'
import { JanusPipe } from './janus-pipe.ts'
import { audio, type Line, serverOf, sessionSdp, video } from './janus-sdp.ts'
import { JanusSources } from './janus-sources.ts'
import type { JoinTimes } from './messages.ts'

const room = 1
const unknownTimes: JoinTimes = { joinMs: Number.NaN, connectedMs: Number.NaN, firstPacketMs: Number.NaN }

export class JanusClient implements CrewClient {
  readonly #options: ClientOptions
  readonly #sending: JanusPipe
  readonly #receiving: JanusPipe
  #socket: JanusSocket | undefined
  #sources: JanusSources | undefined
  /** Our own, when we publish. */
  #feed: number | undefined
  #isViewing = false

  constructor(options: ClientOptions) {
    this.#options = options
    this.#sending = new JanusPipe(options.engine.certificate)
    this.#receiving = new JanusPipe(options.engine.certificate)
  }

  get totals(): CrewClient['totals'] {
    const { packetsReceived } = this.#receiving
    return { packetsSent: this.#sending.packetsSent, packetsReceived, packetsUnrecovered: 0 }
  }

  async join(sends: boolean): Promise<void> {
    const { url, member, engine } = this.#options
    this.#socket = await JanusSocket.open(url)
    if (member.videoBps !== undefined) {
      await this.#publish(await this.#socket.attach())
      this.#sources = new JanusSources(engine, this.#sending, member.videoBps)
    }
    if (sends) await this.send(true)
  }

  /** Views the others at the first time: by then all have come, and one subscription holds all their streams. */
  async send(on: boolean): Promise<void> {
    if (on && this.#options.member.views && !this.#isViewing && this.#socket !== undefined) {
      this.#isViewing = true
      await this.#subscribe(await this.#socket.attach())
    }
    if (on) this.#sources?.start()
    else this.#sources?.stop()
  }

  /** Nobody visits Janus. */
  times(): JoinTimes {
    return unknownTimes
  }

  async leave(): Promise<void> {
    this.#sources?.stop()
    this.#sending.close()
    this.#receiving.close()
    this.#socket?.close()
  }

  /** We offer, and are the DTLS server. */
  async #publish(handle: JanusHandle): Promise<void> {
    const joined = await handle.ask({ request: 'join', ptype: 'publisher', room })
    this.#feed = joined.plugindata?.data.id
    const lines = [audio, video].map((line, index) => ({ ...line, mid: String(index) }))
    const sdp = sessionSdp('sendonly', this.#sending, lines)
    const { jsep } = await handle.ask({ request: 'publish' }, { type: 'offer', sdp })
    await this.#sending.connect(serverOf(jsep?.sdp ?? ''))
  }

  /** Janus offers; we are the DTLS server again. */
  async #subscribe(handle: JanusHandle): Promise<void> {
    const listed = await handle.ask({ request: 'listparticipants', room })
    const others = listed.plugindata?.data.participants?.filter(({ id, publisher }) => publisher && id !== this.#feed)
    const streams = others?.map(({ id }) => ({ feed: id }))
    const { jsep } = await handle.ask({ request: 'join', ptype: 'subscriber', room, streams })
    const offer = jsep?.sdp ?? ''
    const lines = [...offer.matchAll(/^m=(audio|video) [\s\S]*?^a=mid:(\S+)/gm)].map(([, kind, mid = '']): Line => {
      const { ssrc: _, ...line } = kind === 'audio' ? audio : video
      return { ...line, mid }
    })
    const sdp = sessionSdp('recvonly', this.#receiving, lines)
    await handle.ask({ request: 'start' }, { type: 'answer', sdp })
    await this.#receiving.connect(serverOf(offer))
  }
}
