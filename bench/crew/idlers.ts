// A process of clients that say hello and then nothing: argv is the URL and how many. It ends with its parent.

import { WebSocket } from 'ws'

const [url = '', wanted = '0'] = process.argv.slice(2)
/** How many knock at the same time. */
const abreast = 50
/** Of one address of 127.0.0.0/8, less than a server lets in. */
const perAddress = 500

process.on('disconnect', () => process.exit(0))
const count = Number(wanted)
const open: WebSocket[] = []
for (let from = 0; from < count; from += abreast)
  open.push(
    ...(await Promise.all(Array.from({ length: Math.min(abreast, count - from) }, (_, at) => arrive(from + at)))),
  )
process.send?.({ open: open.length })

async function arrive(index: number): Promise<WebSocket> {
  const { promise, resolve, reject } = Promise.withResolvers<WebSocket>()
  const localAddress = `127.0.1.${1 + Math.floor(index / perAddress)}`
  const socket = new WebSocket(url, { localAddress, perMessageDeflate: false })
  const params = { protocol: 1, client: { name: 'idler', version: '1' }, capabilities: ['resume'] }
  socket.once('open', () => socket.send(JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'session.hello', params })))
  socket.once('message', (data) => {
    if (String(data).includes('"result"')) resolve(socket)
    else reject(new Error(`hello was answered with ${String(data).slice(0, 200)}`))
  })
  socket.once('error', reject)
  return await promise
}
