import assert from 'node:assert/strict'
import { it } from 'node:test'
import { signResumeToken, verifyResumeToken } from './resume-token.ts'

it('a resume token names the session that it was made for, by whoever has the secret', () => {
  const token = signResumeToken('session.1', 'secret')
  assert.equal(verifyResumeToken(token, 'secret'), 'session.1')
  assert.equal(verifyResumeToken(token, 'other'), undefined)
  for (const forged of ['', '.', 'x', token.slice(1), token.slice(0, -1), `${token}A`, token.replace('1', '2')])
    assert.equal(verifyResumeToken(forged, 'secret'), undefined, forged)
})
