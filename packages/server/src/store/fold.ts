// The form of a text in which it is searched: case and composition make no difference. Ours, so that all databases agree.

/**
 * Capitals, because they know no context: `ß` and `SS`, `ς` and `σ` become the same, as in the case folding of Unicode
 * (https://www.unicode.org/Public/UCD/latest/ucd/CaseFolding.txt), which JavaScript lacks.
 */
export function fold(text: string): string {
  return text.normalize('NFC').toUpperCase().normalize('NFC')
}

/** PostgreSQL takes no text with a NUL, so none is stored, and whatever has one is found nowhere. */
export function isStorable(text: string): boolean {
  return !text.includes('\0')
}

/** What must all be in a message, each word once. */
export function foldWords(search: string): string[] {
  return [...new Set(fold(search).split(/\s+/u))].filter((word) => word !== '')
}
