// What one can do with a message, as far as one may.

import type { ChatMessage } from '@parley/client'
import { IconCopy, IconPencil, IconTrash } from '@tabler/icons-react'
import { texts } from '../texts.ts'
import { wordsOf } from './file-text.ts'
import type { MenuItem } from './message-menu.tsx'

interface Allowed {
  readonly edit: ((message: number) => void) | undefined
  readonly remove: ((message: ChatMessage) => void) | undefined
}

export function menuItems(message: ChatMessage, { edit, remove }: Allowed): readonly MenuItem[] {
  const items: MenuItem[] = []
  if (edit) items.push({ name: texts.chat.edit, Icon: IconPencil, choose: () => edit(message.id) })
  const words = wordsOf(message)
  if (words !== '') items.push({ name: texts.chat.copy, Icon: IconCopy, choose: () => void copy(words) })
  if (remove) items.push({ name: texts.chat.delete, Icon: IconTrash, grave: true, choose: () => remove(message) })
  return items
}

async function copy(words: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(words)
  } catch {
    // Forbidden by the browser: the text can still be marked and copied by hand.
  }
}
