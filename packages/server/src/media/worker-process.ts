// One mediasoup worker process with its port, from the spawn to the exit.

import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { createWorker, type types } from 'mediasoup'
import type { Log } from '../log/log.ts'
import type { Host } from './host.ts'
import type { OutgoingBitrate } from './media.ts'

export interface WorkerProcessOptions {
  readonly binary: string | undefined
  readonly address: string
  readonly announcedAddress: string | undefined
  readonly port: number
  readonly outgoingBitrate: OutgoingBitrate
  readonly log: Log
}

export interface WorkerProcess {
  readonly host: Host
  /** The error with which it died, or undefined after our close. */
  readonly ended: Promise<Error | undefined>
  /** For one that hangs: it ends as if it had died by itself. */
  kill(): void
  /** Resolves when the process is gone. */
  close(): Promise<void>
}

/** Why there is no worker, and what whoever runs the server can do about it. */
export class StartFailure extends Error {
  readonly advice: string

  constructor(message: string, advice: string, cause: unknown) {
    super(message, { cause })
    this.name = 'StartFailure'
    this.advice = advice
  }
}

const startMs = 10_000
const closeMs = 3_000
/** Bursts of key frames to many receivers overflow the kernel's default of 208 KB. */
const socketBufferBytes = 8 * 1024 * 1024

/** Throws StartFailure, or the reason of `signal`. */
export async function startWorkerProcess(options: WorkerProcessOptions, signal: AbortSignal): Promise<WorkerProcess> {
  const worker = await spawn(options.binary, signal)
  const ended = Promise.race([
    once(worker, 'died').then(([error]): Error => error),
    once(worker.observer, 'close').then(() => undefined),
  ])
  try {
    const server = await listen(worker, options)
    return {
      host: {
        worker,
        server,
        load: { routers: 0, transports: 0, consumers: 0, pipes: 0 },
        outgoingBitrate: options.outgoingBitrate,
      },
      ended,
      kill: () => kill(worker),
      close: () => end(worker),
    }
  } catch (error) {
    await end(worker)
    throw new StartFailure(
      'a media worker cannot listen on its port',
      'free the UDP and TCP port or choose others, and give an address of this machine to listen on',
      error,
    )
  }
}

async function spawn(binary: string | undefined, signal: AbortSignal): Promise<types.Worker> {
  const { started, abandon } = withoutSignalHandlers(() =>
    createWorker({ logLevel: 'warn', ...(binary === undefined ? {} : { workerBin: binary }) }),
  )
  try {
    return await within(startMs, signal, started)
  } catch (error) {
    abandon()
    if (signal.aborted) throw signal.reason
    throw new StartFailure(
      'the media worker does not start',
      'install its binary with the setup of this project, or name one of the right version in MEDIASOUP_WORKER_BIN',
      error,
    )
  }
}

/**
 * mediasoup ends each worker by itself when this process gets SIGINT or SIGTERM, and would so cut the calls that a
 * draining server still carries. Its handlers are taken off; `abandon` calls them, for a worker that never got ready
 * and for which mediasoup gives us nothing else to close.
 */
function withoutSignalHandlers<T>(start: () => T): { started: T; abandon: () => void } {
  const signals = ['SIGINT', 'SIGTERM'] as const
  const before = new Set(signals.flatMap((name) => process.listeners(name)))
  const started = start()
  const added = new Set(signals.flatMap((name) => process.listeners(name)).filter((listener) => !before.has(listener)))
  for (const listener of added) for (const name of signals) process.removeListener(name, listener)
  const abandon = () => {
    for (const listener of added) listener('SIGTERM')
  }
  return { started, abandon }
}

/** Opens UDP and TCP on the port; large socket buffers are a wish. */
export async function listen<S>(
  worker: { createWebRtcServer(options: types.WebRtcServerOptions): Promise<S> },
  options: WorkerProcessOptions,
): Promise<S> {
  try {
    return await worker.createWebRtcServer({ listenInfos: listenInfos(options, socketBufferBytes) })
  } catch (error) {
    // Linux caps the size at net.core.rmem_max and says nothing; BSD and macOS refuse one above their limit.
    if (!(error instanceof Error && error.message.includes('_buffer_size() failed'))) throw error
    options.log.warn('the kernel refuses large socket buffers; bursts may lose packets', { error })
    return await worker.createWebRtcServer({ listenInfos: listenInfos(options) })
  }
}

function listenInfos(
  { address, announcedAddress, port }: WorkerProcessOptions,
  bufferBytes?: number,
): types.TransportListenInfo[] {
  const common = { ip: address, port, ...(announcedAddress === undefined ? {} : { announcedAddress }) }
  const buffers = bufferBytes === undefined ? {} : { sendBufferSize: bufferBytes, recvBufferSize: bufferBytes }
  return [
    { ...common, protocol: 'udp', ...buffers },
    // TCP keeps the kernel's own sizes: it adapts them, and a large one would hold back seconds of old video.
    { ...common, protocol: 'tcp' },
  ]
}

async function end(worker: types.Worker): Promise<void> {
  if (worker.subprocessClosed) return
  const gone = once(worker, 'subprocessclose')
  worker.close()
  const deadline = setTimeout(() => kill(worker), closeMs)
  await gone
  clearTimeout(deadline)
}

function kill(worker: types.Worker): void {
  try {
    process.kill(worker.pid, 'SIGKILL')
  } catch {
    // It has ended by itself meanwhile.
  }
}

/** Rejects with the reason of `signal`, or when the time is over. */
async function within<T>(ms: number, signal: AbortSignal, promise: Promise<T>): Promise<T> {
  const settled = new AbortController()
  const deadline = sleep(ms, undefined, { signal: AbortSignal.any([signal, settled.signal]) })
  try {
    return await Promise.race([
      promise,
      deadline.then(() => Promise.reject(new Error(`there was no sign of life within ${ms} ms`))),
    ])
  } finally {
    settled.abort()
  }
}
