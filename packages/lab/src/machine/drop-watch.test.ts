import assert from 'node:assert/strict'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { describe, it } from 'node:test'
import { DropWatch } from './drop-watch.ts'

describe('drops', () => {
  it('are told of the process that did not read its socket', async () => {
    const watch = new DropWatch(() => ({ lab: [process.pid], server: [] }))
    const deaf = createSocket({ type: 'udp4', recvBufferSize: 4_096 })
    const sender = createSocket('udp4')
    try {
      deaf.bind(0, '127.0.0.1')
      await once(deaf, 'listening')
      const { port } = deaf.address()
      const packet = Buffer.alloc(1_000)
      // Sent without a pause, so that nobody reads in between.
      for (let count = 0; count < 200; count++) sender.send(packet, port, '127.0.0.1')
      const deadline = performance.now() + 5_000
      while (watch.sample().lab === 0 && performance.now() < deadline) await new Promise(setImmediate)
      const { lab, server, machine } = watch.sample()
      assert.ok(lab > 0)
      assert.equal(server, 0)
      assert.ok(machine >= lab)
    } finally {
      deaf.close()
      sender.close()
    }
  })
})
