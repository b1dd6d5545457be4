// The yardstick of bench:memory: `ws` and nothing else; it answers whatever it is told.

import type { AddressInfo } from 'node:net'
import { WebSocketServer } from 'ws'
import { answerGauge } from './gauge.ts'

const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false, clientTracking: false })
server.on('connection', (socket) => {
  socket.on('message', () => socket.send('{"jsonrpc":"2.0","id":1,"result":{}}'))
  socket.on('error', () => socket.terminate())
})
server.once('listening', () => {
  const { port } = server.address() as AddressInfo // it listens on a port
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()))
  answerGauge(`ws://127.0.0.1:${port}`, close)
})
