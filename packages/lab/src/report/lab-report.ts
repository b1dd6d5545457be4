// What a run is remembered by: the content of lab.json. packages/lab/README.md says what each figure means.

import { arch, version as nodeVersion, platform } from 'node:process'
import type { Ending } from '../exit-codes.ts'
import type { Drops } from '../machine/drop-watch.ts'
import type { MachineFacts, MachineSample } from '../machine/machine-watch.ts'
import type { ServerStatements } from '../machine/server-watch.ts'
import type { RunOptions } from '../options.ts'
import type { ClientSample, ConnectTimes } from '../swarm/messages.ts'
import { type GradedFigure, grade } from '../verdict/grades.ts'
import { symptomsOf } from '../verdict/symptoms.ts'
import { judge, type Symptoms, type Verdict } from '../verdict/verdict.ts'
import { type ClientEntry, clientEntries } from './client-entries.ts'
import { type Ratio, receiveRatio } from './expectation.ts'
import { mergedOf, type Percentiles, percentilesMs, percentilesOf } from './percentiles.ts'
import type { RunRecord } from './record.ts'
import type { Second } from './series.ts'
import { type ServerUse, serverUse } from './server-use.ts'

export const FORMAT = 'parley-lab/1'

export interface RunFacts {
  readonly options: RunOptions
  readonly record: RunRecord
  readonly seconds: readonly Second[]
  readonly startedAt: Date
  readonly endedAt: Date
  readonly endedAtMs: number
  readonly wasInterrupted: boolean
  readonly drops: Drops
  readonly machine: MachineSample
  readonly facts: MachineFacts
  readonly serverPid: number | undefined
  readonly before: ServerStatements
  readonly after: ServerStatements
}

export interface LabReport {
  readonly format: typeof FORMAT
  readonly ending: Ending
  readonly verdict: Verdict
  readonly grades: readonly GradedFigure[]
  readonly startedAt: string
  readonly endedAt: string
  readonly options: object
  readonly machine: MachineFacts & MachineSample
  readonly versions: Readonly<Record<string, string>>
  readonly clients: ClientFigures
  readonly media: MediaFigures
  /** Milliseconds from the start of connect. */
  readonly connecting: Readonly<Partial<Record<keyof ConnectTimes, Percentiles>>>
  /** By method: answers in ms. */
  readonly signaling: Readonly<Record<string, Partial<Percentiles> & { readonly failed: number }>>
  readonly server: ServerUse & { readonly before: ServerStatements; readonly after: ServerStatements }
  readonly generator: GeneratorFigures
  readonly seconds: readonly Second[]
  readonly perClient: readonly ClientEntry[]
}

export interface ClientFigures {
  readonly planned: number
  readonly connected: number
  readonly failed: number
  /** Their turn had not come when the run was interrupted. */
  readonly notStarted: number
  /** Were connected, and not any more when the run ended. */
  readonly lost: number
  readonly reconnects: number
  readonly errors: number
  /** The most frequent first. */
  readonly causes: readonly { readonly message: string; readonly count: number }[]
  readonly strangers: number
  /** Chat: acknowledged by the server, and read from others. */
  readonly messagesSent: number
  readonly messagesReceived: number
}

export interface MediaFigures {
  readonly packetsSent: number
  readonly packetsReceived: number
  readonly bytesSent: number
  readonly bytesReceived: number
  /** In the steady time: per packet sent. Undefined with simulcast, where the server chooses what it forwards. */
  readonly receiveRatio: Ratio | undefined
  readonly packetsExpected: number
  readonly packetsLost: number
  readonly packetsUnrecovered: number
  readonly drops: Drops
  readonly freezes: number
  readonly nacks: number
  readonly plis: number
  readonly keyFramesAsked: number
  readonly latencyMs: { readonly audio: Percentiles | undefined; readonly video: Percentiles | undefined }
  /** Over received streams, RFC 3550. */
  readonly jitterMs: Percentiles | undefined
}

export interface GeneratorFigures {
  readonly symptoms: Symptoms
  readonly scheduleErrorMs: Percentiles | undefined
  readonly cpuSeconds: number
  readonly rssMaxBytes: number
  /** CPU milliseconds for 1000 packets, sent or received, in the steady time. */
  readonly cpuMsPer1000Packets: number | undefined
}

export function makeReport(facts: RunFacts): LabReport {
  const { options, record, seconds, startedAt, endedAt, machine } = facts
  const perClient = clientEntries(record)
  const clients = clientFigures(record)
  const media = mediaFigures(facts, perClient)
  const symptoms = symptomsOf(record, { ...facts, cores: facts.facts.cores })
  const server = serverUse(facts.serverPid, seconds)
  const verdict = withNotes(judge(symptoms), facts, clients, media.receiveRatio !== undefined)
  const isImpaired = options.impairedShare > 0
  const isAlone = record.plan.clients.every(({ hears }) => hears === 0)
  const grades = grade({
    connectionSuccess: clients.connected / Math.max(1, clients.planned - clients.notStarted),
    errors: clients.errors,
    receiveRatio: isAlone || media.packetsSent === 0 ? undefined : media.packetsReceived / media.packetsSent,
    delivered:
      !isImpaired && media.receiveRatio && media.receiveRatio.expected > 0
        ? media.receiveRatio.measured / media.receiveRatio.expected
        : undefined,
    loss: isImpaired ? undefined : lossShare(media),
    serverCpu: server.busiest,
    serverRssBytes: server.processes.length === 0 ? undefined : server.rssMaxBytes,
  })
  return {
    format: FORMAT,
    ending: endingOf(facts, verdict, grades, clients),
    verdict,
    grades,
    startedAt: startedAt.toISOString(),
    endedAt: endedAt.toISOString(),
    options: withoutSecrets(options),
    machine: { ...facts.facts, ...machine },
    versions: { node: nodeVersion, platform: `${platform} ${arch}`, ...serverVersion(facts.before) },
    clients,
    media,
    connecting: connecting(record),
    signaling: signaling(record),
    server: { ...server, before: facts.before, after: facts.after },
    generator: generatorFigures(facts, symptoms),
    seconds,
    perClient,
  }
}

/** Lost on the way, without what our own sockets threw away. */
export function lossShare({ packetsExpected, packetsLost, drops }: MediaFigures): number {
  return packetsExpected === 0 ? 0 : Math.max(0, packetsLost - drops.lab) / packetsExpected
}

function endingOf(
  { wasInterrupted }: RunFacts,
  { valid }: Verdict,
  grades: readonly GradedFigure[],
  { failed, lost }: ClientFigures,
): Ending {
  if (wasInterrupted) return 'interrupted'
  if (!valid) return 'invalid'
  const isCritical = grades.some((figure) => figure.grade === 'critical')
  return failed > 0 || lost > 0 || isCritical ? 'failed' : 'ok'
}

function clientFigures({ plan, clients }: RunRecord): ClientFigures {
  const all = [...clients.values()]
  const sum = (of: (client: ClientSample) => number) => all.reduce((total, client) => total + of(client), 0)
  const connected = all.filter(({ times }) => times.connectedMs !== undefined)
  const notStarted = all.filter(({ state }) => state === 'waiting').length
  const counts = new Map<string, number>()
  for (const { errors } of all) for (const message of errors) counts.set(message, (counts.get(message) ?? 0) + 1)
  const strangersByRoom = new Map(plan.clients.map(({ id, room }) => [room, clients.get(id)?.strangers ?? 0]))
  return {
    planned: plan.clients.length,
    connected: connected.length,
    failed: plan.clients.length - connected.length - notStarted,
    notStarted,
    lost: connected.filter(({ state }) => state === 'lost').length,
    reconnects: sum(({ reconnects }) => reconnects),
    errors: sum(({ errorCount }) => errorCount),
    causes: [...counts].map(([message, count]) => ({ message, count })).sort((a, b) => b.count - a.count),
    strangers: [...strangersByRoom.values()].reduce((total, each) => total + each, 0),
    messagesSent: sum(({ messagesSent }) => messagesSent),
    messagesReceived: sum(({ messagesReceived }) => messagesReceived),
  }
}

function mediaFigures({ options, record, drops }: RunFacts, entries: readonly ClientEntry[]): MediaFigures {
  const all = [...record.clients.values()]
  const sum = (of: (client: ClientSample) => number) => all.reduce((total, client) => total + of(client), 0)
  const isKnown = record.steady !== undefined && !(options.simulcast && options.video !== undefined)
  return {
    packetsSent: sum(({ audioSent, videoSent }) => audioSent + videoSent),
    packetsReceived: sum(({ audioReceived, videoReceived }) => audioReceived + videoReceived),
    bytesSent: sum(({ bytesSent }) => bytesSent),
    bytesReceived: sum(({ bytesReceived }) => bytesReceived),
    receiveRatio:
      isKnown && record.steady ? receiveRatio(record.plan.clients, record.steady.snapshot, record.clients) : undefined,
    packetsExpected: sum(({ expected }) => expected),
    packetsLost: sum(({ lost }) => lost),
    packetsUnrecovered: sum(({ unrecovered }) => unrecovered),
    drops,
    freezes: sum(({ freezes }) => freezes),
    nacks: sum(({ nacks }) => nacks),
    plis: sum(({ plis }) => plis),
    keyFramesAsked: sum(({ keyFramesAsked }) => keyFramesAsked),
    latencyMs: { audio: percentilesMs(record.latency.audio), video: percentilesMs(record.latency.video) },
    jitterMs: percentilesOf(entries.flatMap(({ streams }) => streams.flatMap(jitterMsOf))),
  }
}

function jitterMsOf(stream: Readonly<Record<string, unknown>>): number[] {
  const { type, jitter, packetsReceived } = stream
  return type === 'inbound-rtp' && typeof jitter === 'number' && packetsReceived !== 0 ? [jitter * 1_000] : []
}

const MOMENTS = ['lateMs', 'socketMs', 'helloMs', 'joinMs', 'iceMs', 'dtlsMs', 'connectedMs'] as const

function connecting({ plan, clients }: RunRecord): LabReport['connecting'] {
  const all = [...clients.values()].map(({ times }) => times)
  // Who comes first into a room waits for others, not for the server: the first packet counts for those who met somebody.
  const firstInRoom = new Set<number>()
  const rooms = new Set<string>()
  for (const { action, client } of plan.events) {
    const room = plan.clients[client - 1]?.room
    if (action !== 'join' || room === undefined || rooms.has(room)) continue
    rooms.add(room)
    firstInRoom.add(client)
  }
  const later = [...clients.values()].filter(({ id }) => !firstInRoom.has(id)).map(({ times }) => times)
  const of = (times: readonly ConnectTimes[], moment: keyof ConnectTimes) => {
    const percentiles = percentilesOf(times.flatMap((each) => each[moment] ?? []))
    return percentiles ? [[moment, percentiles] as const] : []
  }
  return Object.fromEntries([
    ...MOMENTS.flatMap((moment) => of(all, moment)),
    ...(['firstPacketMs', 'firstFrameMs'] as const).flatMap((moment) => of(later, moment)),
  ])
}

function signaling({ methods }: RunRecord): LabReport['signaling'] {
  return Object.fromEntries([...methods].map(([method, { ok, failed }]) => [method, { ...percentilesMs(ok), failed }]))
}

function generatorFigures({ record, seconds }: RunFacts, symptoms: Symptoms): GeneratorFigures {
  const processes = [...record.processes.values()]
  const cpuSeconds = processes.reduce((sum, { latest }) => sum + latest.cpuSeconds, 0)
  const steady = seconds.filter(({ phase }) => phase === 'steady')
  const steadyCpu = steady.reduce((sum, second) => sum + second.generator.cpu, 0)
  const packets = steady.reduce((sum, second) => sum + second.packetsSent + second.packetsReceived, 0)
  return {
    symptoms,
    scheduleErrorMs: percentilesMs(mergedOf(...processes.map(({ scheduleError }) => scheduleError.toJSON()))),
    cpuSeconds,
    rssMaxBytes: processes.reduce((sum, { rssMaxBytes }) => sum + rssMaxBytes, 0),
    cpuMsPer1000Packets: packets === 0 ? undefined : (steadyCpu * 1e6) / packets,
  }
}

function withNotes(
  verdict: Verdict,
  { options, record, wasInterrupted }: RunFacts,
  clients: ClientFigures,
  isRatioKnown: boolean,
): Verdict {
  const notes = [
    ...verdict.notes,
    ...(wasInterrupted ? ['interrupted before its planned end'] : []),
    ...(record.steady && !isRatioKnown && !options.simulcast
      ? ['clients were still coming in when the steady time began: the ratio to expect is not known']
      : []),
    ...(record.steady ? [] : ['it ended before all were there: ratios are those of the ramp-up']),
    ...(clients.strangers > 0
      ? [`${clients.strangers} others were in the rooms: what they sent counts as received here`]
      : []),
    ...(options.impairedShare > 0
      ? [
          'packets passed a bad network of ours: what it lost, delayed and held back is in the figures, and is not the server’s',
        ]
      : []),
    ...(options.simulcast
      ? ['with simulcast the server chooses what it forwards: the ratio to expect is not known']
      : []),
  ]
  return { ...verdict, notes }
}

/** A token lets others in, and a key lets in anybody. */
function withoutSecrets({ credentials, metricsToken: _metricsToken, ...options }: RunOptions): object {
  return { ...options, credentials: credentials.kind }
}

function serverVersion({ stats }: ServerStatements): Record<string, string> {
  const isKnown = typeof stats === 'object' && stats !== null && 'version' in stats
  return isKnown ? { server: String(stats.version) } : {}
}
