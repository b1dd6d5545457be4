// Keys to files: whoever holds one may do the one thing that it is for. Nothing is stored, they are signed. Pure.

import { createHmac, timingSafeEqual } from 'node:crypto'

export interface FileKeys {
  /** Lets its holder read the file, for as long as there is one. */
  readKey(id: string): string
  mayRead(id: string, key: string): boolean
  /** Lets its holder begin to upload the file, until then; ms since 1970. */
  uploadKey(id: string, untilMs: number): string
  mayUpload(id: string, key: string, nowMs: number): boolean
}

export function fileKeys(secret: string): FileKeys {
  const sign = (words: string) => createHmac('sha256', secret).update(words).digest('base64url')
  const readKey = (id: string) => sign(`read:${id}`)
  const uploadKey = (id: string, untilMs: number) => `${untilMs}.${sign(`upload:${id}:${untilMs}`)}`
  return {
    readKey,
    uploadKey,
    mayRead: (id, key) => isSame(key, readKey(id)),
    mayUpload(id, key, nowMs) {
      const untilMs = Number(/^(\d{1,16})\./.exec(key)?.[1] ?? 0)
      return isSame(key, uploadKey(id, untilMs)) && nowMs < untilMs
    },
  }
}

/** In a time that tells nothing about where they differ. */
function isSame(given: string, wanted: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(wanted)]
  return one.length === other.length && timingSafeEqual(one, other)
}
