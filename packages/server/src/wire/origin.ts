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

/**
 * Whether a request was meant for this server. One that everybody on this machine may enter answers to loopback names only:
 * else any page could have its own name lead here (DNS rebinding), and a proxy could open it to the world unawares.
 */
export function hostAllowed(host: string | undefined, loopbackOnly: boolean): boolean {
  if (!loopbackOnly) return true
  if (host === undefined || !URL.canParse(`http://${host}`)) return false
  const { hostname } = new URL(`http://${host}`)
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname)
}
