// How messages become WebSocket frames and back: JSON text, or MessagePack bytes when asked for.

import { type Encoding, subprotocols } from '@parley/protocol'
import { ParleyError } from './errors.ts'

export interface Codec {
  readonly subprotocol: string
  encode(message: unknown): string | Uint8Array<ArrayBuffer>
  /** `data` as a WebSocket gives it with binaryType `arraybuffer`. Throws on what it cannot read. */
  decode(data: unknown): unknown
}

export async function loadCodec(encoding: Encoding): Promise<Codec> {
  return encoding === 'msgpack' ? loadMessagePack() : json
}

const json: Codec = {
  subprotocol: subprotocols.json,
  encode: (message) => JSON.stringify(message),
  decode(data) {
    if (typeof data !== 'string') throw new ParleyError('protocol', 'the server sent bytes where text was agreed')
    return JSON.parse(data)
  },
}

/** Loaded only when chosen, so that an app which speaks JSON does not carry it. */
async function loadMessagePack(): Promise<Codec> {
  const { Packr } = await import('msgpackr')
  // Plain maps, which every MessagePack library reads; records are an extension of msgpackr.
  const packr = new Packr({ useRecords: false })
  return {
    subprotocol: subprotocols.msgpack,
    // Copied, since msgpackr hands out a piece of a large buffer that it will write to again.
    encode: (message) => new Uint8Array(packr.pack(withoutUndefined(message))),
    decode(data) {
      if (!(data instanceof ArrayBuffer)) {
        throw new ParleyError('protocol', 'the server sent text where bytes were agreed')
      }
      return packr.unpack(new Uint8Array(data))
    },
  }
}

/** JSON leaves undefined fields out; MessagePack has no such rule and would send an extension that others cannot read. */
function withoutUndefined(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutUndefined)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, field]) => (field === undefined ? [] : [[key, withoutUndefined(field)]])),
  )
}
