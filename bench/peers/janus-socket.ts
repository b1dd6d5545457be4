// A WebSocket to Janus: questions with a transaction each, and the answers to them (janus.conf.meetecho.com/docs/rest.html).

export interface JanusAnswer {
  readonly janus: string
  readonly transaction?: string
  readonly data?: { readonly id: number }
  readonly error?: { readonly reason: string }
  readonly plugindata?: { readonly data: RoomAnswer }
  readonly jsep?: { readonly sdp: string }
  readonly sessions?: readonly number[]
  readonly handles?: readonly number[]
  readonly info?: object
}

interface RoomAnswer {
  readonly error?: string
  readonly id?: number
  readonly participants?: readonly { readonly id: number; readonly publisher: boolean }[]
}

/** One connection of a participant with the videoroom. */
export interface JanusHandle {
  /** @throws {Error} Janus says no, or nothing */
  ask(body: object, jsep?: { readonly type: 'offer' | 'answer'; readonly sdp: string }): Promise<JanusAnswer>
}

const answerMs = 20_000

export class JanusSocket implements Disposable {
  readonly #socket: WebSocket
  readonly #waiting = new Map<string, (answer: JanusAnswer) => void>()
  #session: Promise<JanusAnswer> | undefined
  #lastId = 0

  private constructor(socket: WebSocket) {
    this.#socket = socket
    socket.onmessage = ({ data }) => this.#onMessage(JSON.parse(String(data)))
  }

  /** @throws {Error} nobody listens there */
  static async open(url: string, protocol = 'janus-protocol'): Promise<JanusSocket> {
    const socket = new WebSocket(url, protocol)
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    socket.onopen = () => resolve()
    socket.onerror = () => reject(new Error(`no connection to Janus at ${url}`))
    await promise
    return new JanusSocket(socket)
  }

  /** @throws {Error} Janus says no, or nothing */
  async ask(janus: string, facts: object = {}): Promise<JanusAnswer> {
    const transaction = String(++this.#lastId)
    const { promise, resolve, reject } = Promise.withResolvers<JanusAnswer>()
    const timer = setTimeout(() => reject(new Error(`Janus does not answer: ${janus}`)), answerMs)
    this.#waiting.set(transaction, (answer) => {
      // What a plugin does is acknowledged first, and answered by an event.
      if (answer.janus === 'ack' && janus === 'message') return
      this.#waiting.delete(transaction)
      const refused = answer.error?.reason ?? answer.plugindata?.data.error
      if (refused === undefined) resolve(answer)
      else reject(new Error(`Janus: ${refused}`))
    })
    this.#socket.send(JSON.stringify({ janus, ...facts, transaction }))
    return await promise.finally(() => clearTimeout(timer))
  }

  async attach(): Promise<JanusHandle> {
    this.#session ??= this.ask('create')
    const session_id = (await this.#session).data?.id
    const handle_id = (await this.ask('attach', { session_id, plugin: 'janus.plugin.videoroom' })).data?.id
    return { ask: (body, jsep) => this.ask('message', { session_id, handle_id, body, jsep }) }
  }

  close(): void {
    this.#socket.close()
  }

  [Symbol.dispose](): void {
    this.close()
  }

  #onMessage(message: JanusAnswer): void {
    if (message.transaction !== undefined) this.#waiting.get(message.transaction)?.(message)
  }
}
