import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import { exportJWK, exportSPKI, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose'
import { quiet } from '../log/log.ts'
import { openJwks } from './jwks.ts'
import { openTestAccess } from './testing/access.ts'

const limits = { freshMs: 600_000, staleMs: 3_600_000, cooldownMs: 30_000, timeoutMs: 10_000, maxBytes: 65_536 }
const issuer = 'https://issuer.example'
const audience = 'parley'
const tokenInvalid = { reason: 'session.tokenInvalid' }
const keysUnavailable = { reason: 'session.keysUnavailable' }

async function makeKey(alg: 'RS256' | 'ES256' | 'EdDSA', kid: string) {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true })
  const jwk: JWK = { ...(await exportJWK(publicKey)), alg, kid, use: 'sig' }
  const sign = (claims: JWTPayload = {}, header: Record<string, unknown> = {}) =>
    new SignJWT({ sub: 'ada', iss: issuer, aud: audience, video: { roomJoin: true }, ...claims })
      .setProtectedHeader({ alg, kid, ...header })
      .setExpirationTime('1h')
      .sign(privateKey)
  return { publicKey, jwk, sign }
}

/** An issuer on loopback that answers as the test says, and access that believes its keys. */
async function setUp(
  context: TestContext,
  answer: () => { status?: number; body: string } | undefined,
  timeoutMs = limits.timeoutMs,
) {
  let asked = 0
  const http = createServer((_, response) => {
    asked += 1
    const said = answer()
    if (said !== undefined) response.writeHead(said.status ?? 200, { location: '/elsewhere' }).end(said.body)
  })
  http.listen(0, '127.0.0.1')
  await once(http, 'listening')
  const address = http.address()
  assert.ok(typeof address === 'object' && address !== null)
  const time = { nowMs: 0 }
  const location = `http://127.0.0.1:${address.port}/jwks`
  const find = await openJwks({ location, log: quiet, clock: () => time.nowMs, limits: { ...limits, timeoutMs } })
  const { access, ...opened } = await openTestAccess({
    guests: false,
    keys: { dev: 'x'.repeat(32) },
    jwks: { find, issuer, audience },
  })
  context.after(async () => {
    await opened[Symbol.asyncDispose]()
    http.closeAllConnections()
    http.close()
  })
  return { identify: access.identify, time, asked: () => asked }
}

const set = (...keys: JWK[]) => ({ body: JSON.stringify({ keys }) })

describe('tokens of a JWKS', () => {
  it('are taken with RS256, ES256 and EdDSA, by the key that they name', async (context) => {
    const keys = await Promise.all((['RS256', 'ES256', 'EdDSA'] as const).map((alg) => makeKey(alg, `key ${alg}`)))
    const { identify, asked } = await setUp(context, () => set(...keys.map(({ jwk }) => jwk)))
    for (const { sign } of keys) {
      const { person, grants } = await identify({ token: await sign({ name: 'Ada' }) })
      assert.deepEqual([person, grants.join], [{ id: 'ada', name: 'Ada', guest: false }, true])
    }
    assert.equal(asked(), 1)
  })

  it('are refused when issuer, audience, time, person or signature are wrong', async (context) => {
    const [key, other] = [await makeKey('ES256', 'one'), await makeKey('ES256', 'one')]
    const { identify } = await setUp(context, () => set(key.jwk))
    const wrong = [
      await key.sign({ iss: 'https://other.example' }),
      await key.sign({ iss: 'dev' }),
      await key.sign({ iss: 'parley' }),
      await key.sign({ aud: 'another' }),
      await key.sign({ aud: ['a', 'b'] }),
      await key.sign({ nbf: Math.floor(Date.now() / 1000) + 600 }),
      await key.sign({ sub: 'account:ada' }),
      await key.sign({ sub: '' }),
      await other.sign(),
      `${(await key.sign()).slice(0, -4)}AAAA`,
    ]
    for (const token of wrong) await assert.rejects(identify({ token }), tokenInvalid, token)
    assert.equal((await identify({ token: await key.sign({ aud: ['a', audience] }) })).person.id, 'ada')
  })

  it('are refused with an algorithm that does not belong to the key', async (context) => {
    const key = await makeKey('RS256', 'one')
    const secretKey: JWK = { kty: 'oct', k: Buffer.from('x'.repeat(32)).toString('base64url'), kid: 'two' }
    const { identify } = await setUp(context, () => set(key.jwk, secretKey))
    const pem = await exportSPKI(key.publicKey)
    const modulus = Buffer.from(key.jwk.n ?? '', 'base64url')
    const claims = { sub: 'eve', iss: issuer, aud: audience, video: { roomJoin: true } }
    for (const alg of ['none', 'HS256', 'HS384', 'RS256', 'PS256', 'RS512', 'rs256', '']) {
      for (const kid of ['one', 'two', undefined]) {
        for (const iss of [issuer, 'dev', 'parley']) {
          for (const secret of [pem, modulus, 'x'.repeat(31), '']) {
            const token = forge({ alg, kid }, { ...claims, iss }, secret)
            await assert.rejects(identify({ token }), tokenInvalid, JSON.stringify({ alg, kid, iss }))
          }
        }
      }
    }
    // The secret of an API key is good for that key alone, not under the issuer of the JWKS.
    await assert.rejects(identify({ token: forge({ alg: 'HS256' }, claims, 'x'.repeat(32)) }), tokenInvalid)
    assert.equal(
      (await identify({ token: forge({ alg: 'HS256' }, { ...claims, iss: 'dev' }, 'x'.repeat(32)) })).person.id,
      'eve',
    )
  })

  it('name their key by an id that is only compared, never read from anywhere', async (context) => {
    const key = await makeKey('ES256', 'one')
    const { identify } = await setUp(context, () => set(key.jwk))
    for (const kid of [
      '../../etc/passwd',
      '/dev/null',
      "' or 1=1 --",
      '__proto__',
      'constructor',
      'http://127.0.0.1:1/',
    ])
      await assert.rejects(identify({ token: await key.sign({}, { kid }) }), tokenInvalid)
    const elsewhere = { jku: 'http://127.0.0.1:1/', x5u: 'http://127.0.0.1:1/', jwk: (await makeKey('ES256', 'x')).jwk }
    assert.equal((await identify({ token: await key.sign({}, elsewhere) })).person.id, 'ada')
  })

  it('make the keys be read again when they name a new one, but not again and again', async (context) => {
    const [first, second, stranger] = await Promise.all(['1', '2', '3'].map((kid) => makeKey('ES256', kid)))
    assert.ok(first !== undefined && second !== undefined && stranger !== undefined)
    let keys = [first.jwk]
    const { identify, time, asked } = await setUp(context, () => set(...keys))
    await identify({ token: await first.sign() })
    keys = [first.jwk, second.jwk]
    await assert.rejects(identify({ token: await second.sign() }), tokenInvalid)
    assert.equal(asked(), 1)
    time.nowMs += limits.cooldownMs
    await identify({ token: await second.sign() })
    assert.equal(asked(), 2)
    await Promise.all(
      Array.from({ length: 20 }, async () => assert.rejects(identify({ token: await stranger.sign() }), tokenInvalid)),
    )
    assert.equal(asked(), 2)
  })

  it('of a key that was taken away are refused once the keys have been read again', async (context) => {
    const [first, second] = [await makeKey('ES256', '1'), await makeKey('ES256', '2')]
    let keys = [first.jwk]
    const { identify, time, asked } = await setUp(context, () => set(...keys))
    await identify({ token: await first.sign() })
    keys = [second.jwk]
    time.nowMs += limits.freshMs + 1
    await identify({ token: await first.sign() }) // good still: nobody waits for the newer keys
    while (asked() < 2) await new Promise((resolve) => setTimeout(resolve, 5))
    for (let tries = 0; tries < 1000; tries += 1) {
      const taken = await identify({ token: await first.sign() }).then(
        () => true,
        () => false,
      )
      if (!taken) return
    }
    assert.fail('the old key is still good')
  })

  it('are good for an hour while the issuer is away, and refused with a reason to come back after that', async (context) => {
    const key = await makeKey('ES256', 'one')
    let answer: { status?: number; body: string } | undefined = set(key.jwk)
    const { identify, time } = await setUp(context, () => answer)
    await identify({ token: await key.sign() })
    answer = { status: 500, body: '' }
    time.nowMs += limits.staleMs - 1
    await identify({ token: await key.sign() })
    time.nowMs += limits.cooldownMs + 1
    await assert.rejects(identify({ token: await key.sign() }), keysUnavailable)
    answer = set(key.jwk)
    time.nowMs += limits.cooldownMs
    await identify({ token: await key.sign() })
  })

  it('are refused while the issuer is silent, breaks off, is too large, redirects or talks nonsense', async (context) => {
    const key = await makeKey('ES256', 'one')
    const answers = [
      undefined,
      { status: 302, body: '' },
      { status: 404, body: '{"keys": []}' },
      { body: 'x'.repeat(limits.maxBytes + 1) },
      { body: '{"keys": 7}' },
      { body: '[]' },
      { body: 'null' },
      { body: '<html>' },
    ]
    for (const answer of answers) {
      const { identify } = await setUp(context, () => answer, answer === undefined ? 200 : limits.timeoutMs)
      const beganMs = performance.now()
      await assert.rejects(identify({ token: await key.sign() }), keysUnavailable, JSON.stringify(answer)?.slice(0, 40))
      assert.ok(performance.now() - beganMs < 5_000)
    }
  })

  it('may be signed with keys in a file, which is read again too; one that holds none makes opening fail', async (context) => {
    const folder = await mkdtemp(join(tmpdir(), 'parley-jwks-'))
    context.after(() => rm(folder, { recursive: true }))
    const [first, second] = [await makeKey('ES256', '1'), await makeKey('EdDSA', '2')]
    const location = join(folder, 'keys.json')
    const open = () => openJwks({ location, log: quiet, clock: () => time.nowMs, limits })
    const time = { nowMs: 0 }
    await assert.rejects(open(), /auth\.jwks: the keys in .*keys\.json cannot be read/)
    await writeFile(location, '{}')
    await assert.rejects(open(), /it is no JSON Web Key Set/)
    await writeFile(location, set(first.jwk).body)
    await using opened = await openTestAccess({ jwks: { find: await open(), issuer: '', audience: '' } })
    const { identify } = opened.access
    await identify({ token: await first.sign() })
    await writeFile(location, set(second.jwk).body)
    time.nowMs += limits.cooldownMs
    await identify({ token: await second.sign() })
    await assert.rejects(identify({ token: await first.sign() }), tokenInvalid)
  })

  it('takes no address with a password in it, and does not repeat it', async () => {
    const opening = openJwks({ location: 'https://ada:secret@issuer.example/jwks', log: quiet, clock: () => 0, limits })
    await assert.rejects(opening, (error) => error instanceof Error && !error.message.includes('secret'))
  })
})

/** A JWT by hand, for what no honest library would make. */
function forge(header: object, body: object, secret: string | Buffer): string {
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url')
  const signed = `${encode(header)}.${encode({ ...body, exp: Math.floor(Date.now() / 1000) + 600 })}`
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`
}
