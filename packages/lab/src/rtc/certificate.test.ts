import assert from 'node:assert/strict'
import { createPrivateKey, X509Certificate } from 'node:crypto'
import { it } from 'node:test'
import { makeCertificate } from './certificate.ts'

it('a certificate is signed by itself, valid now, and has the fingerprint that it says', () => {
  const now = Date.UTC(2031, 4, 6)
  const { certificatePem, keyPem, fingerprint } = makeCertificate(now)
  const certificate = new X509Certificate(certificatePem)
  assert.equal(certificate.verify(certificate.publicKey), true)
  assert.equal(certificate.checkPrivateKey(createPrivateKey(keyPem)), true)
  assert.equal(certificate.fingerprint256, fingerprint)
  assert.match(fingerprint, /^([0-9A-F]{2}:){31}[0-9A-F]{2}$/)
  assert.ok(Date.parse(certificate.validFrom) < now && Date.parse(certificate.validTo) > now)
})

it('each is another one', () => {
  assert.notEqual(makeCertificate(0).fingerprint, makeCertificate(0).fingerprint)
})
