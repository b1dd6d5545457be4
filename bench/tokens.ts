// What it costs to find out who somebody is: tokens verified beside jose alone, and hello on a socket. `npm run bench:tokens`

import { generateKeyPairSync } from 'node:crypto'
import { createRequire } from 'node:module'
import type * as Jose from 'jose'
import type { Access } from '../packages/server/src/access/access.ts'
import { openTestAccess } from '../packages/server/src/access/testing/access.ts'
import { signToken } from '../packages/server/src/access/tokens.ts'
import { WireClient } from '../tests/wire-client.ts'
import { endWhenAsked } from './ending.ts'
import { openRealServer } from './peers/servers.ts'
import { comparison, figure, loadNow, quantile, type Result, readFlags, report, say } from './results.ts'

// The server's own jose: this folder has no packages of its own.
const jose: typeof Jose = createRequire(new URL('../packages/server/package.json', import.meta.url))('jose')

const goals = { perSecond: 10_000, helloMs: 50 }
const key = { name: 'bench', secret: 'a secret of more than thirty-two characters' }
/** Different people, as at a server: nothing can be known from the last time. */
const people = 500
const slice = 2_000

const flags = readFlags(process.argv.slice(2))
endWhenAsked()
const [rounds, hellos] = flags.quick ? [5, 200] : [25, 1000]

await report([...(await verifications()), ...(await greetings())], flags)

interface Contender {
  readonly name: string
  readonly tokens: readonly string[]
  readonly verify: (token: string) => Promise<unknown>
}

async function verifications(): Promise<Result[]> {
  const publicKeys = { RS256: await makeKeys('RS256'), ES256: await makeKeys('ES256'), EdDSA: await makeKeys('EdDSA') }
  const jwks = jose.createLocalJWKSet({ keys: Object.values(publicKeys).map(({ jwk }) => jwk) })
  await using opened = await openTestAccess({
    guests: false,
    keys: { [key.name]: key.secret },
    jwks: { find: jwks, issuer: '', audience: '' },
  })
  const { access } = opened
  const identify = (token: string) => access.identify({ token })
  const secret = new TextEncoder().encode(key.secret)
  const apiTokens = await many((n) => signToken({ person: `p${n}`, room: 'hall', ttlSeconds: 3600 }, key, Date.now()))
  const contenders: Contender[] = [
    { name: 'HS256', tokens: apiTokens, verify: identify },
    {
      name: 'jose HS256',
      tokens: apiTokens,
      verify: (token) => jose.jwtVerify(token, secret, { algorithms: ['HS256'] }),
    },
    { name: 'account', tokens: await accountTokens(access), verify: identify },
  ]
  for (const [alg, { privateKey, publicKey }] of Object.entries(publicKeys)) {
    const tokens = await many((n) =>
      new jose.SignJWT({ video: { roomJoin: true, room: 'hall' } })
        .setProtectedHeader({ alg, kid: alg })
        .setSubject(`p${n}`)
        .setExpirationTime('1h')
        .sign(privateKey),
    )
    contenders.push({ name: alg, tokens, verify: identify })
    contenders.push({
      name: `jose ${alg}`,
      tokens,
      verify: (token) => jose.jwtVerify(token, publicKey, { algorithms: [alg] }),
    })
  }
  return judge(await race(contenders))
}

/** In turns, once forwards and once backwards; the first rounds pay for compiling and are not counted. */
async function race(contenders: readonly Contender[]): Promise<Map<string, number[]>> {
  const micros = new Map(contenders.map(({ name }) => [name, [] as number[]]))
  for (let round = -2; round < rounds; round++) {
    for (const contender of round % 2 === 0 ? contenders : contenders.toReversed()) {
      const took = await cpuMicrosEach(contender)
      if (round >= 0) micros.get(contender.name)?.push(took)
    }
    if (round >= 0 && (round + 1) % 5 === 0)
      say(`tokens ${round + 1}/${rounds}: HS256 ${micros.get('HS256')?.at(-1)?.toFixed(1)} µs | ${loadNow()}`)
  }
  return micros
}

/** CPU time of all threads: what WebCrypto does in others counts too. */
async function cpuMicrosEach({ tokens, verify }: Contender): Promise<number> {
  const before = process.cpuUsage()
  for (let n = 0; n < slice; n++) await verify(tokens[n % tokens.length] ?? '')
  const { user, system } = process.cpuUsage(before)
  return (user + system) / slice
}

function judge(micros: ReadonlyMap<string, number[]>): Result[] {
  const of = (name: string) => micros.get(name) ?? []
  const perSecond = (name: string) => of(name).map((each) => 1e6 / each)
  const atLeast = { goal: goals.perSecond, atLeast: true }
  const against = (alg: string, ours = alg) =>
    comparison(`tokens.cpu.${ours}`, of(ours), 'µs', { name: 'jose alone', values: of(`jose ${alg}`) })
  return [
    figure('tokens.perSecond.HS256', perSecond('HS256'), 'per core and second', atLeast),
    figure('tokens.perSecond.account', perSecond('account'), 'per core and second'),
    against('HS256'),
    ...['RS256', 'ES256', 'EdDSA'].map((alg) => against(alg)),
  ]
}

/** Until hello with a token is answered, each on a socket of its own that has just been opened. */
async function greetings(): Promise<Result[]> {
  await using server = await openRealServer({ 'auth.keys': `${key.name}=${key.secret}`, 'media.workers': 0 })
  const tokens = await many((n) => signToken({ person: `p${n}`, ttlSeconds: 3600 }, key, Date.now()))
  const times = { hello: [] as number[], socket: [] as number[] }
  for (let n = -20; n < hellos; n++) {
    const began = performance.now()
    await using client = await WireClient.open(server.url)
    const opened = performance.now()
    await client.hello({ token: tokens[Math.abs(n) % people] ?? '' })
    const answered = performance.now()
    if (n < 0) continue
    times.hello.push(answered - opened)
    times.socket.push(answered - began)
  }
  const result = (name: string, values: number[], share: number, goal?: number): Result => ({
    ...figure(name, [quantile(values, share)], 'ms', goal === undefined ? {} : { goal }),
    runs: values.length,
  })
  return [
    result('tokens.hello.p50', times.hello, 0.5),
    result('tokens.hello.p99', times.hello, 0.99, goals.helloMs),
    result('tokens.connect.p99', times.socket, 0.99, goals.helloMs),
  ]
}

function many(make: (n: number) => Promise<string>): Promise<string[]> {
  return Promise.all(Array.from({ length: people }, (_, n) => make(n)))
}

async function accountTokens({ accounts, invitations }: Access): Promise<string[]> {
  const { secret } = await invitations.make({ role: 'member', by: 'bench' })
  const tokens: string[] = []
  for (let n = 0; n < people; n++) {
    const made = await accounts.create({ invitation: secret, account: `person${n}`, password: 'correct horse' })
    tokens.push(made.token)
  }
  return tokens
}

async function makeKeys(alg: 'RS256' | 'ES256' | 'EdDSA') {
  const pair = {
    RS256: () => generateKeyPairSync('rsa', { modulusLength: 2048 }),
    ES256: () => generateKeyPairSync('ec', { namedCurve: 'P-256' }),
    EdDSA: () => generateKeyPairSync('ed25519'),
  }[alg]()
  const jwk = { ...(await jose.exportJWK(pair.publicKey)), kid: alg, alg }
  // As jose keeps it after its first use, so that the peer does not import its key each time either.
  return { jwk, privateKey: pair.privateKey, publicKey: await jose.importJWK(jwk, alg) }
}
