import assert from 'node:assert/strict'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { describe, it } from 'node:test'
import { takenPort } from './taken-port.ts'

describe('a taken port', () => {
  it('is found, whether over UDP or over TCP', async () => {
    const udp = createSocket('udp4').bind(0, '127.0.0.1')
    await once(udp, 'listening')
    assert.equal(await takenPort('127.0.0.1', udp.address().port, 1), udp.address().port)
    const tcp = createServer().listen(0, '127.0.0.1')
    await once(tcp, 'listening')
    const address = tcp.address()
    assert.ok(typeof address === 'object' && address !== null)
    assert.equal(await takenPort('127.0.0.1', address.port - 1, 2), address.port)
    udp.close()
    tcp.close()
    await once(tcp, 'close')
    assert.equal(await takenPort('127.0.0.1', address.port, 1), undefined)
  })
})
