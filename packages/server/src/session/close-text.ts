// What stands in a close frame beside the code: at most 123 bytes of UTF-8 (RFC 6455 §5.5). Pure.

/** As many whole characters as fit. */
export function cutToBytes(text: string, most: number): string {
  const bytes = new TextEncoder()
  let cut = ''
  let size = 0
  for (const character of text) {
    size += bytes.encode(character).length
    if (size > most) break
    cut += character
  }
  return cut
}
