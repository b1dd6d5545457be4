// Splits the text of a message into what is shown differently: links, persons, code. The rest stays as it was written.

import type { Link, Mention } from '@parley/client'

export interface TextPart {
  /** `block`: code on lines of its own. */
  readonly kind: 'text' | 'link' | 'mention' | 'code' | 'block'
  /** Where the part begins in the text, in UTF-16 units. */
  readonly at: number
  readonly text: string
  /** Of a link. */
  readonly url?: string
  /** Of a mention: the id of the person. */
  readonly person?: string
}

interface Span extends Omit<TextPart, 'at'> {
  readonly start: number
  readonly end: number
}

const code = /```[ \t]*\n?([\s\S]*?[^\s`][\s\S]*?)\n?```\n?|`([^`\n]+)`/g

/** Links and persons inside code are code. */
export function splitText(
  text: string,
  links: readonly Link[] = [],
  mentions: readonly Mention[] = [],
): readonly TextPart[] {
  const spans = [...codeOf(text), ...linksOf(text, links), ...mentionsOf(text, mentions)]
  const parts: TextPart[] = []
  let end = 0
  const fill = (to: number) => {
    if (to > end) parts.push({ kind: 'text', at: end, text: text.slice(end, to) })
  }
  for (const span of withoutOverlaps(spans)) {
    const { start, end: spanEnd, ...part } = span
    fill(start)
    parts.push({ ...part, at: start })
    end = spanEnd
  }
  fill(text.length)
  return parts
}

function codeOf(text: string): Span[] {
  return [...text.matchAll(code)].map(({ 0: { length }, 1: block, 2: inline = '', index: start }) => {
    const end = start + length
    return block === undefined ? { kind: 'code', start, end, text: inline } : { kind: 'block', start, end, text: block }
  })
}

/** The server gives http and https only; whatever else came would stay text. */
function linksOf(text: string, links: readonly Link[]): Span[] {
  return links
    .filter(({ url }) => /^https?:/i.test(url))
    .map(({ start, end, url }) => ({ kind: 'link', start, end, text: text.slice(start, end), url }))
}

function mentionsOf(text: string, mentions: readonly Mention[]): Span[] {
  return mentions.map(({ start, end, person }) => ({
    kind: 'mention',
    start,
    end,
    text: text.slice(start, end),
    person,
  }))
}

/** In the order of the text; of two that share a place, the one that was given first stays. */
function withoutOverlaps(spans: readonly Span[]): readonly Span[] {
  const kept: Span[] = []
  for (const span of spans) {
    if (kept.every(({ start, end }) => span.end <= start || span.start >= end)) kept.push(span)
  }
  return kept.sort((one, other) => one.start - other.start)
}
