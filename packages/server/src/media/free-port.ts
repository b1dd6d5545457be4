// A TCP port that nothing listens on now; another process may still take it first, so its user must try again then.

import { once } from 'node:events'
import { createServer } from 'node:net'

export async function freePort(address: string): Promise<number> {
  const server = createServer().listen(0, address)
  await once(server, 'listening')
  const bound = server.address()
  server.close()
  await once(server, 'close')
  if (bound === null || typeof bound === 'string') throw new Error('a TCP server has no port')
  return bound.port
}
