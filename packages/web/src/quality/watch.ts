// Watches how well one is connected, as seldom as it does: often while somebody looks or something is wrong, else now and then.

import { compareStats, type Room, type RoomStats } from '@parley/client'
import { type Diagnosis, diagnose } from './diagnose.ts'
import { type Evidence, evidenceOf } from './evidence.ts'
import { append, type Sample } from './history.ts'

/** Between two samples. */
export const everyMs = { looking: 1_000, worried: 2_000, calm: 10_000 } as const

export interface QualityPicture {
  /** Oldest first. */
  readonly history: readonly Sample[]
  readonly evidence: Evidence
  readonly diagnosis: Diagnosis
  /** Of what is received, by track id: which size and frame rate of several the server sends. */
  readonly layers: ReadonlyMap<string, Layers>
}

export interface Layers {
  readonly spatial: number | null
  readonly temporal: number | null
}

export interface QualityWatch {
  readonly subscribe: (listener: () => void) => () => void
  readonly picture: () => QualityPicture
  /** Somebody looks, until the function it returns is called. */
  look(): () => void
  close(): void
}

export interface WatchOptions {
  readonly room: Pick<Room, 'getStats' | 'on' | 'participants' | 'self' | 'state' | 'mediaState'>
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** Returns what cancels it. */
  readonly setTimer: (callback: () => void, delayMs: number) => () => void
}

export function openQualityWatch({ room, now, setTimer }: WatchOptions): QualityWatch {
  const ending = new AbortController()
  const { signal } = ending
  const listeners = new Set<() => void>()
  const layers = new Map<string, Layers>()
  let lookers = 0
  let before: RoomStats | undefined
  let history: readonly Sample[] = []
  let picture = judge()
  let cancel = () => {}
  let sampling = false

  function judge(): QualityPicture {
    const others = [...room.participants.values()].filter(({ isSelf }) => !isSelf)
    const facts = {
      ownScore: room.self.quality,
      others: others.map(({ id, name, quality }) => ({ id, name, score: quality })),
    }
    const evidence = evidenceOf(history, facts)
    return { history, evidence, diagnosis: diagnose(room, evidence), layers }
  }
  function tell(): void {
    picture = judge()
    for (const listener of listeners) listener()
  }
  async function sample(): Promise<void> {
    sampling = true
    try {
      const stats = await room.getStats()
      if (signal.aborted) return
      history = append(history, { atMs: now(), figures: compareStats(before, stats) })
      before = stats
      tell()
    } catch {
      // A transport was closed while it was asked; there is another one the next time.
    } finally {
      sampling = false
      sampleLater()
    }
  }
  function sampleLater(delayMs = pauseMs()): void {
    cancel()
    if (!signal.aborted && !sampling) cancel = setTimer(() => void sample(), delayMs)
  }
  function pauseMs(): number {
    if (lookers > 0) return everyMs.looking
    const { level } = picture.diagnosis
    return level === undefined || level === 'good' ? everyMs.calm : everyMs.worried
  }

  for (const event of ['qualityChanged', 'stateChanged', 'mediaStateChanged', 'participantLeft'] as const)
    room.on(event, tell, { signal })
  room.on(
    'layersChanged',
    ({ track, spatialLayer, temporalLayer }) =>
      layers.set(track.id, { spatial: spatialLayer, temporal: temporalLayer }),
    { signal },
  )
  sampleLater()
  return {
    picture: () => picture,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    look() {
      lookers++
      sampleLater(0)
      let looking = true
      return () => {
        if (looking) lookers--
        looking = false
      }
    },
    close() {
      ending.abort()
      cancel()
    },
  }
}
