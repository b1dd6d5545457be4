// What is wrong, the gravest first, from what the last seconds say. Pure; the words stand in the catalogues.

import type { Evidence } from './evidence.ts'
import { type Level, levelOfLine, worst } from './level.ts'

/** Values are for the sentence. Shares are 0–1. */
export type Finding =
  | { readonly kind: 'reconnecting' | 'interrupted' | 'noMedia' | 'connecting' | 'measuring' }
  | { readonly kind: 'busyEncoding' | 'busyDecoding' | 'tcp' | 'fine' | 'serverSaysPoor' }
  | { readonly kind: 'uplinkLoss' | 'downlinkLoss'; readonly loss: number }
  | { readonly kind: 'uplinkNarrow'; readonly availableBps: number | undefined }
  | { readonly kind: 'frozen'; readonly share: number }
  | { readonly kind: 'unsteady'; readonly jitterMs: number }
  | { readonly kind: 'farAway'; readonly roundTripMs: number }
  | { readonly kind: 'othersPoor'; readonly names: readonly string[]; readonly ownToo: boolean }

export interface Diagnosis {
  /** At least one; the first is what one sentence says. */
  readonly findings: readonly [Finding, ...Finding[]]
  /** Of the own connection and computer; undefined: nothing is known yet. */
  readonly level: Level | undefined
  /** Of the own line to the server alone: what the mark of the own tile says. */
  readonly upLevel: Level | undefined
}

export interface Standing {
  readonly state: 'joined' | 'reconnecting' | 'left'
  readonly mediaState: 'none' | 'connecting' | 'connected' | 'interrupted'
}

/** One way of 150 ms is felt in conversation (ITU-T G.114). */
const farMs = 300
/** Below this hardly a voice and a small picture pass, whatever the encoder says. */
const narrowBps = 150_000
const frozenShare = 0.1

export function diagnose({ state, mediaState }: Standing, evidence: Evidence): Diagnosis {
  if (state === 'reconnecting') return only({ kind: 'reconnecting' }, 'lost')
  if (mediaState === 'interrupted') return only({ kind: 'interrupted' }, 'lost')
  if (mediaState === 'none') return only({ kind: 'noMedia' }, undefined)
  if (mediaState === 'connecting') return only({ kind: 'connecting' }, undefined)
  const own = [...ownFindings(evidence)]
  const upLevel = worst(upLevelOf(evidence), evidence.ownLevel)
  const level = worst(evidence.measured ? 'good' : undefined, upLevel, downLevelOf(evidence), ...own.map(levelOf))
  const others: Finding[] =
    evidence.badOthers.length > 0 ? [{ kind: 'othersPoor', names: evidence.badOthers, ownToo: own.length > 0 }] : []
  // The server knows of a loss that nothing here explains.
  if (own.length === 0 && others.length === 0 && level !== 'good' && level !== undefined)
    own.push({ kind: 'serverSaysPoor' })
  const tcp: Finding[] = evidence.protocol === 'tcp' || evidence.protocol === 'tls' ? [{ kind: 'tcp' }] : []
  const [first = { kind: evidence.measured ? 'fine' : 'measuring' } as const, ...rest] = [...own, ...tcp, ...others]
  return { findings: [first, ...rest], level, upLevel }
}

function only(finding: Finding, level: Level | undefined): Diagnosis {
  return { findings: [finding], level, upLevel: level }
}

function* ownFindings({ up, down }: Evidence): Iterable<Finding> {
  if (up.heldBackBy === 'cpu') yield { kind: 'busyEncoding' }
  if (down.decoderBusy) yield { kind: 'busyDecoding' }
  if (up.loss !== undefined && levelOfLine(up.loss, undefined) !== 'good') yield { kind: 'uplinkLoss', loss: up.loss }
  else if (isNarrow(up) || up.heldBackBy === 'bandwidth') yield { kind: 'uplinkNarrow', availableBps: up.availableBps }
  if (down.loss !== undefined && levelOfLine(down.loss, undefined) !== 'good')
    yield { kind: 'downlinkLoss', loss: down.loss }
  else if (down.frozen >= frozenShare) yield { kind: 'frozen', share: down.frozen }
  const jitterMs = Math.max(up.jitterMs ?? 0, down.jitterMs ?? 0)
  if (levelOfLine(undefined, jitterMs) !== 'good') yield { kind: 'unsteady', jitterMs }
  const roundTripMs = Math.max(up.roundTripMs ?? 0, down.roundTripMs ?? 0)
  if (roundTripMs >= farMs) yield { kind: 'farAway', roundTripMs }
}

function isNarrow({ picture, availableBps }: Evidence['up']): boolean {
  return picture && availableBps !== undefined && availableBps < narrowBps
}

function upLevelOf({ measured, up }: Evidence): Level | undefined {
  if (!measured) return undefined
  const held = isNarrow(up) ? 'poor' : up.heldBackBy === 'bandwidth' ? 'fair' : undefined
  return worst(levelOfLine(up.loss, up.jitterMs), held)
}

function downLevelOf({ measured, down }: Evidence): Level | undefined {
  return measured ? levelOfLine(down.loss, down.jitterMs) : undefined
}

function levelOf(finding: Finding): Level {
  if (finding.kind === 'farAway') return finding.roundTripMs >= 2 * farMs ? 'poor' : 'fair'
  // Not worse: the others or this computer may be to blame as well as the line.
  return ['frozen', 'busyEncoding', 'busyDecoding'].includes(finding.kind) ? 'fair' : 'good'
}
