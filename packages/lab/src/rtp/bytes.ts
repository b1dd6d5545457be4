// Numbers in network byte order, read and written without a DataView: this runs several times per packet.

/** Outside of the buffer there are zeros: callers check lengths where it matters. */
export function readU8(bytes: Uint8Array, at: number): number {
  return bytes[at] ?? 0
}

export function readU16(bytes: Uint8Array, at: number): number {
  return (readU8(bytes, at) << 8) | readU8(bytes, at + 1)
}

export function readU24(bytes: Uint8Array, at: number): number {
  return (readU8(bytes, at) << 16) | (readU8(bytes, at + 1) << 8) | readU8(bytes, at + 2)
}

export function readU32(bytes: Uint8Array, at: number): number {
  return readU8(bytes, at) * 0x1000000 + readU24(bytes, at + 1)
}

export function writeU16(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value >>> 8
  bytes[at + 1] = value
}

export function writeU24(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value >>> 16
  bytes[at + 1] = value >>> 8
  bytes[at + 2] = value
}

export function writeU32(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value >>> 24
  bytes[at + 1] = value >>> 16
  bytes[at + 2] = value >>> 8
  bytes[at + 3] = value
}
