// The yardstick: as little as can stand between a WebSocket and mediasoup so that the lab's clients can use it as they use Parley.
// No validation, limits, store, permissions or metrics; media is set up as Parley sets it up. Prints `{ "port": … }` when it listens.

import { randomUUID } from 'node:crypto'
import { parseArgs } from 'node:util'
import type { RtpParameters } from '@parley/protocol'
import { createWorker, type types } from 'mediasoup'
import { type WebSocket, WebSocketServer } from 'ws'
import { describeCapabilities, mediaCodecs } from '../../packages/server/src/media/capabilities.ts'
import { forwardableParameters } from '../../packages/server/src/media/parameters.ts'

interface Track {
  readonly id: string
  readonly owner: Member
  readonly producer: types.Producer
  readonly state: object
}

interface Member {
  readonly id: string
  readonly socket: WebSocket
  readonly room: Room
  readonly rtpCapabilities: types.RtpCapabilities
  readonly send: types.WebRtcTransport
  readonly receive: types.WebRtcTransport
  /** By their own id. */
  readonly consumers: Map<string, types.Consumer>
  /** Tracks for which there is one, or will be in a moment. */
  readonly consumed: Set<string>
  view: ReadonlySet<string>
}

interface Room {
  readonly name: string
  readonly router: types.Router
  readonly members: Map<string, Member>
  readonly tracks: Map<string, Track>
  seq: number
}

interface Host {
  readonly worker: types.Worker
  readonly server: types.WebRtcServer
  rooms: number
}

const buffers = { sendBufferSize: 8_388_608, recvBufferSize: 8_388_608 }
const { values } = parseArgs({ options: { workers: { type: 'string', default: '1' } } })
const hosts = await Promise.all(Array.from({ length: Number(values.workers) }, openHost))
const rooms = new Map<string, Promise<Room>>()
const sockets = new WebSocketServer({ host: '127.0.0.1', port: 0, path: '/ws', perMessageDeflate: false })
sockets.on('connection', serve)
sockets.on('listening', () => {
  const address = sockets.address()
  process.stdout.write(`${JSON.stringify({ port: typeof address === 'object' ? address?.port : 0 })}\n`)
})
process.on('SIGTERM', () => process.exit(0))

async function openHost(): Promise<Host> {
  const worker = await createWorker({ logLevel: 'error' })
  const ip = '127.0.0.1'
  const server = await worker.createWebRtcServer({
    listenInfos: [
      { protocol: 'udp', ip, ...buffers },
      { protocol: 'tcp', ip },
    ],
  })
  return { worker, server, rooms: 0 }
}

/** The yardstick trusts its clients: whatever a method reads is there. */
interface Trusted {
  readonly room: string
  readonly transport: string
  readonly kind: types.MediaKind
  readonly source: string
  readonly view: readonly { readonly track: string }[]
  readonly subscriptions: readonly string[]
  readonly dtlsParameters: types.DtlsParameters
  readonly rtpCapabilities: types.RtpCapabilities
  readonly rtpParameters: RtpParameters
}

function serve(socket: WebSocket): void {
  const joined = new Map<string, Member>()
  const memberOf = ({ room }: { room: string }): Member => {
    const member = joined.get(room)
    if (member === undefined) throw new Error(`not in ${room}`)
    return member
  }
  const methods: Record<string, (params: Trusted) => unknown> = {
    'session.hello': () => ({
      session: randomUUID(),
      person: { id: randomUUID(), name: 'bench', guest: true },
      grants: {
        room: null,
        join: true,
        publish: ['camera', 'microphone', 'screen', 'screenAudio'],
        subscribe: true,
        chat: true,
      },
      protocol: 1,
      server: { name: 'bare', version: '0', node: 'bare' },
      capabilities: ['sfu', 'media.reopen'],
      rtpCapabilities: describeCapabilities(),
      iceServers: [],
      heartbeatMs: 30_000,
      maxMessageBytes: 65_536,
    }),
    'session.ping': () => ({ at: new Date().toISOString() }),
    'room.join': async ({ room, rtpCapabilities }) => {
      const member = await enter(await openRoom(room), socket, rtpCapabilities)
      joined.set(room, member)
      // After the answer, which is sent as soon as this returns.
      setImmediate(() => subscribeAll(member))
      return snapshot(member)
    },
    'room.leave': ({ room }) => leave(joined.get(room)),
    'transport.connect': (params) => connect(memberOf(params), params),
    'track.publish': (params) => publish(memberOf(params), params),
    'track.unpublish': () => ({}),
    'track.setMuted': () => ({}),
    'room.view': (params) => look(memberOf(params), params.view),
    'subscription.ready': (params) => ready(memberOf(params), params.subscriptions),
  }
  socket.on('message', (data) => {
    const { id, method, params } = JSON.parse(String(data))
    Promise.resolve(methods[method]?.(params ?? {})).then(
      (result = {}) => id !== undefined && socket.send(JSON.stringify({ jsonrpc: '2.0', id, result })),
      (error) => process.stderr.write(`${method}: ${error.stack}\n`),
    )
  })
  socket.on('close', () => {
    for (const member of joined.values()) leave(member)
  })
}

function openRoom(name: string): Promise<Room> {
  const known = rooms.get(name)
  if (known !== undefined) return known
  const host = hosts.toSorted((a, b) => a.rooms - b.rooms)[0]
  if (host === undefined) throw new Error('no worker')
  host.rooms += 1
  const opening = host.worker.createRouter({ mediaCodecs: mediaCodecs(), appData: { host } }).then((router) => {
    return { name, router, members: new Map(), tracks: new Map(), seq: 0 }
  })
  rooms.set(name, opening)
  return opening
}

async function enter(room: Room, socket: WebSocket, rtpCapabilities: types.RtpCapabilities): Promise<Member> {
  const [send, receive] = await Promise.all([openTransport(room.router), openTransport(room.router)])
  const member = {
    id: randomUUID(),
    socket,
    room,
    rtpCapabilities,
    send,
    receive,
    consumers: new Map<string, types.Consumer>(),
    consumed: new Set<string>(),
    view: new Set<string>(),
  }
  tell(room, 'room.participantJoined', { participants: [describe(member)] })
  room.members.set(member.id, member)
  return member
}

async function subscribeAll(member: Member): Promise<void> {
  for (const track of member.room.tracks.values()) if (wants(member, track)) await consume(member, track)
}

function openTransport(router: types.Router): Promise<types.WebRtcTransport> {
  const { host } = router.appData as { host: Host }
  return router.createWebRtcTransport({
    webRtcServer: host.server,
    enableUdp: true,
    enableTcp: true,
    preferUdp: true,
    initialAvailableOutgoingBitrate: 1_000_000,
  })
}

function snapshot({ id, room, send, receive }: Member): object {
  const offer = ({ id, iceParameters, iceCandidates, dtlsParameters }: types.WebRtcTransport) => ({
    id,
    iceParameters,
    iceCandidates,
    dtlsParameters,
  })
  return {
    room: room.name,
    epoch: 1,
    seq: room.seq,
    participant: id,
    participants: [...room.members.values()].map(describe),
    participantCount: room.members.size,
    messages: [],
    moreMessages: false,
    media: { topology: 'sfu', epoch: 1, send: offer(send), receive: offer(receive) },
  }
}

function describe(member: Member): object {
  const tracks = [...member.room.tracks.values()].filter(({ owner }) => owner === member).map(({ state }) => state)
  return {
    id: member.id,
    person: member.id,
    name: 'bench',
    kind: 'session',
    joinedAt: new Date().toISOString(),
    role: 'guest',
    publish: ['camera', 'microphone', 'screen', 'screenAudio'],
    reconnecting: false,
    tracks,
  }
}

async function connect(
  member: Member,
  { transport, dtlsParameters }: { transport: string; dtlsParameters: types.DtlsParameters },
) {
  await [member.send, member.receive].find(({ id }) => id === transport)?.connect({ dtlsParameters })
}

async function publish(
  member: Member,
  { kind, source, rtpParameters }: { kind: types.MediaKind; source: string; rtpParameters: RtpParameters },
) {
  const producer = await member.send.produce({ kind, rtpParameters: forwardableParameters(rtpParameters) })
  const state = { id: producer.id, kind, source, muted: false, encryption: 'none' }
  const track = { id: producer.id, owner: member, producer, state }
  member.room.tracks.set(track.id, track)
  tell(member.room, 'track.published', { participant: member.id, track: state })
  for (const other of member.room.members.values()) if (wants(other, track)) await consume(other, track)
  return { track: track.id }
}

function wants(member: Member, track: Track): boolean {
  return member !== track.owner && (track.producer.kind === 'audio' || member.view.has(track.id))
}

async function look(member: Member, view: readonly { track: string }[]): Promise<object> {
  member.view = new Set(view.map(({ track }) => track))
  for (const track of member.room.tracks.values()) if (wants(member, track)) await consume(member, track)
  return {}
}

async function consume(member: Member, { id, producer }: Track): Promise<void> {
  if (member.consumed.has(id)) return
  member.consumed.add(id)
  const { rtpCapabilities } = member
  const consumer = await member.receive.consume({ producerId: producer.id, rtpCapabilities, paused: true })
  member.consumers.set(consumer.id, consumer)
  const subscriptions = [{ id: consumer.id, track: id, kind: consumer.kind, rtpParameters: consumer.rtpParameters }]
  notify(member, 'subscription.opened', { room: member.room.name, mediaEpoch: 1, subscriptions })
}

async function ready(member: Member, ids: readonly string[]): Promise<void> {
  await Promise.all(ids.map((id) => member.consumers.get(id)?.resume()))
}

function leave(member: Member | undefined): void {
  if (member === undefined || !member.room.members.delete(member.id)) return
  for (const [id, { owner }] of member.room.tracks) if (owner === member) member.room.tracks.delete(id)
  member.send.close()
  member.receive.close()
  tell(member.room, 'room.participantLeft', { participants: [{ id: member.id, reason: 'left' }] })
}

function tell(room: Room, method: string, facts: object): void {
  room.seq += 1
  const frame = JSON.stringify({
    jsonrpc: '2.0',
    method,
    params: { room: room.name, epoch: 1, seq: room.seq, ...facts },
  })
  for (const { socket } of room.members.values()) socket.send(frame)
}

function notify(member: Member, method: string, params: object): void {
  member.socket.send(JSON.stringify({ jsonrpc: '2.0', method, params }))
}
