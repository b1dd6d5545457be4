// Finds in a text the words that were searched for, as the server does: whatever their case.

export interface MarkedPart {
  readonly at: number
  readonly text: string
  readonly marked: boolean
}

export function markWords(text: string, search: string): readonly MarkedPart[] {
  const words = [...new Set(fold(search).split(/\s+/u))].filter((word) => word !== '')
  const marked = new Uint8Array(text.length)
  const { folded, places } = foldWithPlaces(text)
  for (const word of words) {
    for (let at = folded.indexOf(word); at >= 0; at = folded.indexOf(word, at + word.length)) {
      marked.fill(1, places[at], places[at + word.length])
    }
  }
  const parts: MarkedPart[] = []
  for (let at = 0; at < text.length; ) {
    let end = at + 1
    while (end < text.length && marked[end] === marked[at]) end += 1
    parts.push({ at, text: text.slice(at, end), marked: marked[at] === 1 })
    at = end
  }
  return parts
}

/** A long message around its first found word, so that it is seen in a list. */
export function excerptOf(text: string, search: string, length: number): string {
  if (text.length <= length) return text
  const first = markWords(text, search).find(({ marked }) => marked)?.at ?? 0
  const start = Math.max(0, Math.min(first - Math.floor(length / 3), text.length - length))
  return `${start > 0 ? '…' : ''}${text.slice(start, start + length).toWellFormed()}${start + length < text.length ? '…' : ''}`
}

/** Where each unit of the folded text came from: `ß` becomes two. */
function foldWithPlaces(text: string): { folded: string; places: readonly number[] } {
  let folded = ''
  const places: number[] = []
  let at = 0
  for (const { segment } of new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text)) {
    const one = fold(segment)
    for (let unit = 0; unit < one.length; unit++) places.push(one.length === segment.length ? at + unit : at)
    folded += one
    at += segment.length
  }
  places.push(text.length)
  return { folded, places }
}

function fold(text: string): string {
  return text.normalize('NFC').toUpperCase()
}
