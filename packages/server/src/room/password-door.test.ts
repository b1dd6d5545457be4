import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { RateByKey } from '../limits/rate-by-key.ts'
import { PasswordDoor } from './password-door.ts'

/** Passwords that are compared as they are, and how often that was. */
function setUp(atOnce = 3) {
  const compared: string[] = []
  const passwords = {
    matches: async (password: string, hash: string) => {
      compared.push(password)
      return hash === `hash of ${password}`
    },
  }
  const attempts = new RateByKey({ perMinute: 1, atOnce, clock: () => 0 })
  const door = new PasswordDoor({ passwords, attempts })
  return { compared, say: (password: string, hash = 'hash of tea') => door.fits(password, hash, '192.0.2.1') }
}

describe('the password of a room', () => {
  it('is worked out once for all who say the same, however many come at once or later', async () => {
    const { say, compared } = setUp()
    const answers = await Promise.all(Array.from({ length: 50 }, () => say('tea')))
    assert.deepEqual(new Set(answers), new Set([true]))
    assert.equal(await say('tea'), true)
    assert.deepEqual(compared, ['tea'])
  })

  it('is not right any more when it was changed', async () => {
    const { say } = setUp()
    assert.equal(await say('tea'), true)
    assert.equal(await say('tea', 'hash of milk'), false)
    assert.equal(await say('milk', 'hash of milk'), true)
  })

  it('may be guessed so often from one network; whoever knows it comes in nevertheless', async () => {
    const { say } = setUp()
    assert.equal(await say('tea'), true)
    for (const guess of ['a', 'b', 'c']) assert.equal(await say(guess), false)
    await assert.rejects(say('d'), { reason: 'session.tooFast' })
    assert.equal(await say('tea'), true)
  })

  it('is not guessed wrong where it could not be compared', async () => {
    let busy = true
    const matches = async (password: string) => {
      if (busy) throw new Error('busy')
      return password === 'tea'
    }
    const attempts = new RateByKey({ perMinute: 1, atOnce: 1, clock: () => 0 })
    const door = new PasswordDoor({ passwords: { matches }, attempts })
    for (const _ of [1, 2]) await assert.rejects(door.fits('tea', 'hash', '192.0.2.1'), { message: 'busy' })
    busy = false
    assert.equal(await door.fits('tea', 'hash', '192.0.2.1'), true)
  })
})
