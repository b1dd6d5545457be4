// A finding as a sentence of the catalogue, and as what one can do.

import { texts } from '../texts.ts'
import type { Finding } from './diagnose.ts'

export function sentenceOf(finding: Finding): string {
  const words = texts.quality.finding
  switch (finding.kind) {
    case 'uplinkLoss':
    case 'downlinkLoss':
      return words[finding.kind](finding)
    case 'uplinkNarrow':
      return words.uplinkNarrow(finding)
    case 'frozen':
      return words.frozen(finding)
    case 'unsteady':
      return words.unsteady(finding)
    case 'farAway':
      return words.farAway(finding)
    case 'othersPoor':
      return words.othersPoor(finding)
    default:
      return words[finding.kind]()
  }
}

export const adviceOf = ({ kind }: Finding): string => texts.quality.advice[kind]
