// RTP parameters between our shapes and mediasoup's, and which of them are fit to be given to a worker.

import type { RtpParameters, SctpStreamParameters, Transport } from '@parley/protocol'
import { getSupportedRtpCapabilities, type types } from 'mediasoup'

type Kind = 'audio' | 'video'
type Plain = string | number

const scalabilityMode = /^[LS][1-3]T[1-3](h|_KEY|_KEY_SHIFT)?$/

/**
 * Why these parameters cannot be forwarded, where mediasoup would not notice, or only in the worker, where a surprise
 * costs all its rooms. Undefined: no objection.
 */
export function objectionTo(kind: Kind, { codecs, encodings = [] }: RtpParameters): string | undefined {
  if (!codecs.every(({ mimeType }) => mimeType.toLowerCase().startsWith(`${kind}/`))) return `a codec is not ${kind}`
  if (!encodings.every((encoding) => scalabilityMode.test(encoding.scalabilityMode ?? 'L1T1'))) {
    return 'a scalability mode has more than three layers of a kind, or is none of W3C webrtc-svc'
  }
  if (kind === 'audio' && encodings.length > 1) return 'audio has one encoding'
  if (encodings.length > 3) return 'there are more than three encodings'
  const ssrcs = encodings.flatMap(({ ssrc, rtx }) => [ssrc, rtx?.ssrc]).filter((ssrc) => ssrc !== undefined)
  if (new Set(ssrcs).size !== ssrcs.length) return 'an SSRC is used twice'
  const rids = encodings.map(({ rid }) => rid).filter((rid) => rid !== undefined)
  if (new Set(rids).size !== rids.length) return 'a RID is used twice'
  return undefined
}

/** For mediasoup. Extensions that it does not know are left out, and so is what only concerns the sender's encoder. */
export function forwardableParameters(parameters: RtpParameters): types.RtpParameters {
  const { codecs, headerExtensions = [], encodings = [], rtcp, ...names } = parameters
  return {
    ...names,
    codecs,
    headerExtensions: headerExtensions.flatMap(({ uri, ...extension }) =>
      isExtensionUri(uri) ? [{ ...extension, uri }] : [],
    ),
    encodings: encodings.map(({ ssrc, rid, rtx, dtx, scalabilityMode }) => ({
      ...(ssrc === undefined ? {} : { ssrc }),
      ...(rid === undefined ? {} : { rid }),
      ...(rtx === undefined ? {} : { rtx }),
      ...(dtx === undefined ? {} : { dtx }),
      ...(scalabilityMode === undefined ? {} : { scalabilityMode }),
    })),
    ...(rtcp?.cname === undefined ? {} : { rtcp: { cname: rtcp.cname } }),
  }
}

/** What a receiver is told, without the fields that mediasoup sets to undefined. */
export function describeParameters(parameters: types.RtpParameters): RtpParameters {
  const { mid, msid, codecs, headerExtensions = [], encodings = [], rtcp = {} } = parameters
  return {
    ...(mid === undefined ? {} : { mid }),
    ...(msid === undefined ? {} : { msid }),
    codecs: codecs.map(({ mimeType, payloadType, clockRate, channels, parameters, rtcpFeedback = [] }) => ({
      mimeType,
      payloadType,
      clockRate,
      ...(channels === undefined ? {} : { channels }),
      parameters: plainParameters(parameters),
      rtcpFeedback,
    })),
    headerExtensions: headerExtensions.map(({ uri, id }) => ({ uri, id })),
    encodings: encodings.map(({ ssrc, rtx, dtx, scalabilityMode }) => ({
      ...(ssrc === undefined ? {} : { ssrc }),
      ...(rtx === undefined ? {} : { rtx }),
      ...(dtx === undefined ? {} : { dtx }),
      ...(scalabilityMode === undefined ? {} : { scalabilityMode }),
    })),
    rtcp,
  }
}

/** What a client is told of a transport. One fingerprint is enough: RFC 8122 obliges all to know SHA-256. */
export function describeTransport(transport: types.WebRtcTransport): Transport {
  const { id, iceParameters, iceCandidates, dtlsParameters, sctpParameters } = transport
  return {
    id,
    iceParameters,
    iceCandidates: iceCandidates.map(({ tcpType, ...candidate }) => ({
      ...candidate,
      ...(tcpType === undefined ? {} : { tcpType }),
    })),
    dtlsParameters: {
      role: dtlsParameters.role ?? 'auto',
      fingerprints: dtlsParameters.fingerprints.filter(({ algorithm }) => algorithm === 'sha-256'),
    },
    ...(sctpParameters === undefined ? {} : { sctpParameters: describeSctp(sctpParameters) }),
  }
}

function describeSctp({
  port,
  OS,
  MIS,
  maxMessageSize,
}: types.SctpParameters): NonNullable<Transport['sctpParameters']> {
  return { port, OS, MIS, maxMessageSize }
}

/** What a client is told of a stream that it receives. */
export function describeStream(stream: types.SctpStreamParameters | undefined): SctpStreamParameters {
  const { streamId = 0, ordered, maxPacketLifeTime, maxRetransmits } = stream ?? {}
  return {
    streamId,
    ...(ordered === undefined ? {} : { ordered }),
    ...(maxPacketLifeTime === undefined ? {} : { maxPacketLifeTime }),
    ...(maxRetransmits === undefined ? {} : { maxRetransmits }),
  }
}

const extensionUris: ReadonlySet<string> = new Set(
  (getSupportedRtpCapabilities().headerExtensions ?? []).map(({ uri }) => uri),
)

export function isExtensionUri(uri: string): uri is types.RtpHeaderExtensionUri {
  return extensionUris.has(uri)
}

/** Codec parameters as the wire carries them; mediasoup's type allows anything, its values are these. */
export function plainParameters(parameters: Readonly<Record<string, unknown>> = {}): Record<string, Plain> {
  return Object.fromEntries(Object.entries(parameters).filter((entry): entry is [string, Plain] => isPlain(entry[1])))
}

function isPlain(value: unknown): value is Plain {
  return typeof value === 'string' || typeof value === 'number'
}
