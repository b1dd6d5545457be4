// Whether a page of some origin may open a socket here: browsers send it, other programs do not. Pure.

/**
 * The server's own pages may, and those listed (`*`: all). `host` is the request's Host header; a proxy that rewrites it
 * needs its public origin in the list.
 */
export function originAllowed(
  origin: string | undefined,
  host: string | undefined,
  allowed: readonly string[],
): boolean {
  if (origin === undefined || allowed.includes('*') || allowed.includes(origin)) return true
  return URL.canParse(origin) && host !== undefined && new URL(origin).host === host
}
