// The first fields of a JSON-RPC message, read from its bytes: enough to pair calls with answers, at next to no cost.

export interface CallHead {
  readonly id: number
  readonly method: string
}

export interface AnswerHead {
  readonly id: number
  readonly isError: boolean
}

type Frame = string | Uint8Array

/** Both ends of Parley write the fields in this order; a message in another is not seen, and nothing breaks. */
const CALL = /^\{"jsonrpc":"2\.0","id":(\d+),"method":"([^"\\]+)"/
const ANSWER = /^\{"jsonrpc":"2\.0","id":(\d+),"(result|error)"/
const HEAD_CHARACTERS = 160

/** Undefined for what gets no answer, and for what is none of ours. */
export function readCallHead(data: Frame): CallHead | undefined {
  if (typeof data !== 'string') {
    const head = readPacked(data)
    return head?.key === 'method' && head.value !== undefined ? { id: head.id, method: head.value } : undefined
  }
  const [, id, method] = CALL.exec(data.slice(0, HEAD_CHARACTERS)) ?? []
  return method === undefined ? undefined : { id: Number(id), method }
}

export function readAnswerHead(data: unknown): AnswerHead | undefined {
  if (data instanceof ArrayBuffer) {
    const head = readPacked(new Uint8Array(data))
    return head?.key === 'result' || head?.key === 'error' ? { id: head.id, isError: head.key === 'error' } : undefined
  }
  if (typeof data !== 'string') return undefined
  const [, id, key] = ANSWER.exec(data.slice(0, HEAD_CHARACTERS)) ?? []
  return key === undefined ? undefined : { id: Number(id), isError: key === 'error' }
}

/** `jsonrpc`: `2.0`, `id`: in MessagePack (https://github.com/msgpack/msgpack/blob/master/spec.md). */
const PACKED_START = Buffer.from('\xa7jsonrpc\xa32.0\xa2id', 'latin1')

/** The id, the name of the third field, and its value where that is a string. */
function readPacked(data: Uint8Array): { id: number; key: string; value: string | undefined } | undefined {
  const bytes = Buffer.from(data.buffer, data.byteOffset, Math.min(data.length, HEAD_CHARACTERS))
  const start = bytes[0] === 0xde ? 3 : bytes[0] === 0xdf ? 5 : 1
  const idAt = start + PACKED_START.length
  if (bytes.compare(PACKED_START, 0, PACKED_START.length, start, Math.min(idAt, bytes.length)) !== 0) return undefined
  const width = { 204: 1, 205: 2, 206: 4 }[bytes[idAt] ?? 0] ?? 0
  if (idAt + 1 + width >= bytes.length) return undefined
  const id = width === 0 ? (bytes[idAt] ?? 0) : bytes.readUIntBE(idAt + 1, width)
  const key = readPackedText(bytes, idAt + 1 + width)
  return key && { id, key: key.text, value: readPackedText(bytes, key.end)?.text }
}

function readPackedText(bytes: Buffer, at: number): { text: string; end: number } | undefined {
  const head = bytes[at] ?? 0
  const isShort = head >= 0xa0 && head <= 0xbf
  if (!isShort && head !== 0xd9) return undefined
  const start = isShort ? at + 1 : at + 2
  const end = start + (isShort ? head & 0x1f : (bytes[at + 1] ?? 0))
  return { text: bytes.toString('latin1', start, end), end }
}
