// What the test server answers unless a test says otherwise, and the pieces of the wire that its answers are made of.

import type {
  ChatMessage,
  Participant,
  Result,
  RtpCapabilities,
  SfuMedia,
  Subscription,
  Track,
  Transport,
} from '@parley/protocol'
import { testFakeParameters } from 'mediasoup-client'
import type { Answers, TestServer } from './server.ts'

/** In the server's hands a client is participant `self-1`, then `self-2` after a reconnect … */
export function defaultAnswers(server: TestServer): Answers {
  let lastTrack = 0
  let lastMessage = 0
  return {
    'session.hello': () => helloResult(),
    'session.ping': () => ({ at: new Date(0).toISOString() }),
    'session.refresh': () => ({ grants: helloResult().grants }),
    'room.join': () => roomState(server),
    'room.leave': () => ({}),
    'room.view': () => ({}),
    'room.participants': () => ({ participants: [] }),
    'transport.connect': () => ({}),
    'transport.restartIce': () => ({ iceParameters: { usernameFragment: 'new', password: 'password', iceLite: true } }),
    'track.publish': ({ track }) => ({ track: track ?? `track-${++lastTrack}` }),
    'track.setMuted': () => ({}),
    'track.unpublish': () => ({}),
    'chat.send': ({ text }) => ({ message: message(++lastMessage, text) }),
    'chat.history': () => ({ messages: [], more: false }),
    'chat.edit': ({ message: id, text }) => ({ message: { ...message(id, text), editedAt: later } }),
    'chat.delete': ({ message: id }) => ({ message: { ...message(id, ''), deletedAt: later } }),
    'chat.read': () => ({ unread: 0 }),
    'chat.search': () => ({ messages: [], more: false }),
    'chat.attach': () => ({ attachment: 'file-1', upload: '/files/file-1?key=key', expiresAt: later }),
  }
}

const later = '2026-01-01T00:01:00.000Z'

export function helloResult(): Result<'session.hello'> {
  return {
    session: 'session-1',
    person: { id: 'person-1', name: 'Ada', guest: true },
    guest: 'signed-guest-id',
    grants: {
      room: null,
      join: true,
      publish: ['camera', 'microphone', 'screen', 'screenAudio'],
      subscribe: true,
      chat: true,
      data: true,
      create: false,
      moderate: false,
      admin: false,
    },
    protocol: 1,
    server: { name: 'parley', version: '0.0.0', node: 'test' },
    capabilities: ['sfu'],
    rtpCapabilities: routerCapabilities(),
    iceServers: [],
    graceMs: 0,
    heartbeatMs: 25_000,
    maxMessageBytes: 65_536,
  }
}

export function roomState(server: TestServer, changes: Partial<Result<'room.join'>> = {}): Result<'room.join'> {
  const self = participant(`self-${server.peers.length}`)
  const participants = changes.participants ?? [self]
  return {
    room: 'lobby',
    epoch: server.epoch,
    seq: server.seq,
    participant: self.id,
    info: roomInfo(),
    unread: 0,
    readUpTo: 0,
    participantCount: participants.length,
    messages: [],
    moreMessages: false,
    media: { topology: 'none', epoch: 0 },
    ...changes,
    participants,
  }
}

export function roomInfo(): Result<'room.join'>['info'] {
  return {
    room: 'lobby',
    settings: {
      title: '',
      topic: '',
      capacity: 100,
      lobby: false,
      locked: false,
      moderated: false,
      guests: true,
      audioOnly: false,
      listed: false,
    },
    hasPassword: false,
    createdAt: '2026-01-01T00:00:00.000Z',
    participantCount: 1,
  }
}

export function participant(id: string, ...tracks: Track[]): Participant {
  return {
    id,
    person: `person of ${id}`,
    name: id,
    kind: 'session',
    joinedAt: '2026-01-01T00:00:00.000Z',
    role: 'guest',
    publish: ['camera', 'microphone', 'screen', 'screenAudio'],
    reconnecting: false,
    tracks,
  }
}

export function track(id: string, kind: Track['kind'] = 'audio', muted = false): Track {
  return { id, kind, source: kind === 'audio' ? 'microphone' : 'camera', muted, encryption: 'none' }
}

export function message(id: number, text = `text ${id}`): ChatMessage {
  return { id, person: 'person-1', name: 'Ada', text, sentAt: '2026-01-01T00:00:00.000Z' }
}

export function sfuMedia(epoch: number): SfuMedia {
  return { topology: 'sfu', epoch, send: transport(`send-${epoch}`), receive: transport(`receive-${epoch}`) }
}

export function subscription(id: string, trackId: string, kind: Track['kind'] = 'audio'): Subscription {
  const codec =
    kind === 'audio'
      ? { mimeType: 'audio/opus', payloadType: 100, clockRate: 48_000, channels: 2 }
      : { mimeType: 'video/VP8', payloadType: 101, clockRate: 90_000 }
  return { id, track: trackId, kind, rtpParameters: { codecs: [codec], encodings: [{ ssrc: 1111 }] } }
}

function transport(id: string): Transport {
  const fingerprint = Array.from({ length: 32 }, () => 'AB').join(':')
  return {
    id,
    iceParameters: { usernameFragment: 'fragment', password: 'password', iceLite: true },
    iceCandidates: [],
    dtlsParameters: { role: 'auto', fingerprints: [{ algorithm: 'sha-256', value: fingerprint }] },
  }
}

function routerCapabilities(): RtpCapabilities {
  const { codecs = [], headerExtensions = [] } = testFakeParameters.generateRouterRtpCapabilities()
  return JSON.parse(JSON.stringify({ codecs, headerExtensions }))
}
