// Every setting, declared once: from here come defaults, validation, flags, environment variables and docs/configuration.md.

import { type Static, type TSchema, Type } from 'typebox'

const port = { minimum: 0, maximum: 65_535 }
const duration = { minimum: 1 }

/** `flag` renames the command-line option, which otherwise is the path in kebab case (`--media-workers`). */
export const ConfigSchema = Type.Object({
  http: section('Where the server listens', {
    host: Type.String({
      default: '127.0.0.1',
      flag: 'host',
      description: 'Address to listen on. Anything but loopback needs `auth.keys`, `auth.jwks`, no guests, or `--open`',
    }),
    port: Type.Integer({
      ...port,
      default: 8080,
      flag: 'port',
      description: 'One port for WebSocket, web app and operations',
    }),
    tlsCert: Type.String({
      default: '',
      flag: 'tls-cert',
      description: 'PEM file with the certificate chain; with `tlsKey` the server speaks HTTPS',
    }),
    tlsKey: Type.String({ default: '', flag: 'tls-key', description: 'PEM file with the private key' }),
    allowedOrigins: Type.Array(Type.String(), {
      default: [],
      description:
        'Further origins whose pages may connect, such as `https://www.example.org`; the server’s own always may',
    }),
    embedders: Type.Array(Type.String({ pattern: '^(\\*|https?://(\\*\\.)?[\\w.\\-]+(:\\d+)?)$' }), {
      default: [],
      description:
        'Origins whose pages may show the web app in a frame, such as `https://www.example.org` or `https://*.example.org`; `*`: all; the server’s own always may',
    }),
    trustedProxies: Type.Array(Type.String(), {
      default: [],
      description:
        'Addresses and subnets (`127.0.0.1`, `10.0.0.0/8`) of proxies whose `X-Forwarded-For` says where clients come from',
    }),
    headersMs: Type.Integer({ ...duration, default: 10_000, description: 'Time to send the headers of a request in' }),
    connections: Type.Union([Type.Literal('auto'), Type.Integer({ minimum: 1 })], {
      default: 'auto',
      description:
        'Connections at once; an eighth of them is kept from WebSockets. `auto`: what the limit of open files allows, less a reserve',
    }),
    connectionsPerAddress: Type.Integer({
      minimum: 1,
      default: 256,
      description:
        'Connections without a WebSocket that one address may hold: pages, files, handshakes. Trusted proxies are exempt. An IPv6 /64 is one address',
    }),
    socketsPerAddress: Type.Integer({
      minimum: 1,
      default: 1_000,
      description: 'WebSockets that one address may hold; an IPv6 /64 is one address',
    }),
    socketsPerSecond: Type.Integer({
      minimum: 1,
      default: 1_000,
      description: 'New WebSockets per second, and at once; more are told to come back (503)',
    }),
    webRoot: Type.String({
      default: '',
      description: 'Folder with another build of the web app to serve instead of the own one',
    }),
  }),
  auth: section('Who may come in', {
    keys: Type.Record(Type.String(), Type.String({ minLength: 32 }), {
      default: {},
      description: 'API keys and their secrets (≥ 32 characters), as `name=secret`; they sign access tokens',
    }),
    guests: Type.Union([Type.Literal('auto'), Type.Boolean()], {
      default: 'auto',
      description: 'Whether people without a token may enter; `auto`: only while there is neither key nor `jwks`',
    }),
    guestsCreate: Type.Boolean({
      default: false,
      description: 'Whether guests may found rooms too; without a key, and with `open`, they always may',
    }),
    jwks: Type.String({
      default: '',
      description:
        'File or https URL of a JSON Web Key Set: tokens signed with its keys (RS256, ES256, EdDSA) are taken too',
    }),
    issuer: Type.String({ default: '', description: 'What `iss` must be in tokens that a key of `jwks` has signed' }),
    audience: Type.String({
      default: '',
      description: 'What `aud` must name in tokens that a key of `jwks` has signed',
    }),
    accountTokenMs: Type.Integer({
      // Clients are warned 30 s before the end, and need a while to renew.
      minimum: 32_000,
      maximum: 31_536_000_000,
      default: 43_200_000,
      description:
        'How long somebody with an account stays signed in who does not come back; clients renew by themselves',
    }),
    open: Type.Boolean({
      default: false,
      flag: 'open',
      description: 'Let everybody in although there is no key and the server listens beyond loopback',
    }),
  }),
  rooms: section('Rooms', {
    capacity: Type.Integer({ minimum: 1, default: 200, description: 'Participants that one room holds' }),
    lingerMs: Type.Integer({ minimum: 0, default: 30_000, description: 'How long an empty room stays open' }),
    opensPerPerson: Type.Integer({
      minimum: 1,
      default: 60,
      description: 'Rooms that one person may open or create per minute, and at once',
    }),
    opensPerAddress: Type.Integer({
      minimum: 1,
      default: 600,
      description: 'Rooms that all people at one address may open or create per minute, and at once',
    }),
    perPerson: Type.Integer({
      minimum: 1,
      default: 1_000,
      description: 'Rooms that one person may have founded and not deleted; whoever runs the server is not bound',
    }),
    historyOnJoin: Type.Integer({
      minimum: 0,
      maximum: 200,
      default: 50,
      description: 'Chat messages in the answer to `room.join`',
    }),
    loudestAbove: Type.Integer({
      minimum: 0,
      default: 16,
      description: 'Audio tracks in a room up to which all are heard; of more, only the loudest are',
    }),
    loudest: Type.Integer({
      minimum: 1,
      maximum: 64,
      default: 8,
      description: 'How many of the loudest are heard then',
    }),
    dataMessagesPerSecond: Type.Integer({
      minimum: 1,
      default: 100,
      description: 'Messages that one participant may send over data channels per second on average',
    }),
    dataBytesPerSecond: Type.Integer({
      minimum: 1,
      default: 262_144,
      description: 'Bytes that one participant may send over data channels per second on average',
    }),
    republishMs: Type.Integer({
      ...duration,
      default: 10_000,
      description: 'After media moved: how long a track waits to be published again before it ends',
    }),
  }),
  session: section('Sockets and their limits', {
    helloMs: Type.Integer({ ...duration, default: 10_000, description: 'Time to say hello in' }),
    heartbeatMs: Type.Integer({ ...duration, default: 30_000, description: 'Time between pings of a silent socket' }),
    graceMs: Type.Integer({
      minimum: 0,
      maximum: 3_600_000,
      default: 30_000,
      description: 'How long a session whose socket was lost is kept, so that it can be carried on; 0: not at all',
    }),
    perPerson: Type.Integer({
      minimum: 1,
      default: 32,
      description: 'Sessions that one person may hold, those without a socket too',
    }),
    detachedPerPerson: Type.Integer({
      minimum: 1,
      default: 16,
      description: 'Sessions without a socket that are kept of one person; what is more ends at once, the oldest first',
    }),
    detachedPerAddress: Type.Integer({
      minimum: 1,
      default: 2_000,
      description: 'Sessions without a socket that are kept of one address',
    }),
    pongMs: Type.Integer({ ...duration, default: 60_000, description: 'Time to answer a ping in' }),
    maxMessageBytes: Type.Integer({
      minimum: 1024,
      maximum: 1_048_576,
      default: 65_536,
      description: 'Largest message a client may send',
    }),
    messagesPerSecond: Type.Integer({
      minimum: 1,
      default: 100,
      description: 'Messages a client may send per second on average',
    }),
    messageBurst: Type.Integer({ minimum: 1, default: 200, description: 'Messages a client may send at once' }),
    sendQueueBytes: Type.Integer({
      minimum: 65_536,
      default: 1_048_576,
      description: 'Bytes that may wait for a slow reader before its socket is closed',
    }),
    strikes: Type.Integer({
      minimum: 1,
      default: 10,
      description: 'Messages that are no request at all before a socket is closed',
    }),
    tracks: Type.Integer({ minimum: 1, default: 16, description: 'Tracks that one participant may publish' }),
    rooms: Type.Integer({ minimum: 1, default: 8, description: 'Rooms that one session may be in' }),
  }),
  media: section('Forwarding of audio and video', {
    workers: Type.Union([Type.Literal('auto'), Type.Integer({ minimum: 0, maximum: 256 })], {
      default: 'auto',
      description: 'Media workers; `auto`: one per core; 0: signaling only',
    }),
    listenAddress: Type.String({
      default: '',
      description: 'Address of the media ports; empty: `127.0.0.1` when HTTP listens on loopback, else `0.0.0.0`',
    }),
    announcedAddress: Type.String({
      default: '',
      description: 'The address that clients are told, where it is not the one listened on (public IP or host name)',
    }),
    port: Type.Integer({
      ...port,
      default: 40_000,
      description: 'UDP and TCP port of the first worker; the others follow. 0: any free ones',
    }),
    spreadAbove: Type.Integer({
      minimum: 0,
      default: 600,
      description:
        'How much of one room a worker takes before the room takes another worker too: the subscriptions there, at least 20 for each participant. 0: at once',
    }),
    // On a good line six 720p videos flow in full after 3.5 s, with 4 Mbit/s after 1.5 s; on one of 300 kbit/s a picture
    // stays for good after 7 s, with 2 or 4 Mbit/s after 14 to 19 s, and whoever has a bad line needs it more.
    initialBitrateBps: Type.Integer({
      minimum: 100_000,
      default: 1_000_000,
      description: 'What the line of a participant is thought to carry, in bit/s, until it has been measured',
    }),
    maxBitrateBps: Type.Integer({
      minimum: 0,
      default: 0,
      description: 'The most video that is sent to one participant, in bit/s; 0: as much as its line carries',
    }),
    iceServers: Type.Array(
      Type.Object({
        urls: Type.Array(Type.String({ pattern: '^(stun|stuns|turn|turns):' }), { minItems: 1 }),
        username: Type.Optional(Type.String()),
        credential: Type.Optional(Type.String()),
      }),
      {
        default: [],
        description:
          'STUN and TURN servers that clients are told: in a file `{urls, username, credential}`, as flag or variable STUN URLs',
      },
    ),
  }),
  store: section('What is remembered', {
    url: Type.String({
      default: 'sqlite:data/parley.db',
      flag: 'store',
      description:
        '`sqlite:path`, `sqlite::memory:` or `postgres://user:password@host/database`; `DATABASE_URL` is read too',
    }),
  }),
  files: section('Files that people send', {
    folder: Type.String({
      default: '',
      flag: 'files',
      description: 'Where files lie; empty: `files` beside the SQLite database, or `data/files`',
    }),
    maxBytes: Type.Integer({
      minimum: 0,
      default: 26_214_400,
      description: 'Largest file that is taken; 0: none is',
    }),
    roomBytes: Type.Integer({
      minimum: 0,
      default: 1_073_741_824,
      description: 'All files of a room together',
    }),
    totalBytes: Type.Integer({
      minimum: 0,
      default: 10_737_418_240,
      description: 'All files of all rooms together; leave the disk room for the database too',
    }),
    transfers: Type.Integer({
      minimum: 1,
      default: 32,
      description: 'Uploads and downloads of one address at once; behind a proxy, of all that come through it',
    }),
    transfersPerSecond: Type.Integer({
      minimum: 1,
      default: 50,
      description: 'Uploads and downloads that one address may begin per second on average',
    }),
  }),
  operations: section('Watching the server', {
    metricsToken: Type.String({
      default: '',
      description:
        '`/metrics` and `/stats` want it as a bearer token; without one they are answered only where the server listens on loopback',
    }),
    drainMs: Type.Integer({
      minimum: 0,
      default: 2_000,
      description: 'Time between telling clients that the server stops and closing their sockets',
    }),
    logLevel: Type.Union(
      [
        Type.Literal('debug'),
        Type.Literal('info'),
        Type.Literal('warn'),
        Type.Literal('error'),
        Type.Literal('silent'),
      ],
      { default: 'info', flag: 'log-level', description: 'Least important lines that are written' },
    ),
  }),
})
export type Config = Static<typeof ConfigSchema>

function section<P extends Record<string, TSchema>>(description: string, properties: P) {
  return Type.Object(properties, { description, additionalProperties: false })
}

export interface Setting {
  /** `http.port` */
  readonly path: string
  /** `--port` */
  readonly flag: string
  /** `PARLEY_HTTP_PORT` */
  readonly variable: string
  readonly description: string
  readonly default: unknown
  readonly schema: TSchema
}

/** All settings, in the order of the schema. */
export function settings(): Setting[] {
  return Object.entries<TSchema & { properties: Record<string, TSchema> }>(ConfigSchema.properties).flatMap(
    ([section, { properties }]) =>
      Object.entries(properties).map(([name, schema]) => {
        const annotations = schema as TSchema & { flag?: string; description?: string; default?: unknown }
        return {
          path: `${section}.${name}`,
          flag: `--${annotations.flag ?? `${section}-${kebab(name)}`}`,
          variable: `PARLEY_${`${section}-${kebab(name)}`.replaceAll('-', '_').toUpperCase()}`,
          description: annotations.description ?? '',
          default: annotations.default,
          schema,
        }
      }),
  )
}

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}
