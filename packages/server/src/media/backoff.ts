// How long to wait before the next attempt to start a worker.

const firstMs = 200
const longestMs = 30_000

/**
 * Milliseconds before the next attempt: none after the first failure in a row (a worker that died is replaced at once),
 * then 200 doubling up to 30,000, each with a jitter of ±25 % so that workers do not start in step.
 *
 * @param failures in a row, from 1
 * @param random 0 ≤ x < 1
 */
export function backoffMs(failures: number, random: number): number {
  if (failures <= 1) return 0
  const doubled = firstMs * 2 ** Math.min(failures - 2, 30)
  return Math.round(Math.min(doubled * (0.75 + random / 2), longestMs))
}
