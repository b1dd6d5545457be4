// NTP timestamps as sender and receiver reports carry them (RFC 3550 §4).

const NTP_EPOCH_SECONDS = 2_208_988_800
const FRACTION = 0x1_0000_0000

export interface NtpTime {
  readonly seconds: number
  /** In 1/2^32 s. */
  readonly fraction: number
}

export function toNtp(unixUs: number): NtpTime {
  const seconds = Math.floor(unixUs / 1_000_000)
  return {
    seconds: (seconds + NTP_EPOCH_SECONDS) % FRACTION,
    fraction: Math.floor(((unixUs - seconds * 1_000_000) * FRACTION) / 1_000_000),
  }
}

/** The middle 32 bits, in 1/65536 s: what a report block gives back as LSR. */
export function toShortNtp(unixUs: number): number {
  const { seconds, fraction } = toNtp(unixUs)
  return (seconds % 0x10000) * 0x10000 + Math.floor(fraction / 0x10000)
}

/** Round trip (RFC 3550 §6.4.1) in seconds; undefined before the first report, or when clocks disagree. */
export function roundTripSeconds(nowUnixUs: number, lastSr: number, delaySinceLastSr: number): number | undefined {
  if (lastSr === 0) return undefined
  const elapsed = (toShortNtp(nowUnixUs) - lastSr - delaySinceLastSr) >>> 0
  return elapsed > 0x8000_0000 ? undefined : elapsed / 0x10000
}
