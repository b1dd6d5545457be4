// Two soft notes: upwards for one who comes, downwards for one who goes.

import type { Change } from './comings.ts'

/** Hz: E5 and A5. */
const notes = { joined: [659, 880], left: [880, 659] } as const
const loudness = 0.05
const noteSeconds = 0.16

/** Makes no sound where the browser holds sounds back: it is not worth a question. */
export async function chime(change: Change): Promise<void> {
  const context = new AudioContext()
  try {
    if (context.state !== 'running') return
    const begin = context.currentTime
    for (const [place, frequency] of notes[change].entries()) play(context, frequency, begin + place * noteSeconds)
    await new Promise((resolve) => setTimeout(resolve, 1_000))
  } finally {
    await context.close()
  }
}

function play(context: AudioContext, frequency: number, at: number): void {
  const note = new OscillatorNode(context, { frequency })
  const volume = new GainNode(context, { gain: 0 })
  volume.gain.setValueAtTime(0, at)
  volume.gain.linearRampToValueAtTime(loudness, at + 0.02)
  volume.gain.exponentialRampToValueAtTime(0.000_1, at + noteSeconds * 2)
  note.connect(volume).connect(context.destination)
  note.start(at)
  note.stop(at + noteSeconds * 2)
}
