// The text of a message that is nothing but files: their names, for whoever reads without this app, and for the search.

import type { ChatMessage } from '@parley/client'

type Named = Pick<NonNullable<ChatMessage['attachments']>[number], 'name'>

export function textOfFiles(files: readonly Named[]): string {
  return files.map(({ name }) => name).join(', ')
}

/** What its writer said beside the files; empty where the text only names them. */
export function wordsOf({ text, attachments = [] }: Pick<ChatMessage, 'text' | 'attachments'>): string {
  return attachments.length > 0 && shown(text) === shown(textOfFiles(attachments)) ? '' : text
}

/** The server takes out of names what turns the direction of writing. */
function shown(name: string): string {
  return name
    .toWellFormed()
    .replace(/[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu, '')
    .trim()
}
