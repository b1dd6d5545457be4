// Clients, seconds and runs as tests need them: complete, calm, and changed where a test wants it.

import { noTotals } from '../swarm/engine.ts'
import type { ClientSample, GeneratorSample } from '../swarm/messages.ts'

export const noValues = { buckets: [], sum: 0, min: 0, max: 0 }

export function clientSample(id: number, changed: Partial<ClientSample> = {}): ClientSample {
  return {
    id,
    state: 'connected',
    times: { lateMs: 1, socketMs: 5, helloMs: 6, joinMs: 10, iceMs: 20, dtlsMs: 30, connectedMs: 40 },
    strangers: 0,
    reconnects: 0,
    errorCount: 0,
    errors: [],
    messagesSent: 0,
    messagesReceived: 0,
    producersCreated: 2,
    consumersCreated: 2,
    ...noTotals,
    audioStreams: 1,
    videoStreams: 1,
    ...changed,
  }
}

export function generatorSample(
  atMs: number,
  clients: readonly ClientSample[],
  changed: Partial<GeneratorSample> = {},
): GeneratorSample {
  return {
    atMs,
    cpuSeconds: atMs / 10_000,
    rssBytes: 1e8,
    loopUse: 0.2,
    loopLagP99Ms: 2,
    loopLagMaxMs: 5,
    waitShare: 0.1,
    scheduleError: noValues,
    unsent: 0,
    latency: { audio: noValues, video: noValues },
    clients,
    ...changed,
  }
}
