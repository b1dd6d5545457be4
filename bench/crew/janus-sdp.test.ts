import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { linesOf, ourExtensions, serverOf, sessionSdp } from './janus-sdp.ts'

// What Janus 1.1.2 offers to who subscribes, without the lines that nobody reads.
const offer = [
  'v=0',
  'a=group:BUNDLE a v',
  'a=ice-lite',
  'm=audio 9 UDP/TLS/RTP/SAVPF 111',
  'a=mid:a',
  'a=ice-ufrag:vX7k',
  'a=ice-pwd:0123456789abcdefABCDEF',
  'a=fingerprint:sha-256 AA:BB',
  'a=ssrc:77 cname:janus',
  'a=candidate:1 1 udp 2015363327 10.254.0.1 40123 typ host',
  'a=end-of-candidates',
  'm=video 9 UDP/TLS/RTP/SAVPF 96',
  'a=mid:v',
  'a=extmap:3 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01',
  'a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid',
  'a=ssrc:88 cname:janus',
  'm=application 9 UDP/DTLS/SCTP webrtc-datachannel',
  'a=mid:d',
  '',
].join('\r\n')

const none = { mid: undefined, absSendTime: undefined, transportCc: undefined }

describe('the SDP of Janus', () => {
  it('tells the streams of an offer, and nothing of data', () => {
    assert.deepEqual(linesOf(offer), [
      { kind: 'audio', mid: 'a', ssrc: 77, extensions: none },
      { kind: 'video', mid: 'v', ssrc: 88, extensions: { ...none, transportCc: 3, mid: 4 } },
    ])
  })

  it('tells where Janus is, and who it is', () => {
    const { iceParameters, iceCandidates, dtlsParameters } = serverOf(offer)
    assert.equal(iceParameters.usernameFragment, 'vX7k')
    assert.equal(iceParameters.password, '0123456789abcdefABCDEF')
    assert.deepEqual(
      iceCandidates.map(({ address, port }) => [address, port]),
      [['10.254.0.1', 40_123]],
    )
    assert.deepEqual(dtlsParameters.fingerprints, [{ algorithm: 'sha-256', value: 'AA:BB' }])
  })

  it('refuses an offer that leaves out what a connection needs', () => {
    assert.throws(() => serverOf(offer.replace(/^a=candidate.*$/m, '')), /candidate/)
  })

  it('gives away an SSRC only where something is sent', () => {
    const ours = { ufrag: 'ufrag', password: 'password', fingerprint: 'CC:DD' }
    const lines = [{ kind: 'video', mid: '0', ssrc: 99, extensions: ourExtensions } as const]
    assert.deepEqual(linesOf(sessionSdp('sendonly', ours, lines)), lines)
    assert.doesNotMatch(sessionSdp('recvonly', ours, lines), /a=ssrc/)
  })
})
