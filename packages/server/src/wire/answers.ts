// The answers of HTTP that are not files.

import type { IncomingMessage, ServerResponse } from 'node:http'

/** What still arrives after an answer is read and thrown away for so long, so that the answer is not lost. */
const lingerMs = 1_000

export function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, {
    'content-type': type,
    'cache-control': 'no-store',
    'content-length': Buffer.byteLength(body),
  })
  response.end(body)
}

export function sendJson(response: ServerResponse, status: number, body: object): void {
  send(response, status, 'application/json', JSON.stringify(body))
}

/** RFC 9457. */
export function problem(response: ServerResponse, status: number, detail: string): void {
  send(response, status, 'application/problem+json', JSON.stringify({ status, detail }))
}

/** A problem; where a body is still arriving, the connection ends with it. */
export function refuse(request: IncomingMessage, response: ServerResponse, status: number, detail: string): void {
  letGo(request, response)
  problem(response, status, detail)
}

/** For what is answered without regard to its body: nobody holds a connection with one. */
export function letGo(request: IncomingMessage, response: ServerResponse): void {
  const { 'transfer-encoding': encoding, 'content-length': length = '0' } = request.headers
  if (request.complete || (encoding === undefined && length === '0')) return
  response.setHeader('connection', 'close')
  request.resume()
  const patience = setTimeout(() => request.destroy(), lingerMs)
  request.once('close', () => clearTimeout(patience))
}
