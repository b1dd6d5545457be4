// A TCP connection that speaks WebSocket (RFC 6455) only as far as a test wants: broken frames, no pongs, no reading.

import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { noteClose } from '../wire-seen.ts'

export interface Frame {
  readonly opcode?: number
  readonly payload?: Uint8Array | string
  readonly fin?: boolean
  /** The three reserved bits. */
  readonly rsv?: number
  readonly masked?: boolean
  /** Instead of the payload's own. */
  readonly announcedLength?: bigint
}

const patienceMs = 20_000

export class RawSocket implements AsyncDisposable {
  readonly socket: Socket
  /** Settles when the other side has sent its end, or the connection broke. */
  readonly ended: Promise<void>
  #received = Buffer.alloc(0)
  #heard = Promise.withResolvers<void>()

  /** `allowHalfOpen`: when the server ends, our side stays open. */
  static async open(port: number, allowHalfOpen = false): Promise<RawSocket> {
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen })
    await once(socket, 'connect')
    return new RawSocket(socket)
  }

  private constructor(socket: Socket) {
    this.socket = socket
    const { promise, resolve } = Promise.withResolvers<void>()
    this.ended = promise
    socket.on('data', (data) => {
      this.#received = Buffer.concat([this.#received, data])
      this.#wake()
    })
    socket.on('error', () => resolve()) // a reset is an end too
    socket.once('end', resolve)
    socket.once('close', resolve)
    promise.then(() => this.#wake())
  }

  /** Everything so far, byte for byte a character. */
  get text(): string {
    return this.#received.toString('latin1')
  }

  write(data: Uint8Array | string): void {
    this.socket.write(data)
  }

  request(line: string, ...headers: string[]): void {
    this.write([line, 'Host: 127.0.0.1', ...headers, '', ''].join('\r\n'))
  }

  /** Becomes a WebSocket; resolves when the server has agreed. */
  async upgrade(path = '/ws', ...headers: string[]): Promise<void> {
    const key = Buffer.from('the key of a test').toString('base64').slice(0, 22)
    const fixed = [
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      `Sec-WebSocket-Key: ${key}==`,
    ]
    this.request(`GET ${path} HTTP/1.1`, ...fixed, ...headers)
    await this.until('the upgrade', () => this.text.includes('\r\n\r\n'))
    if (!this.text.startsWith('HTTP/1.1 101')) throw new Error(`no upgrade: ${this.text}`)
    this.#received = this.#received.subarray(this.#received.indexOf('\r\n\r\n') + 4)
  }

  frame(frame: Frame): void {
    this.write(encodeFrame(frame))
  }

  send(message: unknown): void {
    this.frame({ payload: JSON.stringify(message) })
  }

  hello(): void {
    const params = { protocol: 1, client: { name: 'raw', version: '1' }, capabilities: [] }
    this.send({ jsonrpc: '2.0', id: 'hello', method: 'session.hello', params })
  }

  /** The code of the close frame that the server sends. */
  async closeCode(): Promise<number> {
    await this.until('a close frame', () => this.#closeCode() !== undefined)
    const code = this.#closeCode() ?? 0
    noteClose(code)
    return code
  }

  /** Waits for bytes to make it true. */
  async until(what: string, look: () => boolean): Promise<void> {
    const { promise: late, reject } = Promise.withResolvers<never>()
    const timer = setTimeout(
      () => reject(new Error(`waited in vain for ${what}; received: ${this.text.slice(0, 500)}`)),
      patienceMs,
    )
    try {
      while (!look()) await Promise.race([this.#heard.promise, late])
    } finally {
      clearTimeout(timer)
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.socket.destroy()
    if (!this.socket.closed) await once(this.socket, 'close')
  }

  #wake(): void {
    const { resolve } = this.#heard
    this.#heard = Promise.withResolvers<void>()
    resolve()
  }

  /** Walks over the frames, which a server does not mask. */
  #closeCode(): number | undefined {
    const bytes = this.#received
    for (let at = 0; at + 2 <= bytes.length; ) {
      const short = bytes.readUInt8(at + 1)
      const extended = short === 126 ? 2 : short === 127 ? 8 : 0
      if (at + 2 + extended > bytes.length) return undefined
      const length =
        extended === 0 ? short : extended === 2 ? bytes.readUInt16BE(at + 2) : Number(bytes.readBigUInt64BE(at + 2))
      const start = at + 2 + extended
      if ((bytes.readUInt8(at) & 0x0f) === 8) return start + 2 <= bytes.length ? bytes.readUInt16BE(start) : undefined
      at = start + length
    }
    return undefined
  }
}

export function encodeFrame({
  opcode = 1,
  payload = '',
  fin = true,
  rsv = 0,
  masked = true,
  announcedLength,
}: Frame): Buffer {
  const data = Buffer.from(payload)
  const length = announcedLength ?? BigInt(data.length)
  const head = Buffer.alloc(length < 126n ? 2 : length < 65_536n ? 4 : 10)
  head[0] = (fin ? 0x80 : 0) | (rsv << 4) | opcode
  const mask = masked ? 0x80 : 0
  if (length < 126n) head[1] = mask | Number(length)
  else if (length < 65_536n) {
    head[1] = mask | 126
    head.writeUInt16BE(Number(length), 2)
  } else {
    head[1] = mask | 127
    head.writeBigUInt64BE(length, 2)
  }
  // A mask of zeros leaves the payload as it is.
  return Buffer.concat([head, Buffer.alloc(masked ? 4 : 0), data])
}
