import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { types } from 'mediasoup'
import { quiet } from '../log/log.ts'
import { freePort } from './free-port.ts'
import { listen, startWorkerProcess } from './worker-process.ts'

const endpoint = {
  binary: undefined,
  address: '127.0.0.1',
  announcedAddress: undefined,
  port: 1,
  outgoingBitrate: { initialBps: 1_000_000, maxBps: 0 },
  log: quiet,
}

describe('a worker process', () => {
  it('listens with the kernel’s own buffers where large ones are refused', async () => {
    const asked: (number | undefined)[][] = []
    const answer = Symbol('a server')
    const worker = {
      async createWebRtcServer({ listenInfos }: types.WebRtcServerOptions) {
        asked.push(listenInfos.map(({ recvBufferSize }) => recvBufferSize))
        if (asked.length === 1) throw new Error('uv_recv_buffer_size() failed: no buffer space available')
        return answer
      },
    }
    assert.equal(await listen(worker, endpoint), answer)
    assert.deepEqual(asked, [
      [8 * 1024 * 1024, undefined],
      [undefined, undefined],
    ])
  })

  it('does not take the large buffers for the cause when it cannot listen at all', async () => {
    let asked = 0
    const worker = {
      createWebRtcServer: () => Promise.reject(new Error(`uv_udp_bind() failed: address already in use ${++asked}`)),
    }
    await assert.rejects(listen(worker, endpoint), /address already in use 1/)
  })

  it('leaves the signals of the server to the server, so that calls live while it drains', async () => {
    const signals = ['SIGINT', 'SIGTERM'] as const
    const before = signals.map((name) => process.listenerCount(name))
    const port = await freePort(endpoint.address)
    const started = await startWorkerProcess({ ...endpoint, port }, new AbortController().signal)
    assert.deepEqual(
      signals.map((name) => process.listenerCount(name)),
      before,
    )
    await started.close()
  })
})
