// Finds the addresses in a text. What is not plainly http or https stays text.

interface TextPart {
  /** Where the part begins in the text. */
  readonly offset: number
  readonly text: string
  /** Of a link. */
  readonly href?: string
}

const address = /\bhttps?:\/\/[^\s<>"]+/gi

export function splitLinks(text: string): readonly TextPart[] {
  const parts: TextPart[] = []
  let end = 0
  for (const match of text.matchAll(address)) {
    const found = withoutTail(match[0])
    if (!URL.canParse(found)) continue
    if (match.index > end) parts.push({ offset: end, text: text.slice(end, match.index) })
    parts.push({ offset: match.index, text: found, href: found })
    end = match.index + found.length
  }
  if (end < text.length) parts.push({ offset: end, text: text.slice(end) })
  return parts
}

/** A full stop after an address belongs to the sentence, and a bracket too unless the address opened it. */
function withoutTail(found: string): string {
  let address = found.replace(/[.,;:!?'’»”]+$/, '')
  while (address.endsWith(')') && count(address, ')') > count(address, '(')) address = address.slice(0, -1)
  return address
}

function count(text: string, character: string): number {
  return text.split(character).length - 1
}
