// Finds a port that another program holds before workers fail on it, so that the reason can be said in one line.

import { createSocket } from 'node:dgram'
import { createServer } from 'node:net'

/** The first of `count` ports that is taken, over UDP or TCP; undefined: all are free now. */
export async function takenPort(address: string, firstPort: number, count: number): Promise<number | undefined> {
  for (let port = firstPort; port < firstPort + count; port += 1) {
    if ((await tcpTaken(address, port)) || (await udpTaken(address, port))) return port
  }
  return undefined
}

function tcpTaken(address: string, port: number): Promise<boolean> {
  const { promise, resolve, reject } = Promise.withResolvers<boolean>()
  const server = createServer()
  server.once('error', (error) => (isInUse(error) ? resolve(true) : reject(error)))
  server.listen(port, address, () => server.close(() => resolve(false)))
  return promise
}

function udpTaken(address: string, port: number): Promise<boolean> {
  const { promise, resolve, reject } = Promise.withResolvers<boolean>()
  const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4')
  socket.once('error', (error) => {
    socket.close()
    if (isInUse(error)) resolve(true)
    else reject(error)
  })
  socket.bind(port, address, () => socket.close(() => resolve(false)))
  return promise
}

function isInUse(error: Error): boolean {
  return 'code' in error && error.code === 'EADDRINUSE'
}
