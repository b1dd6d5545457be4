import assert from 'node:assert/strict'
import { createSocket, type RemoteInfo, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { createServer, connect as dial } from 'node:net'
import { describe, it, type TestContext } from 'node:test'
import { seededRandom } from '../rtc/random.ts'
import { openTcpRelay } from './tcp-relay.ts'
import { openUdpRelay } from './udp-relay.ts'

const now = () => performance.now()

describe('a relay of UDP', () => {
  it('carries packets both ways, and keeps clients apart', async (context) => {
    const { relay, server, socket } = await scene(context)
    const [ada, bob] = [await socket(), await socket()]
    for (const [client, word] of [
      [ada, 'from ada'],
      [bob, 'from bob'],
    ] as const) {
      client.send(word, relay.port, relay.address)
      const [packet, from]: [Buffer, RemoteInfo] = await hear(server)
      assert.equal(packet.toString(), word)
      server.send(`to ${word}`, from.port, from.address)
      const [answer] = await hear(client)
      assert.equal(answer.toString(), `to ${word}`)
    }
    assert.deepEqual([relay.counts('up').offered, relay.counts('down').offered], [2, 2])
  })

  it('shows the client to the server at another port, and at another address', async (context) => {
    const { relay, server, socket } = await scene(context)
    const ada = await socket()
    const seen = new Set<string>()
    for (const address of ['127.0.0.1', '127.0.0.1', '127.0.0.9']) {
      await relay.changeAddress(address)
      ada.send('hello', relay.port, relay.address)
      const [, from]: [Buffer, RemoteInfo] = await hear(server)
      assert.equal(from.address, address)
      seen.add(`${from.address}:${from.port}`)
      server.send('back', from.port, from.address)
      assert.equal((await hear(ada))[0].toString(), 'back')
    }
    assert.equal(seen.size, 3)
  })

  it('loses everything in an outage of one direction, and delays when told to', async (context) => {
    const { relay, server, socket } = await scene(context)
    const ada = await socket()
    relay.impair({ outage: true }, 'up')
    ada.send('lost', relay.port, relay.address)
    while (relay.counts('up').lost === 0) await new Promise((resolve) => setImmediate(resolve))
    relay.impair({ delayMs: 60 })
    const sentAt = now()
    ada.send('late', relay.port, relay.address)
    const [packet] = await hear(server)
    assert.equal(packet.toString(), 'late')
    assert.ok(now() - sentAt >= 55)
  })
})

describe('a relay of TCP', () => {
  it('carries bytes both ways, holds them while it is stalled, and cuts', async (context) => {
    const server = createServer((socket) => socket.on('error', () => {}).pipe(socket))
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    assert.ok(typeof address === 'object' && address !== null)
    const relay = await openTcpRelay({ target: { address: '127.0.0.1', port: address.port }, now })
    context.after(async () => {
      await relay.close()
      server.close()
    })
    const client = dial(relay.port, relay.address)
    client.on('error', () => {})
    client.write('one')
    assert.equal(String((await once(client, 'data'))[0]), 'one')
    relay.set('stalled')
    client.write('two')
    const late = dial(relay.port, relay.address)
    late.on('error', () => {})
    late.write('three')
    await once(late, 'connect')
    relay.set('open')
    assert.equal(String((await once(client, 'data'))[0]), 'two')
    assert.equal(String((await once(late, 'data'))[0]), 'three')
    relay.set('cut')
    await Promise.all([closed(client), closed(late)])
    const refused = dial(relay.port, relay.address)
    refused.on('error', () => {})
    await closed(refused)
    assert.equal(relay.connections, 0)
  })
})

async function scene(context: TestContext) {
  const sockets: Socket[] = []
  const socket = async () => {
    const opened = createSocket('udp4')
    opened.bind(0, '127.0.0.1')
    await once(opened, 'listening')
    sockets.push(opened)
    return opened
  }
  const server = await socket()
  const relay = await openUdpRelay({ target: server.address(), random: seededRandom(1), now })
  context.after(async () => {
    await relay.close()
    for (const each of sockets) each.close()
  })
  return { relay, server, socket }
}

async function hear(socket: Socket): Promise<[Buffer, RemoteInfo]> {
  const [packet, from] = await once(socket, 'message')
  return [packet, from]
}

/** However it ends. */
function closed(socket: { once(event: 'close', listener: () => void): unknown }): Promise<void> {
  return new Promise((resolve) => void socket.once('close', resolve))
}
