// HTML as text: what is put into it is escaped, unless it is HTML already.

export interface Html {
  readonly html: string
}

type Part = string | number | Html | readonly Html[] | undefined

/** A template literal; values are texts, HTML, or lists of it. */
export function html(words: TemplateStringsArray, ...values: readonly Part[]): Html {
  return { html: words.reduce((text, word, index) => text + textOf(values[index - 1]) + word) }
}

/** Trusted, as from our own files. */
export function raw(text: string): Html {
  return { html: text }
}

function textOf(part: Part): string {
  if (part === undefined) return ''
  if (typeof part === 'string' || typeof part === 'number') return escaped(String(part))
  return 'html' in part ? part.html : part.map(({ html: each }) => each).join('')
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
