// Messages to bytes and back: JSON as text frames, MessagePack as binary frames.

import type { AnyNotification, Encoding, RpcMessage } from '@parley/protocol'
import { Packr, Unpackr } from 'msgpackr'

export interface Codec {
  readonly encoding: Encoding
  /** Whether its frames are binary. */
  readonly binary: boolean
  encode(message: RpcMessage): Buffer
  /** The same notification twice in a row is encoded once: a fact goes to all participants as the same bytes. */
  encodeNotification(notification: AnyNotification): Buffer
  /** Throws where the bytes are no message of this encoding. */
  decode(data: Uint8Array, isBinary: boolean): unknown
}

export function jsonCodec(): Codec {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  return codec(
    'json',
    (message) => Buffer.from(JSON.stringify(message)),
    (data) => JSON.parse(decoder.decode(data)),
  )
}

export function messagePackCodec(): Codec {
  // Plain MessagePack, as any other library reads it: without the record extension.
  const packr = new Packr({ useRecords: false })
  const unpackr = new Unpackr({ useRecords: false, mapsAsObjects: true, int64AsType: 'number' })
  return codec(
    'msgpack',
    (message) => packr.pack(message),
    (data) => unpackr.unpack(data),
  )
}

function codec(
  encoding: Encoding,
  encode: (message: RpcMessage) => Buffer,
  decode: (data: Uint8Array) => unknown,
): Codec {
  const binary = encoding === 'msgpack'
  let last: { readonly notification: AnyNotification; readonly frame: Buffer } | undefined
  return {
    encoding,
    binary,
    encode,
    encodeNotification(notification) {
      if (last?.notification !== notification)
        last = { notification, frame: encode({ jsonrpc: '2.0', ...notification }) }
      return last.frame
    },
    decode(data, isBinary) {
      if (isBinary !== binary) throw new TypeError(`a ${encoding} socket takes ${binary ? 'binary' : 'text'} frames`)
      return decode(data)
    },
  }
}
