// A self-signed certificate for DTLS, made without tools from outside: one serves all clients of a process.

import { generateKeyPairSync, randomBytes, sign, X509Certificate } from 'node:crypto'

export interface Certificate {
  readonly certificatePem: string
  readonly keyPem: string
  /** SHA-256, as `AB:CD:…`. */
  readonly fingerprint: string
}

const SEQUENCE = 0x30
const SET = 0x31
const INTEGER = 0x02
const BIT_STRING = 0x03
const UTF8_STRING = 0x0c
const UTC_TIME = 0x17
const VERSION_3 = Buffer.from('a003020102', 'hex')
const ECDSA_WITH_SHA256 = Buffer.from('06082a8648ce3d040302', 'hex')
const COMMON_NAME = Buffer.from('0603550403', 'hex')

/** ECDSA on P-256, valid around `nowMs` (since 1970): RFC 5280 §4.1 with the least that DTLS peers want to see. */
export function makeCertificate(nowMs: number): Certificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const algorithm = der(SEQUENCE, ECDSA_WITH_SHA256)
  const name = der(SEQUENCE, der(SET, der(SEQUENCE, COMMON_NAME, der(UTF8_STRING, Buffer.from('parley-lab')))))
  const dayMs = 86_400_000
  const content = der(
    SEQUENCE,
    VERSION_3,
    // The first byte says that the number is positive and not zero.
    der(INTEGER, Buffer.from([1]), randomBytes(8)),
    algorithm,
    name,
    der(SEQUENCE, utcTime(nowMs - dayMs), utcTime(nowMs + 30 * dayMs)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
  )
  const signature = der(BIT_STRING, Buffer.from([0]), sign('sha256', content, privateKey))
  const certificate = new X509Certificate(der(SEQUENCE, content, algorithm, signature))
  return {
    certificatePem: certificate.toString(),
    keyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    fingerprint: certificate.fingerprint256,
  }
}

/** One element of DER (X.690): tag, length, content. */
function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts)
  const { length } = content
  const lengthBytes = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...lengthBytes]), content])
}

function utcTime(ms: number): Buffer {
  const [date = '', time = ''] = new Date(ms).toISOString().slice(2, 19).split('T')
  return der(UTC_TIME, Buffer.from(`${date}${time}Z`.replaceAll(/[-:]/g, '')))
}
