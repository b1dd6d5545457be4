// The figures of one track, and of the way to the server, as names and values to read.

import type { TrackFigures, TransportFigures } from '@parley/client'
import { texts } from '../texts.ts'
import type { Evidence } from './evidence.ts'
import type { Fact } from './facts-table.tsx'
import { codecText, largest, pictureText } from './track-table.tsx'
import { estimateMos } from './voice-quality.ts'
import type { Layers } from './watch.ts'

const bestMos = 4.4

/** What is not known is left out. */
export function factsOfTrack(figures: TrackFigures, layers: Layers | undefined): Fact[] {
  const { row, percent, rate, ms, limited, freezes, number } = texts.quality
  const stream = largest(figures)
  const { targetBitrateBps, limitedBy, freezeCount, frozenMs, bufferMs, codingMs, concealedShare } = stream ?? {}
  const isVideo = figures.track.kind === 'video'
  const asked = (name: 'nackCount' | 'pliCount') => figures.streams.reduce((sum, each) => sum + each[name], 0)
  return list([
    [row.codec, codecText(figures) || undefined],
    [row.layer, layerText(figures, layers)],
    [row.picture, isVideo && stream ? pictureText(stream) : undefined],
    [row.rate, apply(rate, figures.bitrateBps)],
    [row.target, apply(rate, targetBitrateBps)],
    [row.loss, apply(percent, figures.lossShare)],
    [row.jitter, apply(ms, figures.jitterMs)],
    [row.roundTrip, apply(ms, figures.roundTripMs)],
    [row.limited, limitedBy && limited[limitedBy]],
    [row.asked, isVideo ? `${number(asked('nackCount'))} / ${number(asked('pliCount'))}` : undefined],
    [
      row.freezes,
      isVideo && stream?.direction === 'receive' ? freezes(freezeCount ?? 0, ms(frozenMs ?? 0)) : undefined,
    ],
    [row.buffer, apply(ms, bufferMs)],
    [row.coding, isVideo ? apply((value) => `${number(value, 1)} ms`, codingMs) : undefined],
    [row.invented, isVideo ? undefined : apply(percent, concealedShare)],
  ])
}

export function factsOfLine(
  send: TransportFigures | undefined,
  receive: TransportFigures | undefined,
  evidence: Evidence,
  score: number | undefined,
): Fact[] {
  const { row, rate, ms, way, number, percent, of, mosHint } = texts.quality
  const either = receive ?? send
  const relayed = [send, receive].some((each) => each?.localCandidate === 'relay' || each?.remoteCandidate === 'relay')
  const roundTripMs = evidence.down.roundTripMs ?? evidence.up.roundTripMs
  const heard = evidence.concealed !== undefined && roundTripMs !== undefined
  const mos = heard ? estimateMos(evidence.concealed ?? 0, roundTripMs / 2 + (evidence.bufferMs ?? 0)) : undefined
  // Without what lowers it, a low one would stand unexplained beside a line without loss.
  const hint = mosHint(ms(evidence.bufferMs ?? 0), percent(evidence.concealed ?? 0))
  return [
    ...list([
      [row.protocol, evidence.protocol?.toUpperCase()],
      [row.way, either && (relayed ? way.relay : way.direct)],
      [row.roundTrip, apply(ms, roundTripMs)],
      [row.available, apply(rate, send?.availableOutgoingBps)],
      [row.score, score === undefined ? undefined : of(number(score), number(10))],
      [row.cipher, either?.srtpCipher],
    ]),
    ...(mos === undefined ? [] : [{ name: row.voice, value: of(number(mos, 1), number(bestMos, 1)), hint }]),
  ]
}

/** Of several sizes: which is sent or received. */
function layerText({ streams }: TrackFigures, layers: Layers | undefined): string | undefined {
  if (layers && layers.spatial !== null) return texts.quality.layer(layers.spatial, layers.temporal)
  const sent = streams.filter(({ active, bitrateBps }) => active && bitrateBps !== 0)
  const names = sent.flatMap(
    ({ rid, scalabilityMode }) => [rid, scalabilityMode].filter((each) => each !== undefined).join(' ') || [],
  )
  return names.length === 0 ? undefined : names.join(', ')
}

function list(pairs: readonly (readonly [name: string, value: string | undefined])[]): Fact[] {
  return pairs.flatMap(([name, value]) => (value === undefined ? [] : [{ name, value }]))
}

function apply(write: (value: number) => string, value: number | undefined): string | undefined {
  return value === undefined ? undefined : write(value)
}
