// Whether sound and pictures stand still while the connection is in trouble: often only the socket is lost, and they go on.

import type { Room, StatsEntry } from '@parley/client'
import { useEffect, useState } from 'react'

const askEveryMs = 500
/** So long without a packet of anybody: shorter pauses are usual. */
const stillMs = 1_500

/** @param active whether there is a reason to doubt */
export function useStandstill(room: Room, active: boolean): boolean {
  const [still, setStill] = useState(false)
  useEffect(() => {
    if (!active) return
    let over = false
    let packets = -1
    let changedAt = performance.now()
    const ask = async () => {
      const now = await packetsOf(room)
      if (over) return
      if (now !== packets) changedAt = performance.now()
      packets = now
      setStill(performance.now() - changedAt >= stillMs)
    }
    const timer = setInterval(() => void ask(), askEveryMs)
    return () => {
      over = true
      clearInterval(timer)
      setStill(false)
    }
  }, [room, active])
  return still
}

/** Of all that is received; without a connection it does not change. */
async function packetsOf(room: Room): Promise<number> {
  try {
    const { remote } = await room.getStats()
    return countPackets([...remote.values()].flatMap(({ entries }) => entries))
  } catch {
    return 0 // nothing is set up that could be asked
  }
}

function countPackets(entries: readonly StatsEntry[]): number {
  let sum = 0
  for (const entry of entries) {
    const received = entry.type === 'inbound-rtp' ? entry['packetsReceived'] : 0
    if (typeof received === 'number') sum += received
  }
  return sum
}
