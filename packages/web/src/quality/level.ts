// How good a connection is, in four steps, for marks that one reads at a glance.

/** `lost`: next to nothing arrives. */
export type Level = 'good' | 'fair' | 'poor' | 'lost'

const order: readonly Level[] = ['lost', 'poor', 'fair', 'good']

/** Of as many bars as this are filled: 0–3. */
export const bars = (level: Level): number => order.indexOf(level)

/** @param score of the server, 0–10 (10: nothing is lost); undefined: nobody knows yet */
export function levelOfScore(score: number | undefined): Level | undefined {
  if (score === undefined) return undefined
  if (score >= 8) return 'good'
  if (score >= 5) return 'fair'
  return score > 0 ? 'poor' : 'lost'
}

/** Thresholds for calls (MED-12): excellent and good count as good. @param loss 0–1 */
export function levelOfLine(loss: number | undefined, jitterMs: number | undefined): Level {
  if ((loss ?? 0) >= 0.3) return 'lost'
  if ((loss ?? 0) >= 0.05 || (jitterMs ?? 0) >= 50) return 'poor'
  return (loss ?? 0) >= 0.03 || (jitterMs ?? 0) >= 30 ? 'fair' : 'good'
}

/** Undefined: nothing is known of any. */
export function worst(...levels: readonly (Level | undefined)[]): Level | undefined {
  return order.find((level) => levels.includes(level))
}

export const isBad = (level: Level | undefined): boolean => level === 'poor' || level === 'lost'
