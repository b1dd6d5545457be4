import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { describe, it } from 'node:test'
import { LabError } from './exit-codes.ts'
import { identify, readCredentials } from './token.ts'

const nothing = () => {
  throw new Error('no file')
}

describe('credentials', () => {
  it('are read from flags, or from the file that a flag names', () => {
    assert.deepEqual(readCredentials({}, nothing), { kind: 'guest' })
    assert.deepEqual(readCredentials({ token: 'a.b.c' }, nothing), { kind: 'token', token: 'a.b.c' })
    assert.deepEqual(readCredentials({ key: 'k=a=b' }, nothing), { kind: 'key', name: 'k', secret: 'a=b' })
    assert.deepEqual(
      readCredentials({ key: '@f' }, () => 'k=s\n'),
      { kind: 'key', name: 'k', secret: 's' },
    )
  })

  it('are refused where they make no sense', () => {
    for (const wrong of [{ key: 'k' }, { token: '@missing' }]) {
      assert.throws(() => readCredentials(wrong, nothing), LabError)
    }
  })

  it('make each client a person with a token of its own', () => {
    const credentials = { kind: 'key', name: 'k', secret: 's' } as const
    const { name, token = '' } = identify(
      credentials,
      { name: 'lab 1.2', room: 'r' },
      { nowMs: 1_000_000, lifetimeS: 60 },
    )
    const [head = '', claims = '', signature] = token.split('.')
    assert.equal(signature, createHmac('sha256', 's').update(`${head}.${claims}`).digest('base64url'))
    const read = JSON.parse(Buffer.from(claims, 'base64url').toString())
    assert.deepEqual([name, read.sub, read.iss, read.video.room], ['lab 1.2', 'lab 1.2', 'k', 'r'])
    assert.ok(read.exp >= 1_000 + 60)
  })
})
