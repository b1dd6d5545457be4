// A name for something that this client does once, however often it has to be said.

import type { Platform } from './platform.ts'

/** Chosen by the client for `chat.send`: unlikely to meet itself again, and no secret. */
export function randomKey(platform: Platform): string {
  return Array.from({ length: 4 }, () =>
    Math.floor(platform.random() * 2 ** 32)
      .toString(36)
      .padStart(7, '0'),
  ).join('')
}
