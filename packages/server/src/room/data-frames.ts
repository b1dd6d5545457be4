// Texts of data channels, checked and made: whatever comes out of here is trusted.

import { DataFrame, type ReceivedDataFrame } from '@parley/protocol'
import { Compile } from 'typebox/compile'

const validator = Compile(DataFrame)

/** Undefined: it is none. Unknown fields are ignored. */
export function readDataFrame(text: string): DataFrame | undefined {
  try {
    const frame: unknown = JSON.parse(text)
    return validator.Check(frame) ? frame : undefined
  } catch {
    // Not even JSON.
    return undefined
  }
}

export function receivedFrame(from: string, { topic, data }: DataFrame): ReceivedDataFrame {
  return { from, ...(topic === undefined ? {} : { topic }), data }
}
