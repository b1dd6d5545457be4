import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { hashPassword, verifyPassword } from './password.ts'

describe('password', () => {
  it('fits its own hash and no other password', async () => {
    const hash = await hashPassword('open sesame')
    assert.equal(await verifyPassword('open sesame', hash), true)
    assert.equal(await verifyPassword('open sesam', hash), false)
    assert.equal(await verifyPassword('', hash), false)
  })

  it('is hashed with a salt, so that equal ones do not look equal, and is not in its hash', async () => {
    const [one, two] = await Promise.all([hashPassword('same'), hashPassword('same')])
    assert.notEqual(one, two)
    assert.ok(!one.includes('same'))
  })

  it('is the same however its letters are composed', async () => {
    assert.equal(await verifyPassword('caf\u00e9', await hashPassword('cafe\u0301')), true)
  })

  it('fits no hash of another kind', async () => {
    for (const stored of ['', 'plain', 'bcrypt$1$2$3$4$5']) assert.equal(await verifyPassword('plain', stored), false)
  })
})
