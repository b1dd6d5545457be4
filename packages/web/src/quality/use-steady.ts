// A finding that does not change its figure with every sample: it is read, and read aloud.

import { useEffect, useState } from 'react'
import type { Finding } from './diagnose.ts'

const heldMs = 10_000

/** The finding as it was when it began to be of this kind, or ten seconds ago. */
export function useSteady(finding: Finding): Finding {
  const [held, setHeld] = useState({ finding, atMs: Date.now() })
  const isOther = held.finding.kind !== finding.kind
  useEffect(() => {
    setHeld((now) => {
      const isOld = now.finding.kind !== finding.kind || Date.now() - now.atMs >= heldMs
      return isOld ? { finding, atMs: Date.now() } : now
    })
  }, [finding])
  return isOther ? finding : held.finding
}
