// Durations in a log-linear histogram: fixed memory, a relative error below 1/32, percentiles, and sums across processes.

/** Each power of two is divided into this many buckets. */
const STEPS = 32
const STEP_BITS = 5
/** Up to 2^31 µs, 36 minutes; longer ones count as this. */
const LARGEST_BITS = 31
const BUCKETS = STEPS * (LARGEST_BITS - STEP_BITS + 1)

/** As it travels from a process to its parent: bucket numbers and counts, alternating. */
export interface HistogramData {
  readonly buckets: readonly number[]
  readonly sum: number
  readonly min: number
  readonly max: number
}

export class Histogram {
  readonly #counts = new Uint32Array(BUCKETS)
  #count = 0
  #sum = 0
  #min = Number.POSITIVE_INFINITY
  #max = 0

  get count(): number {
    return this.#count
  }

  get min(): number {
    return this.#count === 0 ? 0 : this.#min
  }

  get max(): number {
    return this.#max
  }

  get mean(): number {
    return this.#count === 0 ? 0 : this.#sum / this.#count
  }

  /** Microseconds, or any unit of a similar range; negative counts as 0. */
  add(value: number): void {
    const whole = value > 0 ? Math.floor(value) : 0
    const bucket = bucketOf(whole)
    this.#counts[bucket] = (this.#counts[bucket] ?? 0) + 1
    this.#count++
    this.#sum += whole
    if (whole < this.#min) this.#min = whole
    if (whole > this.#max) this.#max = whole
  }

  /** The smallest value that `share` (0–1) of all are not above, at most 1/32 too large; 0 when there are none. */
  percentile(share: number): number {
    const rank = Math.max(1, Math.ceil(share * this.#count))
    let seen = 0
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      seen += this.#counts[bucket] ?? 0
      if (seen >= rank) return Math.min(this.#max, Math.max(this.min, upperEndOf(bucket)))
    }
    return 0
  }

  merge(other: Histogram | HistogramData): void {
    const { buckets, sum, min, max } = other instanceof Histogram ? other.toJSON() : other
    for (let at = 0; at + 1 < buckets.length; at += 2) {
      const bucket = Math.min(BUCKETS - 1, buckets[at] ?? 0)
      const count = buckets[at + 1] ?? 0
      this.#counts[bucket] = (this.#counts[bucket] ?? 0) + count
      this.#count += count
    }
    this.#sum += sum
    if (buckets.length > 0) this.#min = Math.min(this.#min, min)
    this.#max = Math.max(this.#max, max)
  }

  reset(): void {
    this.#counts.fill(0)
    this.#count = this.#sum = this.#max = 0
    this.#min = Number.POSITIVE_INFINITY
  }

  toJSON(): HistogramData {
    const buckets: number[] = []
    for (const [bucket, count] of this.#counts.entries()) if (count > 0) buckets.push(bucket, count)
    return { buckets, sum: this.#sum, min: this.min, max: this.#max }
  }
}

/** Below STEPS each value has its own; above, the leading bits below the highest choose. */
function bucketOf(value: number): number {
  const bits = 32 - Math.clz32(Math.min(value, 2 ** LARGEST_BITS - 1))
  if (bits <= STEP_BITS) return value
  const shift = bits - STEP_BITS - 1
  return STEPS * (shift + 1) + ((Math.min(value, 2 ** LARGEST_BITS - 1) >>> shift) - STEPS)
}

function upperEndOf(bucket: number): number {
  if (bucket < STEPS) return bucket
  const shift = Math.floor(bucket / STEPS) - 1
  return ((bucket % STEPS) + STEPS + 1) * 2 ** shift - 1
}
