// What is answered over plain HTTP: the web app, and how the server is doing.

import { timingSafeEqual } from 'node:crypto'
import { existsSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import sirv from 'sirv'
import type { Log } from '../log/log.ts'
import type { Metrics } from '../metrics/metrics.ts'
import { letGo, problem, send, sendJson } from './answers.ts'
import type { FileRoutes } from './file-routes.ts'
import { nothingHere } from './nothing-here.ts'
import { hostAllowed } from './origin.ts'

export interface HttpOptions {
  /** Where the built web app lies. */
  readonly webRoot: string
  /** Origins whose pages may show the web app in a frame; `*`: all. */
  readonly embedders: readonly string[]
  readonly metricsToken: string
  /** Answer only requests for a loopback name. */
  readonly loopbackOnly: boolean
  /** Whether anybody may read figures where there is no token. */
  readonly figuresOpen: boolean
  readonly files: FileRoutes
  readonly metrics: Metrics
  readonly log: Log
  /** Why the server should get no new work now; empty: ready. */
  readonly notReady: () => Promise<readonly string[]>
  readonly stats: { read(): Promise<object>; refreshGauges(): Promise<void> }
}

export type HttpHandler = (request: IncomingMessage, response: ServerResponse) => void

/**
 * Scripts only from us; styles may stand inline, since the component library sets them at run time. `connect-src` names
 * WebSockets because older Safari does not count them to 'self'.
 */
const contentSecurityPolicy = (frameAncestors: readonly string[]) =>
  [
    "default-src 'self'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "media-src 'self' blob: mediastream:",
    "connect-src 'self' ws: wss:",
    ['frame-ancestors', ...frameAncestors].join(' '),
    "base-uri 'none'",
    "object-src 'none'",
  ].join('; ')

const securityHeaders = {
  'permissions-policy': 'camera=(self), microphone=(self), display-capture=(self), fullscreen=(self)',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
}

/** Other origins may frame the rooms and the start page; nobody the pages where a click gives or takes power. */
function framePolicies(embedders: readonly string[]): (pathname: string | undefined) => string {
  const inRooms = contentSecurityPolicy(["'self'", ...embedders])
  const elsewhere = contentSecurityPolicy(["'self'"])
  const nowhere = contentSecurityPolicy(["'none'"])
  return (pathname = '') => {
    if (/^\/(admin|reset)(\/|$)/.test(pathname)) return nowhere
    return pathname === '/' || pathname.startsWith('/r/') ? inRooms : elsewhere
  }
}

export function httpHandler(options: HttpOptions): HttpHandler {
  const { log } = options
  const web = webApp(options.webRoot)
  const headers = Object.entries(securityHeaders)
  const framePolicyOf = framePolicies(options.embedders)
  const operations: Record<string, (request: IncomingMessage, response: ServerResponse) => Promise<void>> = {
    '/health': async (_, response) => sendJson(response, 200, { status: 'ok' }),
    '/ready': async (_, response) => {
      const reasons = await options.notReady()
      sendJson(response, reasons.length === 0 ? 200 : 503, { ready: reasons.length === 0, reasons })
    },
    '/stats': guarded(async (_, response) => sendJson(response, 200, await options.stats.read())),
    '/metrics': guarded(async (_, response) => {
      const { registry } = options.metrics
      await options.stats.refreshGauges()
      send(response, 200, registry.contentType, await registry.metrics())
    }),
  }

  return (request, response) => {
    for (const [name, value] of headers) response.setHeader(name, value)
    const pathname = pathOf(request)
    response.setHeader('content-security-policy', framePolicyOf(pathname))
    if (pathname === undefined) return problem(response, 400, 'this is no path')
    if (!hostAllowed(request.headers.host, options.loopbackOnly)) {
      return problem(
        response,
        421,
        'without a key this server answers to localhost only: give it a key (--auth-keys), or let everybody in (--open)',
      )
    }
    if (pathname.startsWith('/files/')) {
      options.files(request, response, pathname).catch((error) => log.error('a file route failed', { error }))
      return
    }
    letGo(request, response)
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      return problem(response, 405, 'only GET and HEAD are answered here')
    }
    const operation = Object.hasOwn(operations, pathname) ? operations[pathname] : undefined
    if (operation === undefined) return web(request, response)
    operation(request, response).catch((error) => {
      log.error('an HTTP request failed', { path: pathname, error })
      if (!response.headersSent) problem(response, 500, 'the server failed; its log says how')
    })
  }

  function guarded(handler: (request: IncomingMessage, response: ServerResponse) => Promise<void>) {
    return async (request: IncomingMessage, response: ServerResponse) => {
      const open = options.metricsToken === '' && options.figuresOpen
      if (open || hasToken(request, options.metricsToken)) return await handler(request, response)
      response.setHeader('www-authenticate', 'Bearer')
      problem(response, 401, 'a bearer token is needed (operations.metricsToken)')
    }
  }
}

/** The path that is asked for; undefined where the target is none (RFC 9112 §3.2), as in `http://[`. */
export function pathOf({ url = '/' }: IncomingMessage): string | undefined {
  // Not resolved as a URL: in one, `//host/metrics` would have the path `/metrics`, behind the back of a proxy's rules.
  return url.startsWith('/') ? url.split('?', 1)[0] : URL.parse(url)?.pathname
}

/** Files of the web app; `/`, `/r/<room>`, `/admin/…` and `/reset` are the same page. */
function webApp(root: string): HttpHandler {
  if (!existsSync(root)) {
    return (_, response) => problem(response, 404, 'the web app is not built; `npm start` builds it')
  }
  const files = sirv(root, {
    single: true,
    etag: true,
    brotli: true,
    gzip: true,
    ignores: [/^\/(?!r\/|admin(?:\/|$)|reset$|$)/],
    setHeaders: (response, path) => {
      const hashed = path.startsWith('/assets/')
      response.setHeader('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache')
    },
  })
  return (request, response) => files(request, response, () => nothingHere(request, response))
}

function hasToken({ headers }: IncomingMessage, token: string): boolean {
  if (token === '') return false
  const given = Buffer.from(headers.authorization ?? '')
  const wanted = Buffer.from(`Bearer ${token}`)
  return given.length === wanted.length && timingSafeEqual(given, wanted)
}
