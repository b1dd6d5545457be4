import assert from 'node:assert/strict'
import { createServer, type IncomingMessage } from 'node:http'
import { test } from 'node:test'
import { nothingHere } from './nothing-here.ts'

async function answerTo(headers: Record<string, string>): Promise<Response> {
  const server = createServer((request: IncomingMessage, response) => nothingHere(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  try {
    const response = await fetch(`http://127.0.0.1:${address.port}/nonsense/path`, { headers })
    return new Response(await response.text(), response)
  } finally {
    server.close()
  }
}

test('a person who has mistyped an address reads a page in their language, with a way to the start', async () => {
  const accept = 'text/html,application/xhtml+xml,*/*;q=0.8'
  const english = await answerTo({ accept, 'accept-language': 'en-GB,de;q=0.5' })
  assert.deepEqual([english.status, english.headers.get('content-type')], [404, 'text/html; charset=utf-8'])
  const text = await english.text()
  assert.match(text, /<h1>There is nothing here<\/h1>/)
  assert.match(text, /<a href="\/">/)
  assert.doesNotMatch(text, /<script/)
  assert.match(await (await answerTo({ accept, 'accept-language': 'de-AT' })).text(), /<h1>Hier ist nichts<\/h1>/)
})

test('a program reads a problem', async () => {
  const answer = await answerTo({ accept: '*/*' })
  assert.deepEqual([answer.status, answer.headers.get('content-type')], [404, 'application/problem+json'])
  assert.deepEqual(await answer.json(), { status: 404, detail: 'there is nothing here' })
})
