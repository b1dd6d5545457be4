// Structured lines: a fixed message, the facts beside it, nothing secret.

import { type DestinationStream, pino } from 'pino'

export type Facts = Readonly<Record<string, unknown>>

export interface Log {
  debug(message: string, facts?: Facts): void
  info(message: string, facts?: Facts): void
  warn(message: string, facts?: Facts): void
  error(message: string, facts?: Facts): void
  /** A log that carries these facts on every line. */
  with(facts: Facts): Log
}

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent'

/** Keys whose values never reach a line, wherever in the facts they stand (two levels deep). */
const secretKeys = ['token', 'password', 'secret', 'guest', 'authorization', 'credential', 'sdp']

/** JSON lines on standard output, or wherever `destination` leads. Errors under the key `error` keep stack and cause. */
export function openLog(level: LogLevel, destination?: DestinationStream): Log {
  const options = {
    level,
    base: null,
    messageKey: 'message',
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { error: pino.stdSerializers.errWithCause },
    redact: { paths: secretKeys.flatMap((key) => [key, `*.${key}`]), censor: '[redacted]' },
  }
  return adapt(destination === undefined ? pino(options) : pino(options, destination))
}

type Write = (facts: Facts, message: string) => void
interface Pino {
  readonly debug: Write
  readonly info: Write
  readonly warn: Write
  readonly error: Write
  child(facts: Facts): Pino
}

function adapt(logger: Pino): Log {
  return {
    debug: (message, facts = {}) => logger.debug(facts, message),
    info: (message, facts = {}) => logger.info(facts, message),
    warn: (message, facts = {}) => logger.warn(facts, message),
    error: (message, facts = {}) => logger.error(facts, message),
    with: (facts) => adapt(logger.child(facts)),
  }
}

/** For tests and tools: says nothing. */
export const quiet: Log = { debug() {}, info() {}, warn() {}, error() {}, with: () => quiet }
