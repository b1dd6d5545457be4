// Samples for tests: a room in which all is well, but for what a test changes.

import type { RemoteTrack, RoomFigures, StreamFigures, TrackFigures, TransportFigures } from '@parley/client'
import type { Sample } from '../history.ts'

const spanMs = 2_000

const wellStream: StreamFigures = {
  id: 'stream',
  direction: 'send',
  codec: 'video/VP8',
  rid: undefined,
  scalabilityMode: undefined,
  active: true,
  bitrateBps: 500_000,
  targetBitrateBps: 500_000,
  packets: 100,
  packetsLost: 0,
  packetsExpected: 100,
  lossShare: 0,
  jitterMs: 2,
  roundTripMs: 20,
  width: 640,
  height: 360,
  framesPerSecond: 20,
  limitedBy: 'none',
  limitedByCpu: 0,
  limitedByBandwidth: 0,
  nackCount: 0,
  pliCount: 0,
  firCount: 0,
  freezeCount: 0,
  frozenMs: 0,
  keyFrames: 0,
  bufferMs: 40,
  concealedShare: 0,
  codingMs: 4,
}

const wellTransport: TransportFigures = {
  spanMs,
  sentBps: 600_000,
  receivedBps: 600_000,
  availableOutgoingBps: 2_000_000,
  availableIncomingBps: undefined,
  roundTripMs: 20,
  protocol: 'udp',
  localCandidate: 'host',
  remoteCandidate: 'host',
  dtlsState: 'connected',
  srtpCipher: undefined,
}

export interface TrackChanges {
  readonly of?: string
  readonly kind?: 'audio' | 'video'
  /** 0–1. */
  readonly loss?: number
  readonly stream?: Partial<StreamFigures>
}

/** `local` are sent, `remote` received; without a word there is a camera and a microphone of each. */
export function sample(
  atMs: number,
  changes: {
    readonly local?: readonly TrackChanges[]
    readonly remote?: readonly TrackChanges[]
    readonly transport?: Partial<TransportFigures>
  } = {},
): Sample {
  const pair: readonly TrackChanges[] = [{ kind: 'video' }, { kind: 'audio' }]
  const transport = { ...wellTransport, ...changes.transport }
  const figures: RoomFigures = {
    spanMs,
    local: tracks(changes.local ?? pair, 'send'),
    remote: tracks(changes.remote ?? pair, 'receive'),
    send: transport,
    receive: transport,
  }
  return { atMs, figures }
}

/** The same all the time, every two seconds. */
export function steady(changes: Parameters<typeof sample>[1] = {}): readonly Sample[] {
  return [0, 2_000, 4_000, 6_000, 8_000].map((atMs) => sample(atMs, changes))
}

function tracks(changes: readonly TrackChanges[], direction: 'send' | 'receive'): ReadonlyMap<string, TrackFigures> {
  return new Map(
    changes.map((each, index) => {
      const id = `${direction}-${index}`
      return [id, trackFigures(id, direction, each)]
    }),
  )
}

function trackFigures(
  id: string,
  direction: 'send' | 'receive',
  { of = 'ada', kind = 'video', loss = 0, stream = {} }: TrackChanges,
): TrackFigures {
  const packetsLost = Math.round(loss * 100)
  const voice =
    kind === 'audio' ? { codec: 'audio/opus', width: undefined, height: undefined, limitedBy: undefined } : {}
  const figures: StreamFigures = { ...wellStream, ...voice, direction, packetsLost, lossShare: loss, ...stream }
  const { bitrateBps, packets, lossShare, jitterMs, roundTripMs } = figures
  const track = remoteTrack(id, of, kind)
  return { track, streams: [figures], bitrateBps, packets, packetsLost, lossShare, jitterMs, roundTripMs }
}

function remoteTrack(id: string, participant: string, kind: 'audio' | 'video'): RemoteTrack {
  const track = {
    id,
    kind,
    source: kind === 'audio' ? ('microphone' as const) : ('camera' as const),
    muted: false,
    encryption: 'none' as const,
    width: undefined,
    height: undefined,
    mediaTrack: undefined,
  }
  const person = {
    id: participant,
    person: participant,
    name: participant,
    kind: 'session' as const,
    joinedAt: new Date(0),
    isSelf: false,
    role: 'member' as const,
    publish: [],
    handRaisedAt: undefined,
    reconnecting: false,
    quality: undefined,
    tracks: new Map<string, RemoteTrack>(),
  }
  return { ...track, participant: person }
}
