// Finds the web addresses in a text. Pure, and linear in its length.

import type { Link } from '@parley/protocol'

/** More than anybody reads; each costs everybody in the room some bytes. */
const mostLinks = 50
/** As far as browsers and servers agree to go. */
const longestUrl = 2048

/**
 * From the scheme to the first character that no address holds: white space, quotes and angle brackets, what turns the
 * direction of writing or is not seen, and the punctuation of scripts that put no space after it. An address that begins
 * inside a Latin word is none; other scripts put no space before it.
 */
const candidate =
  /(?<![a-z0-9_])https?:\/\/[^\s<>"`|^\p{Cc}\p{Cf}\p{Co}\p{Cs}\u00ab\u00bb\u2018-\u201f\u2039\u203a\u3000-\u3002\u3008-\u3011\uff01\uff08\uff09\uff0c\uff1a\uff1b\uff1f]+/giu

const pairs: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' }

/** Http and https alone, without a user in it: `https://bank.example@evil.example` shows one place and leads to another. */
export function findLinks(text: string): Link[] {
  const links: Link[] = []
  for (const { 0: found, index: start } of text.matchAll(candidate)) {
    const end = start + withoutTrail(found)
    const url = URL.parse(text.slice(start, end))
    if (url === null || url.username !== '' || url.password !== '' || url.href.length > longestUrl) continue
    links.push({ start, end, url: url.href })
    if (links.length === mostLinks) break
  }
  return links
}

/** The length without what belongs to the sentence: its punctuation, and a bracket that was opened before the address. */
function withoutTrail(found: string): number {
  const open = new Map<string, number>()
  for (const character of found) open.set(character, (open.get(character) ?? 0) + 1)
  let length = found.length
  for (; length > 0; length -= 1) {
    const last = found[length - 1] ?? ''
    const opening = pairs[last]
    if (opening === undefined) {
      if (!/[.,:;!?'*\u2026]/.test(last)) break
    } else {
      const closings = open.get(last) ?? 0
      if (closings <= (open.get(opening) ?? 0)) break
      open.set(last, closings - 1)
    }
  }
  return length
}
