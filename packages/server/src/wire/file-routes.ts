// Files over HTTP: PUT brings one that was promised, GET gives one to whoever has its address. A key in it says so.

import type { IncomingMessage, ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import { Refusal } from '@parley/protocol'
import { countedAddress } from '../limits/address.ts'
import type { Log } from '../log/log.ts'
import type { House } from '../session/request.ts'
import { refuse } from './answers.ts'
import { readRange } from './byte-range.ts'
import type { ClientAddresses } from './client-address.ts'
import { fileHeaders } from './file-headers.ts'
import { originAllowed } from './origin.ts'
import { type TransferLimits, Transfers } from './transfers.ts'

export interface FileRoutesOptions {
  readonly files: House['files']
  readonly limits: TransferLimits
  readonly allowedOrigins: readonly string[]
  readonly clientAddresses: ClientAddresses
  readonly log: Log
  /** ms of a clock that never goes back. */
  readonly clock: () => number
}

export type FileRoutes = (request: IncomingMessage, response: ServerResponse, pathname: string) => Promise<void>

/** A side that sends or takes nothing for so long is given up. */
const stalledMs = 20_000

type Received = Awaited<ReturnType<House['files']['receive']>>
const answers: Readonly<Record<Exclude<Received, 'stored'>, readonly [status: number, detail: string]>> = {
  notFound: [404, 'there is no such file, or this is not its key'],
  again: [409, 'this file is being uploaded, or was'],
  wrongLength: [400, 'the length is not the one that was announced'],
  diskFull: [507, 'the server has no room for this file'],
}

export function fileRoutes({
  files,
  limits,
  allowedOrigins,
  clientAddresses,
  log,
  clock,
}: FileRoutesOptions): FileRoutes {
  const transfers = new Transfers(limits, clock)

  return async (request, response, pathname) => {
    const { method = '', headers } = request
    if (!originAllowed(headers.origin, headers.host, allowedOrigins))
      return refuse(request, response, 403, 'pages of this origin may not')
    allowOrigin(response, headers.origin)
    if (method === 'OPTIONS') return preflight(response)
    if (!['GET', 'HEAD', 'PUT'].includes(method)) return refuse(request, response, 405, 'only GET, HEAD and PUT')
    const end = transfers.begin(countedAddress(clientAddresses.of(request)))
    if (typeof end !== 'function') {
      response.setHeader('retry-after', '1')
      return refuse(request, response, 429, end === 'tooMany' ? 'too many files at once' : 'too many files; slow down')
    }
    try {
      const [id, key] = [/^\/files\/([\w-]{1,64})$/.exec(pathname)?.[1], keyOf(request)]
      if (id === undefined || key === undefined) refuse(request, response, ...answers.notFound)
      else if (method === 'PUT') await receive(request, response, id, key)
      else await give(request, response, id, key)
    } catch (error) {
      explain(error, request, response)
    } finally {
      end()
    }
  }

  async function receive(request: IncomingMessage, response: ServerResponse, id: string, key: string): Promise<void> {
    const announced = request.headers['content-length']
    const bytes = announced === undefined ? undefined : Number(announced)
    request.setTimeout(stalledMs, () => request.destroy(new Error('the upload stalled')))
    // The answer needs the connection, also where the body is not read to its end.
    const source: AsyncIterable<Uint8Array> = request.iterator({ destroyOnReturn: false })
    const received = await files.receive({ id, key, bytes, source })
    request.setTimeout(0)
    if (received !== 'stored') return refuse(request, response, ...answers[received])
    response.writeHead(204, { 'cache-control': 'no-store' }).end()
  }

  async function give(request: IncomingMessage, response: ServerResponse, id: string, key: string): Promise<void> {
    const found = await files.read(id, key)
    if (found === undefined) return refuse(request, response, ...answers.notFound)
    const { file, content: opened } = found
    await using content = opened
    const headers = fileHeaders(file)
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
    if (isKnown(request.headers['if-none-match'], headers.etag)) return void response.writeHead(304).end()
    const isSame = (request.headers['if-range'] ?? headers.etag) === headers.etag
    const range = readRange(isSame ? request.headers.range : undefined, content.bytes)
    if (range === 'unsatisfiable')
      return void response.writeHead(416, { 'content-range': `bytes */${content.bytes}`, 'content-length': 0 }).end()
    const part = range === 'whole' ? { start: 0, end: content.bytes - 1 } : range
    const span = { 'content-length': part.end - part.start + 1 }
    if (range === 'whole') response.writeHead(200, span)
    else response.writeHead(206, { ...span, 'content-range': `bytes ${part.start}-${part.end}/${content.bytes}` })
    if (request.method === 'HEAD') return void response.end()
    response.setTimeout(stalledMs, () => response.destroy())
    await pipeline(content.stream(part), response)
  }

  /** Whoever hangs up is told nothing; a database that is away is waited for. */
  function explain(error: unknown, request: IncomingMessage, response: ServerResponse): void {
    if (request.destroyed || response.headersSent) {
      log.debug('a file was broken off', { error })
      response.destroy()
    } else if (error instanceof Refusal) {
      response.setHeader('retry-after', '2')
      refuse(request, response, 503, error.message)
    } else {
      log.error('a file could not be received or given', { error })
      refuse(request, response, 500, 'the server failed; its log says how')
    }
  }
}

function keyOf({ url = '' }: IncomingMessage): string | undefined {
  return new URLSearchParams(url.split('?', 2)[1] ?? '').get('key') ?? undefined
}

function isKnown(header: string | undefined, etag: string): boolean {
  return (header ?? '').split(',').some((one) => one.trim().replace(/^W\//, '') === etag)
}

/** A page of another origin that is allowed here may read the answer (https://fetch.spec.whatwg.org/#http-cors-protocol). */
function allowOrigin(response: ServerResponse, origin: string | undefined): void {
  response.setHeader('vary', 'origin')
  if (origin !== undefined) response.setHeader('access-control-allow-origin', origin)
}

function preflight(response: ServerResponse): void {
  response.writeHead(204, {
    'access-control-allow-methods': 'GET, HEAD, PUT',
    'access-control-allow-headers': 'content-type, range, if-range, if-none-match',
    'access-control-max-age': '600',
  })
  response.end()
}
