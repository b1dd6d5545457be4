// The server's transport parameters as an SDP offer with one m-line: the only language that libdatachannel understands.

import type { DtlsParameters, IceCandidate, IceParameters } from 'mediasoup-client/types'

export interface ServerParameters {
  readonly iceParameters: IceParameters
  readonly iceCandidates: readonly IceCandidate[]
  readonly dtlsParameters: DtlsParameters
}

/**
 * One m-line is enough for any number of streams: libdatachannel gives every RTP and RTCP packet to its only track.
 * `active`: the server begins DTLS. It does so when it knows both our address and our fingerprint, so that neither side
 * speaks to one that cannot hear it yet; a ClientHello of ours that came too early would cost a second.
 */
export function syntheticOffer({ iceParameters, iceCandidates, dtlsParameters }: ServerParameters): string {
  const fingerprint = dtlsParameters.fingerprints.find(({ algorithm }) => algorithm === 'sha-256')
  if (!fingerprint) throw new TypeError('the server gave no SHA-256 fingerprint')
  return [
    'v=0',
    'o=- 1 1 IN IP4 127.0.0.1',
    's=-',
    't=0 0',
    ...(iceParameters.iceLite ? ['a=ice-lite'] : []),
    'a=group:BUNDLE 0',
    'm=video 7 UDP/TLS/RTP/SAVPF 96',
    'c=IN IP4 127.0.0.1',
    'a=mid:0',
    'a=sendrecv',
    'a=rtcp-mux',
    'a=rtpmap:96 VP8/90000',
    'a=setup:active',
    `a=ice-ufrag:${iceParameters.usernameFragment}`,
    `a=ice-pwd:${iceParameters.password}`,
    `a=fingerprint:sha-256 ${fingerprint.value}`,
    ...iceCandidates.filter(({ protocol }) => protocol === 'udp').map(candidateLine),
    'a=end-of-candidates',
    '',
  ].join('\r\n')
}

function candidateLine({ foundation, priority, address, port, type }: IceCandidate): string {
  return `a=candidate:${foundation} 1 udp ${priority} ${address} ${port} typ ${type}`
}
