// Which files are shown as pictures: those that the server gives as such, and every browser reads.

import type { Attachment } from '@parley/client'

export function isPicture(mediaType: string): boolean {
  return /^image\/(png|jpeg|gif|webp|avif|bmp)$/i.test(mediaType)
}

/** One that is shown large, and where it comes from. */
export interface Picture {
  readonly attachment: Attachment
  /** Who sent it. */
  readonly name: string
}
