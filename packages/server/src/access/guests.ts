// A guest is whoever holds a guest id with our signature under it; nothing is stored.

import { createHmac, timingSafeEqual } from 'node:crypto'

/** `id.signature`: what the client keeps and shows again. */
export function signGuest(id: string, secret: string): string {
  return `${id}.${signature(id, secret)}`
}

/** The guest id inside, or nothing where the signature is not ours. */
export function verifyGuest(signed: string, secret: string): string | undefined {
  const dot = signed.lastIndexOf('.')
  if (dot < 1) return undefined
  const id = signed.slice(0, dot)
  const given = Buffer.from(signed.slice(dot + 1))
  const expected = Buffer.from(signature(id, secret))
  return given.length === expected.length && timingSafeEqual(given, expected) ? id : undefined
}

function signature(id: string, secret: string): string {
  return createHmac('sha256', secret).update(`guest:${id}`).digest('base64url')
}
