import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { describe, it } from 'node:test'
import { openPasswords } from './passwords.ts'

const cheap = { log2N: 4, r: 8, p: 1 }
const passwords = (atOnce = 2) => openPasswords({ atOnce, randomBytes, cost: cheap })

describe('passwords', () => {
  it('match their own hash alone, however their characters were typed', async () => {
    const { hash, matches } = passwords()
    const [one, two] = [await hash('pâsswörd'), await hash('pâsswörd')]
    assert.notEqual(one, two)
    assert.ok(!one.includes('pâsswörd'))
    assert.equal(await matches('pa\u0302sswo\u0308rd', one), true)
    for (const wrong of ['passwörd', '', 'pâsswörd ']) assert.equal(await matches(wrong, one), false)
    assert.equal(await matches('anything', undefined), false)
  })

  it('are checked with the parameters that their hash was made with', async () => {
    const stored = await passwords().hash('password')
    assert.match(stored, /^scrypt\$4\$8\$1\$[\w-]{22}\$[\w-]{43}$/)
    const stronger = openPasswords({ atOnce: 1, randomBytes, cost: { log2N: 5, r: 8, p: 1 } })
    assert.equal(await stronger.matches('password', stored), true)
  })

  it('of rooms, which were kept in another form once, are still known', async () => {
    const stored = 'scrypt$16384$8$1$c2FsdC1zYWx0LXNhbHQtcw$3lZ0VzIe22nMfG_doZG43Yxp2goPB9Wqds5HCe-6BFU'
    assert.equal(await passwords().matches('open sesame', stored), true)
    assert.equal(await passwords().matches('open sesam', stored), false)
  })

  it('are worked on a few at a time; some wait, and the rest are told to come later', async () => {
    const { hash } = passwords(1)
    const settled = await Promise.allSettled(Array.from({ length: 30 }, () => hash('password')))
    assert.equal(settled.filter(({ status }) => status === 'fulfilled').length, 17)
    for (const one of settled) if (one.status === 'rejected') assert.equal(one.reason.reason, 'session.tooFast')
    await hash('later')
  })

  it('take as long for a name that is not there as for one that is', async () => {
    const { hash, matches } = openPasswords({ atOnce: 1, randomBytes, cost: { log2N: 13, r: 8, p: 1 } })
    const stored = await hash('password')
    const time = async (known: string | undefined) => {
      const beginMs = performance.now()
      await matches('wrong', known)
      return performance.now() - beginMs
    }
    const times = { known: [] as number[], unknown: [] as number[] }
    for (let round = 0; round < 9; round += 1) {
      times.known.push(await time(stored))
      times.unknown.push(await time(undefined))
    }
    const least = (values: number[]) => Math.min(...values)
    const ratio = least(times.unknown) / least(times.known)
    assert.ok(ratio > 0.6 && ratio < 1.7, `unknown ÷ known: ${ratio}`)
  })
})
