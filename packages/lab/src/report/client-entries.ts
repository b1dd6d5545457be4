// What lab.json keeps of each client, and the bare results that other tools know (LAB-07, LAB-08).

import { Histogram, type HistogramData } from '../rtp/histogram.ts'
import type { StreamReport } from '../swarm/engine.ts'
import type { ClientSample } from '../swarm/messages.ts'
import { type Percentiles, percentilesMs } from './percentiles.ts'
import type { RunRecord } from './record.ts'

export interface ClientEntry extends ClientSample {
  readonly name: string
  readonly room: string
  readonly process: number | undefined
  readonly latencyMs: { readonly audio: Percentiles | undefined; readonly video: Percentiles | undefined }
  readonly streams: readonly StreamReport[]
}

/** Of more, the file keeps only those that lost or froze: a thousand clients have tens of thousands. */
const MOST_STREAMS = 5_000

export function clientEntries({ plan, clients, reports, processOf }: RunRecord): ClientEntry[] {
  const count = [...reports.values()].reduce((sum, { streams }) => sum + streams.length, 0)
  const isKept = (stream: StreamReport) =>
    count <= MOST_STREAMS || Number(stream['packetsLost'] ?? 0) > 0 || Number(stream['freezeCount'] ?? 0) > 0
  return plan.clients.flatMap(({ id, name, room }) => {
    const sample = clients.get(id)
    if (sample === undefined) return []
    const report = reports.get(id)
    const latencyMs = { audio: percentiles(report?.latency.audio), video: percentiles(report?.latency.video) }
    const streams = report?.streams.filter(isKept) ?? []
    return [{ ...sample, name, room, process: processOf.get(id), latencyMs, streams }]
  })
}

function percentiles(data: HistogramData | undefined): Percentiles | undefined {
  const histogram = new Histogram()
  if (data) histogram.merge(data)
  return percentilesMs(histogram)
}

/** One entry of load_test_results.json. */
export interface ClientResult {
  readonly clientId: number
  readonly connectionSuccessful: boolean
  /** 0 when it never connected. */
  readonly connectionTimeMs: number
  readonly totalPacketsSent: number
  readonly totalPacketsReceived: number
  readonly totalBytesSent: number
  readonly totalBytesReceived: number
  readonly errors: readonly string[]
  readonly producersCreated: number
  readonly consumersCreated: number
}

export function resultOf(client: ClientSample): ClientResult {
  const { connectedMs } = client.times
  return {
    clientId: client.id,
    connectionSuccessful: connectedMs !== undefined,
    connectionTimeMs: connectedMs ?? 0,
    totalPacketsSent: client.audioSent + client.videoSent,
    totalPacketsReceived: client.audioReceived + client.videoReceived,
    totalBytesSent: client.bytesSent,
    totalBytesReceived: client.bytesReceived,
    errors: client.errors,
    producersCreated: client.producersCreated,
    consumersCreated: client.consumersCreated,
  }
}

/** load_test_summary.json. */
export interface ResultSummary {
  readonly totalClients: number
  readonly successfulConnections: number
  readonly totalErrors: number
  readonly totalPacketsSent: number
  readonly totalPacketsReceived: number
  readonly totalProducersCreated: number
  readonly totalConsumersCreated: number
}

export function summarise(clients: readonly ClientSample[]): ResultSummary {
  const sum = (of: (client: ClientSample) => number) => clients.reduce((total, client) => total + of(client), 0)
  return {
    totalClients: clients.length,
    successfulConnections: clients.filter(({ times }) => times.connectedMs !== undefined).length,
    totalErrors: sum(({ errorCount }) => errorCount),
    totalPacketsSent: sum(({ audioSent, videoSent }) => audioSent + videoSent),
    totalPacketsReceived: sum(({ audioReceived, videoReceived }) => audioReceived + videoReceived),
    totalProducersCreated: sum(({ producersCreated }) => producersCreated),
    totalConsumersCreated: sum(({ consumersCreated }) => consumersCreated),
  }
}
