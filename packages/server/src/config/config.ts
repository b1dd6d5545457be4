// Settings from defaults, file, environment and command line, in rising order of say; the only reader of the environment.

import { existsSync, readFileSync } from 'node:fs'
import { isIP, isIPv4 } from 'node:net'
import { resolve } from 'node:path'
import type { TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import { Clone, Default } from 'typebox/value'
import { parse } from 'yaml'
import { type Config, ConfigSchema, type Setting, settings } from './schema.ts'

export type { Config } from './schema.ts'
export { settings } from './schema.ts'

/** A setting that cannot be used; the message says which one, where it came from, and what would do. */
export class ConfigError extends Error {
  override name = 'ConfigError'
}

export interface ConfigSources {
  /** A YAML or JSON file. */
  readonly file?: string
  readonly environment?: Readonly<Record<string, string | undefined>>
  /** Values of flags by the setting's path. */
  readonly flags?: ReadonlyMap<string, string | boolean>
}

const validator = Compile(ConfigSchema)

export function readConfig({ file, environment = process.env, flags = new Map() }: ConfigSources): Config {
  const tree = file === undefined ? {} : readFile(file)
  const known = settings()
  refuseUnknown(tree, known, file ?? '')
  refuseUnknownVariables(environment, known)
  for (const setting of known) {
    const given = flags.get(setting.path)
    const variable =
      environment[setting.variable] ?? (setting.path === 'store.url' ? environment['DATABASE_URL'] : undefined)
    if (given !== undefined) place(tree, setting, fromText(setting, given, setting.flag))
    else if (variable !== undefined) place(tree, setting, fromText(setting, variable, setting.variable))
  }
  const config: unknown = Default(ConfigSchema, withSections(tree))
  if (validator.Check(config)) return checked(config)
  const [problem] = validator.Errors(config)
  const path = problem?.instancePath.slice(1).replaceAll('/', '.') ?? ''
  throw new ConfigError(`${path || 'the configuration'} ${problem?.message ?? 'is not valid'}${allowed(known, path)}`)
}

/** What the schema cannot say. */
function checked(config: Config): Config {
  const stray = config.http.trustedProxies.find((proxy) => !isSubnet(proxy))
  if (stray !== undefined)
    throw new ConfigError(`http.trustedProxies: ${stray} is no address and no subnet such as 10.0.0.0/8`)
  checkAuth(config.auth)
  const bare = config.media.iceServers.find(
    ({ urls, credential }) => credential === undefined && urls.some((url) => /^turns?:/.test(url)),
  )
  if (bare === undefined) return config
  throw new ConfigError(
    `media.iceServers: ${bare.urls[0]} is a TURN server, which needs username and credential (in a --config file)`,
  )
}

function checkAuth({ keys, jwks, issuer, audience }: Config['auth']): void {
  if (Object.hasOwn(keys, 'parley'))
    throw new ConfigError('auth.keys: no key may be called parley: that is the issuer of this server’s own tokens')
  if (jwks === '' && (issuer !== '' || audience !== ''))
    throw new ConfigError(
      'auth.issuer and auth.audience are of tokens that a key of auth.jwks has signed; set that too',
    )
  const { protocol, hostname } = URL.parse(jwks) ?? { protocol: '', hostname: '' }
  if (protocol === 'http:' && !/^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname))
    throw new ConfigError(`auth.jwks: keys are fetched over https only, not from ${jwks}`)
}

function isSubnet(text: string): boolean {
  const [address = '', prefix, ...more] = text.split('/')
  if (isIP(address) === 0 || more.length > 0) return false
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (isIPv4(address) ? 32 : 128))
}

type Tree = Record<string, unknown>

function readFile(file: string): Tree {
  if (!existsSync(file)) throw new ConfigError(`there is no configuration file ${resolve(file)}`)
  try {
    const tree: unknown = parse(readFileSync(file, 'utf8')) ?? {}
    if (isTree(tree)) return Clone(tree)
  } catch (cause) {
    throw new ConfigError(`${file} is neither YAML nor JSON`, { cause })
  }
  throw new ConfigError(`${file} must hold a mapping of sections`)
}

function refuseUnknown(tree: Tree, known: readonly Setting[], file: string): void {
  for (const [section, values] of Object.entries(tree)) {
    if (!known.some(({ path }) => path.startsWith(`${section}.`)))
      throw new ConfigError(`${file}: there is no section ${section}`)
    if (!isTree(values)) throw new ConfigError(`${file}: ${section} must be a mapping`)
    for (const name of Object.keys(values)) {
      if (!known.some(({ path }) => path === `${section}.${name}`))
        throw new ConfigError(`${file}: there is no setting ${section}.${name}`)
    }
  }
}

/** What Kubernetes sets for a service named `parley`: `PARLEY_SERVICE_HOST`, `PARLEY_PORT_8080_TCP` … */
const serviceVariable = /^PARLEY_(SERVICE_|PORT$|PORT_\d)/

/** A misspelt variable would otherwise be a setting that silently does nothing. */
function refuseUnknownVariables(
  environment: Readonly<Record<string, string | undefined>>,
  known: readonly Setting[],
): void {
  const stray = Object.keys(environment).find(
    (name) =>
      name.startsWith('PARLEY_') &&
      !serviceVariable.test(name) &&
      !name.startsWith('PARLEY_TEST_') &&
      !known.some(({ variable }) => variable === name),
  )
  if (stray !== undefined) throw new ConfigError(`there is no setting for the environment variable ${stray}`)
}

function place(tree: Tree, { path }: Setting, value: unknown): void {
  const [section = '', name = ''] = path.split('.')
  const values = tree[section]
  if (isTree(values)) values[name] = value
  else tree[section] = { [name]: value }
}

/** Text from a flag or a variable in the type that its setting wants; lists are separated by commas. */
function fromText({ default: fallback, path }: Setting, text: string | boolean, source: string): unknown {
  if (typeof text === 'boolean') return text
  if (path === 'media.iceServers') return text === '' ? [] : text.split(',').map((url) => ({ urls: [url.trim()] }))
  if (path === 'auth.keys') return Object.fromEntries(text.split(',').map((pair) => keyPair(pair, source)))
  if (Array.isArray(fallback)) return text === '' ? [] : text.split(',').map((item) => item.trim())
  if (typeof fallback === 'boolean' || fallback === 'auto')
    if (text === 'true' || text === 'false') return text === 'true'
  if (typeof fallback !== 'string' || fallback === 'auto') return /^-?\d+$/.test(text) ? Number(text) : text
  return text
}

function keyPair(pair: string, source: string): [string, string] {
  const at = pair.indexOf('=')
  if (at < 1) throw new ConfigError(`${source} wants name=secret`)
  return [pair.slice(0, at).trim(), pair.slice(at + 1).trim()]
}

function withSections(tree: Tree): Tree {
  return { ...Object.fromEntries(Object.keys(ConfigSchema.properties).map((section) => [section, {}])), ...tree }
}

function allowed(known: readonly Setting[], path: string): string {
  const setting = known.find((candidate) => candidate.path === path)
  if (setting === undefined) return ''
  const choices = literals(setting.schema)
  const oneOf = choices.length === 0 ? '' : `; one of ${choices.join(', ')}`
  return ` (${setting.flag}, ${setting.variable}): ${setting.description}${oneOf}`
}

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The values of a setting that can only be some. */
function literals(schema: TSchema): unknown[] {
  if (!('anyOf' in schema) || !Array.isArray(schema.anyOf)) return []
  return schema.anyOf.flatMap((choice: object) => ('const' in choice ? [choice.const] : []))
}
