// The pictures that the lab can send, and the clips that show them.

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { simulcastLadder } from '@parley/protocol'
import { type AudioClip, readIvf, readOggOpus, syntheticClip, syntheticSound, type VideoClip } from './clip.ts'

export type PresetName = '360p' | '720p' | '1080p'

export interface Preset {
  readonly width: number
  readonly height: number
}

export const presets: Readonly<Record<PresetName, Preset>> = {
  '360p': { width: 640, height: 360 },
  '720p': { width: 1_280, height: 720 },
  '1080p': { width: 1_920, height: 1_080 },
}

export const presetNames = ['360p', '720p', '1080p'] as const satisfies readonly PresetName[]

/** One size of a picture as the SDK asks for it. */
export interface LayerWish {
  readonly height: number
  readonly maxBitrateBps: number | undefined
}

/** Finds or makes what to send; each clip is held once in a process, however many send it. */
export interface ClipLibrary {
  video(wish: LayerWish): VideoClip
  readonly voice: AudioClip
}

const CLIPS = join(import.meta.dirname, '../../clips')

/** Reads the real clips: a browser decodes them. 1.5 MB. */
export async function openClips(): Promise<ClipLibrary> {
  const [voice, ...videos] = await Promise.all([
    readFile(join(CLIPS, 'voice.ogg')).then(readOggOpus),
    ...presetNames.map((name) => readFile(join(CLIPS, `video-${name}.ivf`)).then(readIvf)),
  ])
  return {
    voice,
    video({ height }) {
      const [nearest] = videos.toSorted((a, b) => Math.abs(a.height - height) - Math.abs(b.height - height))
      if (nearest === undefined) throw new TypeError('there are no clips')
      return nearest
    },
  }
}

/** The leanest: packets of the right size and rate that no decoder could show. */
export function syntheticClips(random: () => number): ClipLibrary {
  const made = new Map<string, VideoClip>()
  return {
    voice: syntheticSound(),
    video({ height, maxBitrateBps = bitrateOf(height) }) {
      const key = `${height}/${maxBitrateBps}`
      const width = Math.round((height * 16) / 9)
      const clip = made.get(key) ?? syntheticClip({ width, height, bitrateBps: maxBitrateBps, random })
      made.set(key, clip)
      return clip
    },
  }
}

function bitrateOf(height: number): number {
  const rung = simulcastLadder.find((each) => height <= each.height) ?? simulcastLadder[simulcastLadder.length - 1]
  return rung?.maxBitrateBps ?? 0
}
