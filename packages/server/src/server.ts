// Opens the rooms of the house in order, and closes them in reverse.

import { randomBytes, randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { availableParallelism, hostname, networkInterfaces, tmpdir } from 'node:os'
import { join } from 'node:path'
import { createSecureContext } from 'node:tls'
import { type Access, type AccessOptions, openAccess } from './access/access.ts'
import { openJwks } from './access/jwks.ts'
import { openPasswords } from './access/passwords.ts'
import { openFiles } from './archive/files.ts'
import { openFolder, type Storage } from './archive/storage.ts'
import { type Config, ConfigError } from './config/config.ts'
import {
  displayHost,
  guestsAllowed,
  guestsMayCreate,
  isKeyless,
  isLoopback,
  mediaAddress,
  refuseUnsafe,
} from './config/exposure.ts'
import { filesFolder } from './config/files-folder.ts'
import type { Log } from './log/log.ts'
import { openMedia } from './media/media.ts'
import { takenPort } from './media/taken-port.ts'
import { openLoopLag } from './metrics/loop-lag.ts'
import { openMetrics } from './metrics/metrics.ts'
import { hashAddress as hashWith } from './room/addresses.ts'
import { Overview } from './room/overview.ts'
import { Register } from './room/register.ts'
import { Rooms } from './room/rooms.ts'
import { Heartbeat } from './session/heartbeat.ts'
import { handlers } from './session/methods/methods.ts'
import { RoomOpenings } from './session/room-openings.ts'
import { Sessions } from './session/sessions.ts'
import { openStats } from './stats.ts'
import { openStore, type Store } from './store/store.ts'
import { ClientAddresses } from './wire/client-address.ts'
import { fileRoutes } from './wire/file-routes.ts'
import { httpHandler } from './wire/http.ts'
import { Listener } from './wire/listener-node.ts'
import { connectionsWithin, openFilesLimit } from './wire/open-files.ts'

export interface Server extends AsyncDisposable {
  readonly url: string
  readonly port: number
  /** Tells clients that the server stops, waits, and closes everything; every caller awaits the same ending. */
  close(): Promise<void>
}

const packageRoot = join(import.meta.dirname, '..')

export async function openServer(config: Config, log: Log): Promise<Server> {
  refuseUnsafe(config)
  const { http, auth, rooms: roomsConfig, session, media: mediaConfig, operations } = config
  const now = Date.now
  const clock = () => performance.now()
  const newId = () => randomBytes(9).toString('base64url')
  const version = readVersion()
  const metrics = openMetrics(version)
  await using parts = new AsyncDisposableStack()

  const tls = readTls(http)
  const workers = mediaConfig.workers === 'auto' ? availableParallelism() : mediaConfig.workers
  const address = mediaAddress(config, networkInterfaces())
  await refuseTakenPorts(config, address.listenAddress, workers)
  const store = parts.use(await openStore({ url: config.store.url, log: log.with({ part: 'store' }), now }))
  const files = parts.use(
    openFiles({
      ...config.files,
      storage: await openStorage(config, parts),
      store,
      secret: await store.secrets.get('files', () => randomBytes(32).toString('base64url')),
      log: log.with({ part: 'archive' }),
      now,
      newId,
    }),
  )
  const media = parts.use(
    await openMedia({
      workers,
      ...address,
      firstPort: mediaConfig.port,
      spreadAbove: mediaConfig.spreadAbove,
      outgoingBitrate: { initialBps: mediaConfig.initialBitrateBps, maxBps: mediaConfig.maxBitrateBps },
      log: log.with({ part: 'media' }),
      now,
      random: Math.random,
    }),
  )
  const limits = { ...roomsConfig, tracks: session.tracks }
  const addressSecret = await store.secrets.get('addresses', () => randomBytes(32).toString('base64url'))
  const hashAddress = (address: string) => hashWith(address, addressSecret)
  // Half of the cores, and never more than half of the threads that Node has for this and for files.
  const passwords = openPasswords({ atOnce: Math.min(2, Math.max(1, availableParallelism() >> 1)), randomBytes })
  const rooms = parts.adopt(
    new Rooms({
      store,
      files,
      media,
      metrics,
      log,
      limits,
      lingerMs: roomsConfig.lingerMs,
      perPerson: roomsConfig.perPerson,
      passwords,
      now,
      clock,
      newId,
      hashAddress,
    }),
    (opened) => opened.close(),
  )
  const access = await openAccessWith(auth, { store, passwords, log: log.with({ part: 'access' }), now, clock, newId })

  const sessions = parts.adopt(
    new Sessions({
      ...session,
      secret: await store.secrets.get('resume', () => randomBytes(32).toString('base64url')),
      metrics,
      log,
    }),
    (opened) => opened.close(),
  )

  const clientAddresses = new ClientAddresses(http.trustedProxies)
  const roomOpenings = new RoomOpenings({
    perPerson: roomsConfig.opensPerPerson,
    perAddress: roomsConfig.opensPerAddress,
    refused: () => metrics.quotaRefusals.inc({ quota: 'roomOpenings' }),
    clock,
  })

  let closing = false
  const notReady = async () => {
    // A store that was away is asked: it may be back although nobody has needed it since.
    if (!store.available) await store.ping().catch((error) => log.debug('the store is still away', { error }))
    return [
      ...(closing ? ['draining'] : []),
      ...(store.available ? [] : ['store']),
      ...(workers > 0 && !media.available ? ['media'] : []),
    ]
  }
  const node = `${hostname()}-${randomUUID().slice(0, 8)}`
  const loopLag = parts.use(openLoopLag(clock))
  const known = { version, node, startedAtMs: now() }
  const stats = openStats({ store, media, rooms, metrics, loopLag, ...known, now, notReady })
  const listener = parts.use(
    await Listener.open({
      ...http,
      tls,
      loopbackOnly: isKeyless(auth),
      maxMessageBytes: session.maxMessageBytes,
      admission: {
        ...http,
        connections: http.connections === 'auto' ? connectionsWithin(openFilesLimit()) : http.connections,
      },
      clientAddresses,
      heartbeat: new Heartbeat({ intervalMs: session.heartbeatMs, waitMs: session.pongMs, now: clock }),
      http: httpHandler({
        webRoot: http.webRoot || join(packageRoot, '../web/dist'),
        embedders: http.embedders,
        metricsToken: operations.metricsToken,
        loopbackOnly: isKeyless(auth),
        figuresOpen: isLoopback(http.host),
        files: fileRoutes({
          files,
          limits: config.files,
          allowedOrigins: http.allowedOrigins,
          clientAddresses,
          log,
          clock,
        }),
        metrics,
        log,
        notReady,
        stats,
      }),
      house: {
        access,
        rooms,
        register: new Register({
          store,
          rooms,
          passwords,
          hashAddress,
          capacity: limits.capacity,
          perPerson: roomsConfig.perPerson,
          metrics,
          log,
        }),
        overview: new Overview({ rooms, store }),
        stats: stats.read,
        noteAdmin: (act, facts) => {
          metrics.adminActs.inc({ act })
          log.info('administration', { act, ...facts })
        },
        files,
        sessions,
        roomOpenings,
        rtpCapabilities: media.rtpCapabilities,
        mediaWorkers: workers,
        iceServers: mediaConfig.iceServers,
        version,
        node,
        limits: session,
        now,
        clock,
      },
      handlers,
      limits: session,
      metrics,
      log,
      newId,
    }),
  )

  const opened = parts.move()
  const end = async () => {
    closing = true
    listener.announceDrain(operations.drainMs)
    if (listener.connections > 0) await new Promise((resolve) => setTimeout(resolve, operations.drainMs))
    await opened.disposeAsync()
    log.info('server stopped')
  }
  let ended: Promise<void> | undefined
  const close = () => {
    ended ??= end()
    return ended
  }
  const url = `${http.tlsCert === '' ? 'http' : 'https'}://${displayHost(http.host)}:${listener.port}`
  log.info('server listens', { url, version, store: store.kind, mediaWorkers: workers })
  return { url, port: listener.port, close, [Symbol.asyncDispose]: close }
}

async function openAccessWith(
  auth: Config['auth'],
  parts: Pick<AccessOptions, 'passwords' | 'log' | 'now' | 'clock' | 'newId'> & { readonly store: Store },
): Promise<Access> {
  const { jwks: location, issuer, audience } = auth
  const secret = (name: string) => parts.store.secrets.get(name, () => randomBytes(32).toString('base64url'))
  if (location !== '' && audience === '')
    parts.log.warn('auth.audience is not set: tokens that the issuer of auth.jwks made for others are taken too')
  return await openAccess({
    ...parts,
    keys: auth.keys,
    jwks: location === '' ? undefined : { find: await openJwks({ location, ...parts }), issuer, audience },
    guests: guestsAllowed(auth),
    guestsCreate: guestsMayCreate(auth),
    secrets: { guests: await secret('guest'), accounts: await secret('account') },
    accountTokenMs: auth.accountTokenMs,
    randomBytes,
  })
}

/** A folder that goes with the server where the database does. */
async function openStorage(config: Config, parts: AsyncDisposableStack): Promise<Storage> {
  let folder = filesFolder(config)
  if (folder === undefined) {
    const temporary = await mkdtemp(join(tmpdir(), 'parley-files-'))
    parts.defer(() => rm(temporary, { recursive: true, force: true }))
    folder = temporary
  }
  try {
    return await openFolder(folder)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new ConfigError(`the folder for files cannot be used (--files): ${reason}`, { cause })
  }
}

/** Before anything is opened: a port that is taken is better said in one line than by everything that fails on it. */
async function refuseTakenPorts({ http, media }: Config, mediaListenAddress: string, workers: number): Promise<void> {
  if (http.port !== 0 && (await takenPort(http.host, http.port, 1)) !== undefined) {
    throw new ConfigError(`port ${http.port} is taken by another program: stop it, or choose another with --port`)
  }
  if (media.port === 0) return
  if (media.port + workers > 65_536)
    throw new ConfigError(`${workers} media workers need as many ports from --media-port ${media.port} on`)
  const taken = await takenPort(mediaListenAddress, media.port, workers)
  if (taken === undefined) return
  throw new ConfigError(
    `media port ${taken} is taken by another program: stop it, or choose other ports with --media-port (0: any free ones)`,
  )
}

function readTls({ tlsCert, tlsKey }: Config['http']): { cert: string; key: string } | undefined {
  if ((tlsCert === '') !== (tlsKey === '')) throw new ConfigError('TLS needs both: --tls-cert and --tls-key')
  if (tlsCert === '') return undefined
  try {
    const pair = { cert: readFileSync(tlsCert, 'utf8'), key: readFileSync(tlsKey, 'utf8') }
    createSecureContext(pair)
    return pair
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new ConfigError(`--tls-cert ${tlsCert} and --tls-key ${tlsKey} are no certificate and its key: ${reason}`, {
      cause,
    })
  }
}

export function readVersion(): string {
  const { version } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8'))
  return String(version)
}
