import assert from 'node:assert/strict'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { describe, it } from 'node:test'
import { makeCertificate } from './certificate.ts'
import { systemClock } from './clock.ts'
import type { ServerParameters } from './offer.ts'
import { Pipe, type PipeState } from './pipe.ts'

const certificate = makeCertificate(Date.now())
const fingerprints = [{ algorithm: 'sha-256', value: certificate.fingerprint }] as const

function server(port: number, changes: Partial<ServerParameters> = {}): ServerParameters {
  return {
    iceParameters: { usernameFragment: 'abcd', password: 'p'.repeat(24), iceLite: true },
    iceCandidates: [
      { foundation: '1', priority: 1, ip: '127.0.0.1', address: '127.0.0.1', port, protocol: 'udp', type: 'host' },
    ],
    dtlsParameters: { role: 'auto', fingerprints: [...fingerprints] },
    ...changes,
  }
}

function open(parameters: ServerParameters, states: PipeState[] = []): Pipe {
  const nothing = () => {}
  const onState = (state: PipeState) => states.push(state)
  return new Pipe({ server: parameters, certificate, clock: systemClock(), onRtp: nothing, onRtcp: nothing, onState })
}

describe('a pipe', () => {
  it('asks the server’s candidate with its user name and no other', async () => {
    const socket = createSocket('udp4')
    socket.bind(0, '127.0.0.1')
    await once(socket, 'listening')
    const pipe = open(server(socket.address().port))
    const [request, { address }] = await once(socket, 'message')
    assert.ok(Buffer.isBuffer(request))
    assert.equal(address, '127.0.0.1')
    // A STUN binding request (RFC 8489) for `theirs:ours`.
    assert.equal(request.readUInt16BE(0), 1)
    assert.match(request.toString('latin1'), /abcd:[0-9a-f]{8}/)
    pipe.close()
    socket.close()
  })

  it('that is closed before it was connected says so, sends nothing and tells no more states', async () => {
    const states: PipeState[] = []
    const pipe = open(server(9), states)
    pipe.close()
    pipe.close()
    await assert.rejects(pipe.connected, /closed/)
    assert.equal(pipe.send(Buffer.alloc(12)), false)
    assert.deepEqual([pipe.state, pipe.isOpen, pipe.candidatePair], ['closed', false, undefined])
    assert.deepEqual(states, [])
  })

  it('refuses a server that it could not recognise', () => {
    const sha1 = { role: 'auto', fingerprints: [{ algorithm: 'sha-1', value: 'AB' }] } as const
    assert.throws(
      () => open(server(9, { dtlsParameters: { ...sha1, fingerprints: [...sha1.fingerprints] } })),
      /SHA-256/,
    )
  })

  it('refuses parameters that are no SDP', () => {
    assert.throws(() => open(server(9, { iceParameters: { usernameFragment: '', password: '' } })))
  })
})
