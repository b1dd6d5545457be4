#!/usr/bin/env node
// The command line: starts and stops the process.

import { Command, InvalidArgumentError } from 'commander'
import { type AccountCommand, listAccounts, removeAccount, resetPassword, setAdmin } from './access/account-command.ts'
import { invite } from './access/invite.ts'
import { signToken } from './access/tokens.ts'
import { type Config, ConfigError, readConfig, settings } from './config/config.ts'
import { displayHost } from './config/exposure.ts'
import { type Log, openLog } from './log/log.ts'
import { openServer, readVersion, type Server } from './server.ts'

type Flags = Record<string, string | boolean | undefined>

const program = new Command('parley')
  .description('A self-hosted real-time communication server')
  .version(readVersion(), '--version', 'print the version')
  .showHelpAfterError('(--help lists what there is)')

withSettings(program.command('serve', { isDefault: true }).description('start the server')).action((flags: Flags) =>
  run(() => serve(configFrom(flags))),
)

withSettings(
  program
    .command('token')
    .description('print an access token for one person; people open http://…/r/<room>#token=<token>')
    .requiredOption('--person <id>', 'who it is for (the JWT’s sub)')
    .option('--name <name>', 'the name that others see')
    .option('--room <room>', 'the only room it is good for; without it: any')
    .option('--ttl <seconds>', 'how long it is good for', positiveInteger, 3600)
    .option('--key <name>', 'which of auth.keys signs it; needed only if there are several')
    .option('--no-publish', 'may not publish tracks')
    .option('--no-subscribe', 'may not receive tracks')
    .option('--no-chat', 'may not write')
    .option('--create', 'may found rooms')
    .option('--moderate', 'moderates where the token is good')
    .option('--admin', 'runs this server: its page is /admin'),
).action((flags: Flags) => run(() => printToken(flags)))

withSettings(
  program
    .command('invite')
    .description(
      'print a link by which somebody makes an account here, or comes into a room; the server may be running',
    )
    .option('--admin', 'the account runs this server')
    .option('--room <room>', 'into this room, without an account')
    .option('--role <role>', 'what they are in the room: owner, moderator, member or guest (default: member)')
    .option('--for <time>', 'how long it is good for, such as 12h or 7d', '7d')
    .option('--uses <n>', 'how many people may come by it (default: 1; into a room as many as like)', positiveInteger)
    .option('--url <address>', 'the address of the server as others reach it (default: where it listens)'),
).action((flags: Flags) => run(() => printInvitation(flags)))

const account = program
  .command('account')
  .description('keep the accounts of this server, which may be running')
  .showHelpAfterError('(--help lists what there is)')

withSettings(account.command('list').description('print the accounts, one in each line')).action((flags: Flags) =>
  run(async () => {
    for (const line of await listAccounts(accountCommand(flags))) process.stdout.write(`${line}\n`)
  }),
)

withSettings(
  account
    .command('reset')
    .argument('<account>', 'the name to sign in with')
    .description('give a new password, which is printed; whoever is signed in must sign in again'),
).action((name: string, flags: Flags) =>
  run(async () => {
    process.stdout.write(`${await resetPassword(accountCommand(flags), name)}\n`)
    process.stderr.write(`This is the password of ${name} now. All tokens of the account have ended.\n`)
  }),
)

withSettings(
  account
    .command('remove')
    .argument('<account>', 'the name to sign in with')
    .description('end an account; what it has written stays'),
).action((name: string, flags: Flags) =>
  run(async () => {
    await removeAccount(accountCommand(flags), name)
    process.stderr.write(`${name} is no account any more.\n`)
  }),
)

withSettings(
  account
    .command('admin')
    .argument('<account>', 'the name to sign in with')
    .description('make an account one that runs this server')
    .option('--off', 'make it an ordinary one'),
).action((name: string, flags: Flags) =>
  run(async () => {
    const admin = flags['off'] !== true
    await setAdmin(accountCommand(flags), name, admin)
    process.stderr.write(`${name} ${admin ? 'runs this server' : 'is an ordinary account'} from the next hello on.\n`)
  }),
)

await program.parseAsync()

async function serve(config: Config): Promise<void> {
  const log = openLog(config.operations.logLevel)
  if (config.auth.open) log.warn('--open: everybody who reaches this server may enter')
  // Both are bugs in this program: nothing sound can follow, so it stops and leaves the restart to whoever started it.
  process.on('uncaughtException', (error) => fatal(log, error))
  process.on('unhandledRejection', (error) => fatal(log, error))
  const server = await openServer(config, log)
  process.stderr.write(`\n  Parley is ready: ${server.url}\n\n`)
  stopOnSignal(server, log)
}

function stopOnSignal(server: Server, log: Log): void {
  let stopping = false
  const stop = (signal: NodeJS.Signals) => {
    if (stopping) {
      log.warn('second signal: stopping at once', { signal })
      process.exit(1)
    }
    stopping = true
    log.info('stopping', { signal })
    server.close().then(
      () => process.exit(0),
      (error) => fatal(log, error),
    )
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
}

function fatal(log: Log, error: unknown): void {
  log.error('the server failed', { error })
  process.exit(1)
}

async function printToken(flags: Flags): Promise<void> {
  const { auth } = configFrom(flags)
  const names = Object.keys(auth.keys)
  const name = text(flags['key']) ?? (names.length === 1 ? names[0] : undefined)
  const secret = name === undefined || !Object.hasOwn(auth.keys, name) ? undefined : auth.keys[name]
  if (name === undefined || secret === undefined) {
    throw new ConfigError(
      names.length === 0
        ? 'there is no key: set auth.keys (--auth-keys name=secret)'
        : `choose a key with --key: ${names.join(', ')}`,
    )
  }
  const displayName = text(flags['name'])
  const room = text(flags['room'])
  const request = {
    person: text(flags['person']) ?? '',
    ...(displayName === undefined ? {} : { name: displayName }),
    ...(room === undefined ? {} : { room }),
    publish: flags['publish'] !== false,
    subscribe: flags['subscribe'] !== false,
    chat: flags['chat'] !== false,
    create: flags['create'] === true,
    moderate: flags['moderate'] === true,
    admin: flags['admin'] === true,
    ttlSeconds: Number(flags['ttl']),
  }
  process.stdout.write(`${await signToken(request, { name, secret }, Date.now())}\n`)
}

function accountCommand(flags: Flags): AccountCommand {
  const config = configFrom(flags)
  return { storeUrl: config.store.url, log: commandLog(config) }
}

/** Commands say by themselves what they have done. */
function commandLog({ operations }: Config): Log {
  return openLog(operations.logLevel === 'info' ? 'warn' : operations.logLevel)
}

async function printInvitation(flags: Flags): Promise<void> {
  const config = configFrom(flags)
  const { http, store } = config
  const scheme = http.tlsCert === '' ? 'http' : 'https'
  const { link, note } = await invite({
    storeUrl: store.url,
    address: text(flags['url']) ?? `${scheme}://${displayHost(http.host)}:${http.port}`,
    admin: flags['admin'] === true,
    room: text(flags['room']),
    role: text(flags['role']),
    time: text(flags['for']) ?? '',
    uses: flags['uses'] === undefined ? undefined : Number(flags['uses']),
    log: commandLog(config),
  })
  process.stdout.write(`${link}\n`)
  process.stderr.write(`${note}\n`)
}

/** One option per setting, named by the schema. */
function withSettings(command: Command): Command {
  command.option('--config <file>', 'YAML or JSON file with settings')
  for (const { flag, description, variable, schema, default: fallback } of settings()) {
    const isSwitch = 'type' in schema && schema.type === 'boolean'
    command.option(isSwitch ? flag : `${flag} <value>`, `${description} [${variable}${shown(fallback)}]`)
  }
  return command
}

function configFrom(flags: Flags): Config {
  const file = text(flags['config'])
  const given = settings().flatMap(({ path, flag }) => {
    const value = flags[camel(flag)]
    return value === undefined ? [] : [[path, value] as const]
  })
  return readConfig({ ...(file === undefined ? {} : { file }), flags: new Map(given) })
}

/** A default that says something. */
function shown(value: unknown): string {
  return typeof value === 'number' || (typeof value === 'string' && value !== '') ? `, default ${value}` : ''
}

/** Runs a command; a failure is told in one line, with a stack only where it is a mistake of ours. */
async function run(command: () => Promise<void>): Promise<void> {
  try {
    await command()
  } catch (error) {
    process.stderr.write(`parley: ${explain(error)}\n`)
    process.exit(1)
  }
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if ('code' in error && error.code === 'EADDRINUSE' && 'port' in error) {
    return `port ${error.port} is taken by another program: stop it, or choose another with --port`
  }
  const ours = [TypeError, RangeError, ReferenceError, SyntaxError].some((kind) => error instanceof kind)
  return (ours ? error.stack : undefined) ?? error.message
}

function positiveInteger(value: string): number {
  const number = Number(value)
  if (!Number.isInteger(number) || number < 1) throw new InvalidArgumentError('a whole number above 0')
  return number
}

/** As commander names the option: `--tls-cert` → `tlsCert`. */
function camel(flag: string): string {
  return flag.slice(2).replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())
}

function text(value: string | boolean | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined
}
