// Every metric of the server, declared in one place; labels only where their values are a finite table.

import { type NotificationName, notifications } from '@parley/protocol'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

export type Metrics = ReturnType<typeof openMetrics>

export function openMetrics(version: string) {
  const registry = new Registry()
  const registers = [registry]
  // Looking every 10 ms, as is usual, was most of what an idle server did; the delays are told with this much added.
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: 50 })
  const gauge = (name: string, help: string) => new Gauge({ name, help, registers })
  const counter = (name: string, help: string) => new Counter({ name, help, registers })
  new Gauge({
    name: 'parley_build_info',
    help: 'Always 1; the version is a label',
    labelNames: ['version'],
    registers,
  }).set({ version }, 1)
  return {
    registry,
    sockets: gauge('parley_sockets', 'Open WebSockets'),
    socketsTotal: counter('parley_sockets_total', 'WebSockets opened since the start'),
    socketsClosed: new Counter({
      name: 'parley_sockets_closed_total',
      help: 'WebSockets closed, by who or what ended them',
      labelNames: ['reason'],
      registers,
    }),
    connectionsRefused: new Counter({
      name: 'parley_connections_refused_total',
      help: 'Connections and WebSockets turned away before anything was made for them, by the bound that was reached',
      labelNames: ['reason'],
      registers,
    }),
    quotaRefusals: new Counter({
      name: 'parley_quota_refusals_total',
      help: 'Calls refused because a person or an address has enough, by what of',
      labelNames: ['quota'],
      registers,
    }),
    sessions: gauge('parley_sessions', 'Sessions, those without a socket too'),
    sessionsDetached: gauge('parley_sessions_detached', 'Sessions whose socket is lost and expected back'),
    sessionsResumed: counter('parley_sessions_resumed_total', 'Sessions carried on over a new socket'),
    calls: new Histogram({
      name: 'parley_call_duration_seconds',
      help: 'From a call’s arrival to its answer',
      labelNames: ['method', 'outcome'],
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
      registers,
    }),
    malformed: counter('parley_malformed_messages_total', 'Messages that were no request at all'),
    throttled: counter('parley_throttled_messages_total', 'Messages refused by the rate limit'),
    notifications: notificationCounters(registers),
    sentBytes: counter('parley_sent_bytes_total', 'Bytes of messages sent over WebSockets'),
    receivedBytes: counter('parley_received_bytes_total', 'Bytes of messages received over WebSockets'),
    rooms: gauge('parley_rooms', 'Open rooms'),
    participants: gauge('parley_participants', 'Participants in all rooms'),
    tracks: new Gauge({ name: 'parley_tracks', help: 'Published tracks', labelNames: ['kind'], registers }),
    subscriptions: gauge('parley_subscriptions', 'Subscriptions in all rooms'),
    messages: counter('parley_chat_messages_total', 'Chat messages stored'),
    moderation: new Counter({
      name: 'parley_moderation_acts_total',
      help: 'What moderators and owners did',
      labelNames: ['act'],
      registers,
    }),
    adminActs: new Counter({
      name: 'parley_admin_acts_total',
      help: 'What those did who run the server',
      labelNames: ['act'],
      registers,
    }),
    joinsRefused: new Counter({
      name: 'parley_joins_refused_total',
      help: 'Joins that were refused, by reason; whoever waits in a lobby is refused with room.waiting',
      labelNames: ['reason'],
      registers,
    }),
    mediaMoves: counter('parley_media_moves_total', 'Rooms whose media was rebuilt because its worker died'),
    mediaRecovery: new Histogram({
      name: 'parley_media_recovery_seconds',
      help: 'From a worker’s death to new transports for the room',
      buckets: [0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 10, 30],
      registers,
    }),
    dataMessages: counter('parley_data_messages_total', 'Messages sent over data channels'),
    dataDropped: counter('parley_data_dropped_total', 'Messages over data channels that were malformed or too many'),
    storeAvailable: gauge('parley_store_available', '1 while the database answers'),
    workers: gauge('parley_media_workers', 'Media workers that live'),
    workerRestarts: gauge('parley_media_worker_restarts', 'Restarts of media workers since the start'),
    routers: gauge('parley_media_routers', 'Parts of rooms on media workers; a room that spans two has two'),
    pipes: gauge('parley_media_pipes', 'Tracks carried from one media worker to another'),
    workerCpu: new Gauge({
      name: 'parley_media_worker_cpu_seconds',
      help: 'CPU time of a media worker, user and system',
      labelNames: ['worker'],
      registers,
    }),
  }
}

/** One counter per notification, found once: looking a label up for each recipient cost more than the rest of telling. */
function notificationCounters(registers: Registry[]): ReadonlyMap<NotificationName, { inc(): void }> {
  const counter = new Counter({
    name: 'parley_notifications_total',
    help: 'Notifications sent',
    labelNames: ['method'],
    registers,
  })
  const names = Object.keys(notifications) as NotificationName[] // the keys of the table are its names
  return new Map(names.map((method) => [method, counter.labels(method)]))
}
