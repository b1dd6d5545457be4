// What a bad network does, in words for the screen.

import type { Impairment } from './impairment.ts'
import type { LaneCounts } from './lane.ts'

const percent = (share: number) => `${Number((share * 100).toFixed(2))} %`

export function wordsOf(impairment: Impairment): string {
  const { loss, delayMs, jitterMs, reorder, duplicate, rateBps, outage } = impairment
  if (outage === true) return 'nothing passes'
  const words = [
    ...(loss?.kind === 'uniform' ? [`${percent(loss.rate)} lost`] : []),
    ...(loss?.kind === 'gilbertElliott'
      ? [`${percent(loss.lossInBad)} lost in bursts of ${Number((1 / loss.toGood).toFixed(1))} packets`]
      : []),
    ...(delayMs === undefined ? [] : [`${delayMs} ms later`]),
    ...(jitterMs === undefined ? [] : [`up to ${jitterMs} ms of jitter`]),
    ...(reorder === undefined ? [] : [`${percent(reorder)} overtake`]),
    ...(duplicate === undefined ? [] : [`${percent(duplicate)} twice`]),
    ...(rateBps === undefined ? [] : [`${rateBps / 1_000} kbit/s`]),
  ]
  return words.length === 0 ? 'all passes' : words.join(', ')
}

export function wordsOfCounts({ offered, lost, overflowed, duplicated }: LaneCounts): string {
  const share = offered === 0 ? '' : ` (${percent((lost + overflowed) / offered)})`
  const more = [
    ...(overflowed > 0 ? [`${overflowed} of them by a full queue`] : []),
    ...(duplicated > 0 ? [`${duplicated} came twice`] : []),
  ]
  return [`${offered} packets, ${lost + overflowed} lost${share}`, ...more].join(', ')
}
