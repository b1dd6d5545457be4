// How a file that somebody sent is named and typed, so that no browser takes it for a page of ours. Pure.

/** Types that browsers show and do not run; everything else is bytes. */
const shown =
  /^(image\/(png|jpeg|gif|webp|avif|bmp)|(audio|video)\/[\w.+-]+|text\/plain|application\/(pdf|zip|json|gzip))$/i

export function safeMediaType(mediaType: string): string {
  if (!shown.test(mediaType)) return 'application/octet-stream'
  const plain = mediaType.toLowerCase()
  return plain === 'text/plain' ? 'text/plain; charset=utf-8' : plain
}

/** To be saved, not opened (RFC 6266); the name in RFC 8187's form, and in plain ASCII for what does not read it. */
export function disposition(name: string): string {
  const ascii = name.replace(/[^ -~]|["\\%/]/g, '_')
  const encoded = encodeURIComponent(name.toWellFormed()).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`
}

/** Beside those of every answer: nothing in the file may run, embed or be guessed at. */
export function fileHeaders({ id, name, mediaType }: { id: string; name: string; mediaType: string }) {
  return {
    'content-type': safeMediaType(mediaType),
    'content-disposition': disposition(name),
    'content-security-policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
    'x-content-type-options': 'nosniff',
    // An id is never used again for other bytes; a file that was removed is asked for again.
    etag: `"${id}"`,
    'cache-control': 'private, no-cache',
    'accept-ranges': 'bytes',
  }
}
